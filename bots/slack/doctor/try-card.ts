import { randomUUID } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { type WebAPICallResult, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { type Finding, ok, type Trouble } from '../../../src/doctor/doctor.ts';
import { bearsMark, type MessageMark, markBlocks, messageMark, metadataOf } from '../messenger/message-mark.ts';
import { toDeliveryError } from '../messenger/slack-failures.ts';
import { type ReadMessage, readMessages } from '../messenger/thread-reader.ts';
import type { TestChannel } from './look-at-channels.ts';
import { why } from './why.ts';

const TEXT = "A test by Copydesk's doctor. There is nothing to do: it disappears in a moment.";
const EDITED_TEXT = "A test by Copydesk's doctor: posted, edited, and about to disappear.";
/** Clocks of Slack and this machine differ. */
const LOOK_BACK_MS = 120_000;

const INVITE = 'Type /invite @copydesk in the channel.';
const RULES = 'The rules of the workspace or channel forbid it: ask an admin, or take another channel with --channel.';
const TROUBLES: Readonly<Record<string, Trouble>> = {
  not_in_channel: { what: 'the bot is not in the channel', wayOut: INVITE },
  channel_not_found: { what: 'there is no such channel for the bot', wayOut: INVITE },
  is_archived: { what: 'the channel is archived', wayOut: 'Unarchive it, or take another with --channel.' },
  restricted_action: { what: 'the bot may not write there', wayOut: RULES },
  restricted_action_read_only_channel: { what: 'only some people may write there', wayOut: RULES },
  restricted_action_thread_only_channel: { what: 'only replies may be written there', wayOut: RULES },
  restricted_action_non_threadable_channel: { what: 'no threads can be opened there', wayOut: RULES },
  cant_update_message: { what: "the message does not count as the bot's own", wayOut: RULES },
  edit_window_closed: {
    what: 'the workspace does not let messages be edited',
    wayOut: 'Ask an admin to allow it: Settings & permissions → Message Editing.',
  },
  cant_delete_message: {
    what: 'the workspace does not let messages be deleted',
    wayOut: 'Copydesk itself deletes nothing; an admin can delete the test card.',
  },
};

/** A test message in its channel. */
interface Card {
  readonly channel: string;
  readonly mark: MessageMark;
  readonly since: Date;
}

/**
 * Posts a card as Copydesk does, edits it, looks it up by its metadata as Copydesk does after a lost answer, and takes it away again
 * whatever happened before.
 */
export async function tryCard(client: WebClient, apiUrl: string | undefined, channel: TestChannel): Promise<Finding> {
  const card: Card = {
    channel: channel.id,
    mark: messageMark(undefined, channel.id, `doctor/${randomUUID()}`),
    since: new Date(Date.now() - LOOK_BACK_MS),
  };
  const faults: Trouble[] = [];
  const warnings: Trouble[] = [];
  const attempt = async <T>(
    method: string,
    doing: string,
    work: () => Promise<T>,
    troubles: Trouble[] = faults,
  ): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      troubles.push(why(error, { method, doing: `${doing} the test card in ${channel.label}`, apiUrl }, TROUBLES));
      return undefined;
    }
  };

  const ts = await attempt('chat.postMessage', 'post', () => post(client, card));
  if (ts === undefined) return { kind: 'fault', troubles: faults };
  try {
    await attempt('chat.update', 'edit', () => edit(client, card, ts));
    for (const place of ['channel', 'thread'] as const) {
      const found = await lookUp(client, card, ts, place, apiUrl);
      if (found !== undefined) (found.kind === 'fault' ? faults : warnings).push(found.trouble);
    }
  } finally {
    // Copydesk itself deletes nothing.
    await attempt('chat.delete', 'delete', () => client.chat.delete({ channel: card.channel, ts }), warnings);
  }
  if (faults.length > 0)
    return { kind: 'fault', troubles: [...faults, ...warnings.map((minor) => ({ ...minor, isMinor: true as const }))] };
  if (warnings.length > 0) return { kind: 'warning', troubles: warnings };
  return ok(`posted in ${channel.label}, edited, found again by its metadata, and deleted`);
}

/** The `ts` of the message. When only Slack's answer was lost, it is taken away again. */
async function post(client: WebClient, card: Card): Promise<string> {
  try {
    const { ts }: WebAPICallResult & { readonly ts?: unknown } = await client.apiCall('chat.postMessage', {
      channel: card.channel,
      text: TEXT,
      blocks: blocksOf(TEXT, card.mark),
      metadata: metadataOf(card.mark),
      unfurl_links: false,
      unfurl_media: false,
    });
    if (typeof ts !== 'string') throw new Error('Slack did not say which message it is');
    return ts;
  } catch (error) {
    if (toDeliveryError(error, 'post').failure === 'ambiguous') await takeAway(client, card);
    throw error;
  }
}

async function takeAway(client: WebClient, card: Card): Promise<void> {
  try {
    for await (const { ts, raw } of readMessages(client, { channel: card.channel }, card.since))
      if (bearsMark(raw, card.mark)) await client.chat.delete({ channel: card.channel, ts });
  } catch {
    // What is said is why it could not be posted.
  }
}

async function edit(client: WebClient, { channel, mark }: Card, ts: string): Promise<void> {
  await client.chat.update({
    channel,
    ts,
    text: EDITED_TEXT,
    blocks: blocksOf(EDITED_TEXT, mark),
    metadata: metadataOf(mark),
  });
}

/** What exactly-once posting rests on: the message is in the channel or thread as Slack gives it, with its metadata. */
async function lookUp(
  client: WebClient,
  { channel, mark, since }: Card,
  ts: string,
  place: 'channel' | 'thread',
  apiUrl: string | undefined,
): Promise<{ readonly kind: 'fault' | 'warning'; readonly trouble: Trouble } | undefined> {
  const method = place === 'channel' ? 'conversations.history' : 'conversations.replies';
  let found: ReadMessage | undefined;
  try {
    for await (const message of readMessages(client, { channel, ...(place === 'thread' && { threadTs: ts }) }, since)) {
      if (message.ts !== ts) continue;
      found = message;
      break;
    }
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return { kind: 'warning', trouble: SELDOM };
    const attempt = { method, doing: `read the test card back from the ${place}`, apiUrl };
    return { kind: 'fault', trouble: why(error, attempt, TROUBLES) };
  }
  const { metadata } = (found?.raw ?? {}) as { readonly metadata?: unknown };
  if (bearsMark({ metadata }, mark)) return undefined;
  return {
    kind: 'fault',
    trouble: {
      what: `the ${place} as Slack gives it (${method}) has the test card ${found === undefined ? 'not at all' : 'without its metadata'}`,
      wayOut:
        'Copydesk cannot tell then whether a message went out when an answer of Slack is lost, and may post it twice. Try another channel; if it is the same there, report it.',
    },
  };
}

const SELDOM: Trouble = {
  what: 'Slack lets this app read conversations only seldom (429), so that a message whose answer was lost waits for long',
  wayOut:
    'That is so for apps that are distributed outside of the Slack Marketplace; an app that only your own workspace uses has no such limit.',
};

function blocksOf(text: string, mark: MessageMark): KnownBlock[] {
  return [
    ...markBlocks(
      [
        { type: 'section', text: { type: 'mrkdwn', text: `:stethoscope: ${text}` } },
        { type: 'context', elements: [{ type: 'plain_text', text: 'npm run doctor -- slack' }] },
      ],
      mark,
    ),
  ];
}
