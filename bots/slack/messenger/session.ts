import type { WebClient } from '@slack/web-api';
import type { MessageRef } from '../../../src/delivery/messenger.ts';
import type { SessionPart } from '../render/part.ts';

/** Slack: of a session's title. */
const TITLE_CHARS = 200;

/**
 * Tells Slack how our session with somebody stands, so that it shows that we are at work, and its own Stop. Said again, it changes
 * nothing. @throws what Slack's client throws
 */
export async function setSession(
  client: WebClient,
  { channel, threadTs }: { readonly channel: string; readonly threadTs: string },
  { status, title, initiator }: SessionPart,
): Promise<MessageRef> {
  await client.apiCall('agents.sessions.setStatus', {
    channel_id: channel,
    thread_ts: threadTs,
    status,
    title: title.slice(0, TITLE_CHARS),
    ...(initiator !== undefined && { initiator_user_id: initiator }),
  });
  return sessionRef(channel, threadTs);
}

/** It is no message: a reply to the card must not be taken for one to it. */
export function sessionRef(channel: string, threadTs: string): MessageRef {
  return { channel, kind: 'session', session: threadTs };
}
