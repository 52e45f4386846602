import type { WebClient } from '@slack/web-api';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { PaceRule, Pacer } from '../../src/delivery/pacer.ts';
import { DeliveryError, type MessageRef, type Messenger, type Outgoing } from '../../src/delivery/messenger.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { bearsMark, markBlocks, messageMark, metadataOf } from './message-mark.ts';
import { PLATFORM } from './platform.ts';
import { renderContent } from './render/content.ts';
import type { MessagePart, Part } from './render/part.ts';
import { simpleBlocks, textOnly } from './render/simplify.ts';
import { REQUEST_TIMEOUT_MS } from './slack-client.ts';
import {
  isBlockFault,
  isDeletedDuplicate,
  slackCodeOf,
  stillUnknown,
  toDeliveryError,
  unsent,
} from './slack-failures.ts';
import { readMessages } from './thread-reader.ts';
import { type Place, uploadFiles } from './upload-files.ts';

/** Slack: one message per second and channel. Edits and files count the same, to stay on the safe side. */
export const SLACK_PACE: readonly PaceRule[] = [{ count: 1, perMs: 1000, scope: 'channel' }];

/**
 * Who would wait longer for a turn comes again later, and leaves the place to other channels. Their turn is lost then: with three
 * seconds, the last of ten cards clicked in one channel was done after more than thirty, with ten after those that ten cards take.
 */
const PATIENCE_MS = 10_000;
/** Beside the request timeout: how much later than we think a request may have begun. */
const SETTLE_MARGIN_MS = 2000;
/** Our clock and Slack's need not agree. */
const CLOCK_MARGIN_MS = 60_000;
/** `text` of chat.update; chat.postMessage takes ten times as much. */
const UPDATED_TEXT_CHARS = 4000;

export interface SlackMessengerOptions {
  /** The client of a workspace, as `createSlackClient` makes it; it never retries by itself. */
  readonly clientOf: (workspace: string | undefined) => Promise<WebClient>;
  /** With {@link SLACK_PACE}. */
  readonly pacer: Pick<Pacer, 'turn' | 'waitMs'>;
  /** Whether a finished article is shown in the channel too. Default: yes. */
  readonly announce?: boolean;
  /** How long after it began a request may still arrive. Default: the timeout of a request and a margin. */
  readonly settleMs?: number;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * Posts, edits and finds messages in Slack, one request at a time and none twice. A message bears its key three times over, so that
 * one whose fate is unknown is looked for in the thread before it is sent again.
 */
export function createSlackMessenger({
  clientOf,
  pacer,
  announce = true,
  settleMs = REQUEST_TIMEOUT_MS + SETTLE_MARGIN_MS,
  log,
}: SlackMessengerOptions): Messenger {
  return {
    platform: PLATFORM,
    settleMs,
    partsOf: (content) => partsOf(content).map(({ name }) => name),

    async post(outgoing) {
      const part = partOf(outgoing);
      const files =
        part.kind === 'files'
          ? await part.make((failure) =>
              log.warn({ err: failure, post: outgoing.key }, 'A file is not what it should be'),
            )
          : [];
      const client = await openClient(outgoing.thread);
      const place = await placeOf(client, outgoing);
      await turn(place.channel);
      return part.kind === 'files'
        ? { channel: place.channel, file: await uploadFiles(client, place, files) }
        : await send(client, place, part, outgoing);
    },

    async edit(ref, outgoing) {
      const { channel, ts } = ref;
      const part = partOf(outgoing);
      if (typeof channel !== 'string' || typeof ts !== 'string' || part.kind !== 'message')
        throw new DeliveryError('Could not change a message in Slack: there is no such message.', {
          failure: 'refused',
          code: 'no-such-message',
        });
      const client = await openClient(outgoing.thread);
      await turn(channel);
      const mark = messageMark(outgoing.thread.workspace, channel, outgoing.key);
      await inSomeWay(`change a message in Slack channel ${channel}`, part, outgoing, UPDATED_TEXT_CHARS, (body) =>
        client.apiCall('chat.update', {
          channel,
          ts,
          ...body,
          ...(body.blocks && { blocks: markBlocks(body.blocks, mark) }),
          ...INERT,
        }),
      );
      return ref;
    },

    async find(outgoing, earlier) {
      const part = partOf(outgoing);
      const client = await openClient(outgoing.thread);
      const place = await placeOf(client, outgoing);
      const mark = messageMark(outgoing.thread.workspace, place.channel, outgoing.key);
      const since = new Date(earlier.sentAt.getTime() - CLOCK_MARGIN_MS);
      try {
        for await (const { ts, files, raw } of readMessages(client, place, since)) {
          if (part.kind === 'message') {
            if (bearsMark(raw, mark)) return { channel: place.channel, ts };
            continue;
          }
          const file = files.find(({ name, title }) => name === part.first.fileName && title === part.first.title);
          if (file !== undefined) return { channel: place.channel, file: file.id };
        }
        return undefined;
      } catch (error) {
        // Below a message that is gone there is nothing.
        if (slackCodeOf(error) === 'thread_not_found') return undefined;
        throw stillUnknown(toDeliveryError(error, `look for a message in Slack channel ${place.channel}`));
      }
    },
  };

  async function turn(channel: string): Promise<void> {
    const waitMs = pacer.waitMs(channel);
    if (waitMs > PATIENCE_MS)
      throw new DeliveryError(`Slack channel ${channel} is busy with other messages.`, {
        failure: 'not-sent',
        code: 'paced',
        retryAfterMs: waitMs,
      });
    await pacer.turn(channel);
  }

  async function openClient({ workspace }: Thread): Promise<WebClient> {
    try {
      return await clientOf(workspace);
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      throw new DeliveryError(
        `Could not write to Slack workspace ${workspace ?? '(the only one)'}: there is no token for it.`,
        {
          failure: 'not-sent',
          code: 'no-token',
          cause: error,
        },
      );
    }
  }

  async function send(client: WebClient, place: Place, part: MessagePart, outgoing: Outgoing): Promise<MessageRef> {
    const { channel, threadTs } = place;
    const doing = `post in Slack channel ${channel}`;
    const mark = messageMark(outgoing.thread.workspace, channel, outgoing.key);
    // A channel of its own has the thread; where people were talking already, only they are told.
    const isAnnounced =
      part.announces === true && announce && outgoing.thread.thread === undefined && !channel.startsWith('D');
    const result = await inSomeWay(doing, part, outgoing, undefined, async (body) => {
      const message = {
        channel,
        ...(threadTs !== undefined && { thread_ts: threadTs, ...(isAnnounced && { reply_broadcast: true }) }),
        ...body,
        ...(body.blocks && { blocks: markBlocks(body.blocks, mark) }),
        ...INERT,
        unfurl_links: false,
        unfurl_media: false,
        metadata: metadataOf(mark),
      };
      try {
        return await client.apiCall('chat.postMessage', { ...message, client_msg_id: mark.clientMsgId });
      } catch (error) {
        // It was posted and is gone: now it is posted as a new one.
        if (isDeletedDuplicate(error)) return await client.apiCall('chat.postMessage', message);
        throw error;
      }
    });
    const ts = 'ts' in result ? result.ts : undefined;
    if (typeof ts !== 'string')
      throw new DeliveryError(`Could not ${doing}: the answer does not say which message it became.`, {
        failure: 'ambiguous',
        code: 'no-ts',
        answered: true,
      });
    return { channel: 'channel' in result && typeof result.channel === 'string' ? result.channel : channel, ts };
  }

  /** A message that Slack does not take for its blocks is sent in plainer ones, and at last without any, rather than lost. */
  async function inSomeWay<T>(
    doing: string,
    part: MessagePart,
    { key, content }: Outgoing,
    maxTextChars: number | undefined,
    attempt: (body: Body) => Promise<T>,
  ): Promise<T> {
    const { text, blocks } = part;
    const ways: readonly (() => Body)[] = [
      () => ({ text, blocks }),
      () => ({ text, blocks: simpleBlocks(blocks) }),
      () => ({ text: textOnly(blocks, messages(content.frame.language), maxTextChars) }),
    ];
    let failure: unknown;
    for (const way of ways) {
      try {
        return await attempt(way());
      } catch (error) {
        if (!isBlockFault(error)) throw toDeliveryError(error, doing);
        log.warn(
          { post: key, code: slackCodeOf(error) },
          'Slack did not take the blocks of a message: it gets plainer ones',
        );
        failure = error;
      }
    }
    throw toDeliveryError(failure, doing);
  }
}

type Body = Pick<MessagePart, 'text'> & Partial<Pick<MessagePart, 'blocks'>>;

/** What people and models write mentions nobody and formats nothing. */
const INERT = { parse: 'none', link_names: false } as const;

const rendered = new WeakMap<ChatContent, ReturnType<typeof renderContent>>();

/** Rendered once, for whoever asks for its parts, and for each of them. */
function partsOf(content: ChatContent): ReturnType<typeof renderContent> {
  const known = rendered.get(content) ?? renderContent(content);
  rendered.set(content, known);
  return known;
}

function partOf({ content, part: name }: Outgoing): Part {
  const parts = partsOf(content);
  return (name === undefined ? undefined : parts.find((part) => part.name === name)) ?? parts[0];
}

/** The channel and thread to write to. A person is written to in the conversation they have with the bot. */
async function placeOf(client: WebClient, { thread, root }: Outgoing): Promise<Place> {
  const { channel } = thread;
  if (/^[UW]/.test(channel)) return { channel: await openConversation(client, channel) };
  const threadTs = thread.thread ?? (typeof root?.['ts'] === 'string' ? root['ts'] : undefined);
  return { channel, ...(threadTs !== undefined && { threadTs }) };
}

/** Opening it again does nothing, so whatever fails here has sent nothing. */
async function openConversation(client: WebClient, user: string): Promise<string> {
  const doing = `write to Slack user ${user}`;
  try {
    const { channel } = await client.conversations.open({ users: user });
    if (channel?.id !== undefined) return channel.id;
  } catch (error) {
    throw unsent(toDeliveryError(error, doing));
  }
  throw new DeliveryError(`Could not ${doing}: Slack opened no conversation.`, {
    failure: 'not-sent',
    code: 'no-conversation',
  });
}
