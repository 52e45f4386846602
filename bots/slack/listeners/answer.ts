import type { RespondFn } from '@slack/bolt';
import { publishHome } from './publish-home.ts';
import type { Origin } from './modals/origin.ts';
import type { SlackUser } from '../connect/people.ts';
import { sayText } from '../render/reply.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';
import { tell } from './tell.ts';

/** Tells somebody what became of a click or a form, where it was made: in the thread, or at the top of their Home tab. */
export async function answer(
  slack: SlackContext,
  person: SlackUser,
  { channel, thread }: Origin,
  said: string | SlackReply,
  respond?: RespondFn,
): Promise<void> {
  if (channel === undefined)
    return await publishHome(slack, person, { notice: typeof said === 'string' ? said : said.text });
  const client = await slack.workspaces.clientOf(person.workspaceId);
  const addressee = { ...person, channel, ...(thread !== undefined && { thread }) };
  await tell(slack, client, addressee, typeof said === 'string' ? sayText(said) : said, respond);
}
