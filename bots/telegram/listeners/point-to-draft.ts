import type { Message } from 'telegraf/types';
import { shorten } from '../../../src/lib/shorten.ts';
import { tell } from './answer.ts';
import type { Visit } from './front.ts';
import { placeOf, threadOf } from './person.ts';
import { inert } from '../render/plain.ts';

/** A topic within a sentence. */
const TOPIC_CHARS = 80;

/**
 * Shows who says “ok” or “please change the title” where the draft is that waits for them in this chat, by a reply to its card: a tap on
 * it leads there. False when none waits. Asked twice, it is shown twice.
 */
export async function pointToDraft(visit: Visit, message: Message): Promise<boolean> {
  const { front, actor, t } = visit;
  const listed = await front.desk.list(actor);
  if (listed.kind !== 'list') return false;
  const waiting = listed.articles.filter(({ stage }) => stage === 'waiting');
  const { channel, thread } = threadOf(message);
  const cards = await front.threads.cardsOf(waiting.map(({ articleId }) => articleId));
  const [newest] = waiting
    .filter(({ articleId }) => {
      const home = cards.get(articleId)?.thread;
      return home?.channel === channel && home.thread === thread;
    })
    .toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
  if (newest === undefined) return false;
  const draft = await front.threads.latestDraftCard(newest.articleId);
  await tell(
    visit,
    {
      ...placeOf(message),
      ...(draft?.['chat'] === message.chat.id && { replyTo: Number(draft['message']) }),
    },
    t.telegram.draftWaits(inert(shorten(newest.topic, TOPIC_CHARS))),
  );
  return true;
}
