import { scheduleNewsWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { RunNews, ScheduleRecord } from '../../../src/storage/schedule-store.ts';
import { type SlackUser, slackUser } from '../connect/people.ts';
import { PREFIX } from '../platform.ts';
import { sayText } from '../render/reply.ts';
import type { SlackContext } from './slack-context.ts';
import { tell } from './tell.ts';

/** Whoever made a schedule, as an event would name them. */
export function makerOf({ maker, thread }: ScheduleRecord): SlackUser {
  const { workspace = '' } = thread;
  return slackUser(workspace, { id: maker.userId, name: maker.displayName, team: maker.workspace });
}

/** What became of a schedule's moment, in the maker's conversation with us; where there can be none, in the channel, for them alone. */
export async function tellMaker(
  slack: Pick<SlackContext, 'workspaces' | 'channels' | 'people'>,
  news: RunNews,
): Promise<void> {
  const maker = makerOf(news.schedule);
  const [client, language] = await Promise.all([
    slack.workspaces.clientOf(maker.workspaceId),
    slack.people.languageOf(maker),
  ]);
  const reply = sayText(scheduleNewsWords(news, messages(language), PREFIX));
  let { channel } = news.schedule.thread;
  try {
    const opened = await client.conversations.open({ users: maker.userId });
    channel = opened.channel?.id ?? channel;
  } catch {
    // Of another company, perhaps: the channel is what both have.
  }
  await tell(slack, client, { ...maker, channel }, reply);
}
