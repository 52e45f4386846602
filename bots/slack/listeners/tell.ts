import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { slackCodeOf } from '../messenger/slack-failures.ts';
import { isShut } from '../connect/channels.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';

/** Where somebody is told something, and who. */
export interface Addressee {
  readonly workspaceId: string;
  readonly userId: string;
  readonly channel: string;
  /** `thread_ts`. */
  readonly thread?: string;
}

/** A conversation with one person, where nobody else reads. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/**
 * Tells one person something that nobody else sees: where they are, or, when that cannot be, in their conversation with us.
 * @param respond answers without our being in the channel; for half an hour and five times.
 * @throws what Slack's client throws when nothing reached the person.
 */
export async function tell(
  { channels }: Pick<SlackContext, 'channels'>,
  client: WebClient,
  { workspaceId, userId, channel, thread }: Addressee,
  reply: SlackReply,
  respond?: RespondFn,
): Promise<void> {
  const where = thread === undefined ? {} : { thread_ts: thread };
  if (isDirect(channel)) {
    await post(client, { channel, ...where, ...reply });
    return;
  }
  try {
    await client.chat.postEphemeral({ channel, user: userId, ...where, ...reply });
    return;
  } catch (error) {
    const code = slackCodeOf(error);
    if (isShut(code)) channels.forget(workspaceId, channel);
    if (code === undefined && respond === undefined) throw error;
  }
  if (respond !== undefined) {
    try {
      await respond({ response_type: 'ephemeral', replace_original: false, ...where, ...reply });
      return;
    } catch {
      // The last way, a direct message, is tried below.
    }
  }
  const { channel: direct } = await client.conversations.open({ users: userId });
  await post(client, { channel: direct?.id ?? userId, ...reply });
}

async function post(client: WebClient, message: SlackReply & { readonly channel: string }): Promise<void> {
  await client.apiCall('chat.postMessage', { ...message, unfurl_links: false, unfurl_media: false });
}
