import { type Reply, translationIn } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { SlackUser } from '../connect/people.ts';
import { actions, linkButton } from '../render/blocks.ts';
import { sayReply, sayText } from '../render/reply.ts';
import { linksTo } from './links.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';

/** What somebody is answered who asked for a translation: with a button that leads to its thread, where there is one. */
export async function sayTranslation(
  slack: SlackContext,
  { workspaceId }: SlackUser,
  reply: Reply,
  t: Messages,
  prefix: string,
): Promise<SlackReply> {
  const articleId = translationIn(reply);
  const link = articleId === undefined ? undefined : (await linksTo(slack, workspaceId, [articleId])).get(articleId);
  if (link === undefined) return sayReply(reply, t, prefix);
  return sayText(replyWords(reply, t, prefix), actions(linkButton(t.reminders.open, link)));
}
