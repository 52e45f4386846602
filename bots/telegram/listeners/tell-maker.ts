import { scheduleNewsWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { RunNews } from '../../../src/storage/schedule-store.ts';
import { PREFIX } from '../platform.ts';
import { inert } from '../render/plain.ts';
import { say } from './answer.ts';
import type { Front } from './front.ts';

/** What became of a schedule's moment: in the maker's conversation with the bot, or, when they have none, where its articles begin. */
export async function tellMaker(
  front: Pick<Front, 'call' | 'chats' | 'logger' | 'people'>,
  news: RunNews,
): Promise<void> {
  const { maker, thread, language } = news.schedule;
  const spoken = (await front.people.language(maker)) ?? language;
  const text = inert(scheduleNewsWords(news, messages(spoken), PREFIX));
  const inPrivate = await say(front, { chat: Number(maker.userId) }, { text });
  if (inPrivate !== undefined || thread.channel === maker.userId) return;
  const topic = thread.thread === undefined ? {} : { topic: Number(thread.thread) };
  await say(front, { chat: Number(thread.channel), ...topic }, { text });
}
