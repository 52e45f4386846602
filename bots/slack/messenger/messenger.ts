import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import {
  DeliveryError,
  type Message,
  type MessageRef,
  type Messenger,
  type Place,
} from '../../../src/delivery/messenger.ts';
import { textsToRead } from '../../../src/cards/card-of.ts';
import type { DocumentReader } from '../../../src/document/document-reader.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { bearsMark, markBlocks, messageMark, metadataOf } from './message-mark.ts';
import { PLATFORM } from '../platform.ts';
import { createSlackLimits, SLACK_PACE, type SlackPace } from './rate-limits.ts';
import { renderContent } from '../render/content.ts';
import { sessionRef, setSession } from './session.ts';
import { isBrokenStream, streamedText, streamText } from './stream-text.ts';
import type { MessagePart, Part, SessionPart } from '../render/part.ts';
import { simpleBlocks, textOnly } from '../render/simplify.ts';
import { REQUEST_TIMEOUT_MS } from '../connect/slack-client.ts';
import {
  type About,
  begun,
  isBlockFault,
  isDeletedDuplicate,
  slackCodeOf,
  stillUnknown,
  toDeliveryError,
  unsent,
} from './slack-failures.ts';
import { readMessages } from './thread-reader.ts';
import { type Address, uploadFiles } from './upload-files.ts';
import { deliveredAt, toFilesRef } from './delivered-at.ts';
import { isDirect } from '../listeners/tell.ts';
import { isShut } from '../connect/channels.ts';
import { linkTo, type Workspace } from '../connect/workspaces.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { OtherCard } from '../../../src/storage/follower-work.ts';
import type { DeliveredAt } from '../../../src/cards/status-card.ts';

/** Beside the request timeout: how much later than we think a request may have begun. */
const SETTLE_MARGIN_MS = 2000;
/** Our clock and Slack's need not agree. */
const CLOCK_MARGIN_MS = 60_000;
/** `text` of chat.update; chat.postMessage takes ten times as much. */
const UPDATED_TEXT_CHARS = 4000;
const DIGEST_CHARS = 32;
/** Somebody may install the app again. */
const NO_AGENT_MS = 60 * 60_000;
/** People whose conversation with us is known. */
const REMEMBERED_PEOPLE = 5000;

export interface SlackMessengerOptions {
  /** The client of a workspace, as `createSlackClient` makes it; it never retries by itself. */
  readonly clientOf: (workspace: string | undefined) => Promise<WebClient>;
  /** Who we are in a workspace, for addresses of messages and files. Absent: they are not known. */
  readonly identify?: (workspace: string | undefined) => Promise<Pick<Workspace, 'url' | 'botUserId'>>;
  /** Default: {@link SLACK_PACE}. */
  readonly pace?: SlackPace;
  /** Is told that a channel does not take our messages any more. */
  readonly onShut?: (workspace: string, channel: string) => void;
  /** Whether a finished article is shown in the channel too. Default: yes. */
  readonly announce?: boolean;
  /** How long after it began a request may still arrive. Default: the timeout of a request and a margin. */
  readonly settleMs?: number;
  readonly log: { warn(fields: object, message: string): void };
  /** Reads long texts without holding up the event loop. Default: they are read here and now. */
  readonly reader?: DocumentReader;
}

/**
 * Posts, edits and finds messages in Slack, none twice. A message bears its key three times over, so that one whose fate is unknown is
 * looked for in the thread before it is sent again. One call of a messenger is one request, but for files, a first message to a person,
 * and blocks that Slack does not take.
 */
export function createSlackMessenger({
  clientOf,
  identify,
  onShut,
  pace = SLACK_PACE,
  announce = true,
  settleMs = REQUEST_TIMEOUT_MS + SETTLE_MARGIN_MS,
  log,
  reader,
}: SlackMessengerOptions): Messenger<Part> {
  const limits = createSlackLimits(pace);
  /** The channels in which we talk with people, by workspace and person: they never change. */
  const conversations = new LRUCache<string, string>({ max: REMEMBERED_PEOPLE });
  /** Workspaces in which we are no agent; looked at anew after a while. */
  const noAgent = new LRUCache<string, true>({ max: REMEMBERED_PEOPLE, ttl: NO_AGENT_MS });

  return {
    platform: PLATFORM,
    settleMs,
    isOfTwo: ({ channel }) => isDirect(channel),

    async render(content) {
      await reader?.prime(textsToRead(content));
      const [first, ...more] = renderContent(content, await whereDelivered(content));
      return [toMessage(first), ...more.map(toMessage)];
    },

    limits: (call, thread, { body }) =>
      limits.of(call, thread, {
        isUpload: body.kind === 'files',
        isSession: body.kind === 'session',
        opens: call !== 'edit' && isPerson(thread) && !conversations.has(conversationKey(thread)),
      }),

    post: ({ body: part }, place) =>
      watched(place.thread, async () => {
        const files =
          part.kind === 'files'
            ? await part.make({
                report: (failure) => log.warn({ err: failure, post: place.key }, 'A file is not what it should be'),
                ...(reader !== undefined && { reader }),
              })
            : [];
        const client = await openClient(place.thread);
        const address = await addressOf(client, place);
        // Nothing waits for what only says how our session stands: the next change says it again.
        if (part.kind === 'session')
          return await session(client, address, part, place).catch(() =>
            sessionRef(address.channel, address.threadTs ?? ''),
          );
        return part.kind === 'files'
          ? toFilesRef(address.channel, await uploadFiles(client, address, files, about('files', place.thread)))
          : ((await streamed(client, address, part, place)) ?? (await send(client, address, part, place)));
      }),

    edit: async (ref, { body: part }, place) => await edit(ref, part, place),

    async find({ body: part }, place, earlier) {
      // Set again, it is the same.
      if (part.kind === 'session') return undefined;
      const client = await openClient(place.thread);
      const address = await addressOf(client, place);
      const mark = messageMark(place.thread.workspace, address.channel, place.key);
      const since = new Date(earlier.sentAt.getTime() - CLOCK_MARGIN_MS);
      try {
        for await (const { ts, files, raw } of readMessages(client, address, since)) {
          if (part.kind === 'message') {
            const ref = { channel: address.channel, ts };
            if (bearsMark(raw, mark)) return ref;
            const text = isStreamed(place) ? streamedText(part) : undefined;
            if (text === undefined || !isBrokenStream(raw, text)) continue;
            // What broke off is made whole before it counts as found; what cannot be is none.
            const whole = await edit(ref, part, place).catch(unlessRefused);
            if (whole !== undefined) return whole;
            continue;
          }
          const isIt = files.some(({ name, title }) => name === part.first.fileName && title === part.first.title);
          if (isIt) return toFilesRef(address.channel, files);
        }
        return undefined;
      } catch (error) {
        // A deleted message has no thread to search.
        if (slackCodeOf(error) === 'thread_not_found') return undefined;
        const doing = `look for a message in Slack channel ${address.channel}`;
        throw stillUnknown(toDeliveryError(error, doing, about('read', place.thread)));
      }
    },
  };

  async function edit(ref: MessageRef, part: Part, place: Place): Promise<MessageRef> {
    const { channel, ts } = ref;
    if (part.kind === 'session') {
      const client = await openClient(place.thread);
      return await session(client, await addressOf(client, place), part, place);
    }
    if (typeof channel !== 'string' || typeof ts !== 'string' || part.kind !== 'message')
      throw new DeliveryError('Could not change a message in Slack: there is no such message.', {
        failure: 'refused',
        code: 'no-such-message',
      });
    const client = await openClient(place.thread);
    const mark = messageMark(place.thread.workspace, channel, place.key);
    const way = {
      doing: `change a message in Slack channel ${channel}`,
      about: about('update', place.thread),
      maxTextChars: UPDATED_TEXT_CHARS,
    };
    await inSomeWay(way, part, place, (body) =>
      client.apiCall('chat.update', {
        channel,
        ts,
        ...body,
        ...(body.blocks && { blocks: markBlocks(body.blocks, mark) }),
        ...INERT,
      }),
    );
    return ref;
  }

  /** Another article's thread, where that is in Slack, too. */
  async function whereOther({ thread, ref }: OtherCard): Promise<DeliveredAt | undefined> {
    const { channel, ts } = ref;
    if (thread.platform !== PLATFORM || typeof channel !== 'string' || typeof ts !== 'string') return undefined;
    const workspace = await identify?.(thread.workspace).catch(() => undefined);
    return workspace && { article: linkTo(workspace.url, channel, ts, thread.thread), files: [] };
  }

  /** Without the addresses when Slack does not say who we are: a later edit has them. */
  async function whereDelivered(content: ChatContent): Promise<DeliveredAt | undefined> {
    if (content.kind === 'notice' && content.card !== undefined) return await whereOther(content.card);
    if (content.kind !== 'status' || content.delivered === undefined) return undefined;
    const workspace = await identify?.(content.frame.workspace).catch(() => undefined);
    return deliveredAt(content.delivered, workspace);
  }

  /** Who asks next whether we can write there is not told what was so before. */
  async function watched<T>({ workspace = '', channel }: Thread, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof DeliveryError && isShut(error.code)) onShut?.(workspace, channel);
      throw error;
    }
  }

  function about(call: keyof SlackPace, thread: Thread): About {
    return {
      call: limits.key(call, thread),
      channel: limits.key('post', thread),
      workspace: limits.key('workspace', thread),
    };
  }

  /** A draft that comes bit by bit, replaced by its card. Undefined: there is no such message, and a plain one is sent. */
  async function streamed(
    client: WebClient,
    address: Address,
    part: MessagePart,
    place: Place,
  ): Promise<MessageRef | undefined> {
    const text = isStreamed(place) && address.threadTs !== undefined ? streamedText(part) : undefined;
    const ts = text === undefined ? undefined : await streamText(client, address, text);
    if (ts === undefined) return undefined;
    try {
      // Nothing when somebody has deleted it.
      return await edit({ channel: address.channel, ts }, part, place).catch(unlessRefused);
    } catch (error) {
      throw error instanceof DeliveryError ? begun(error) : error;
    }
  }

  /** Where the app is no agent, Slack is told once, and not asked again. */
  async function session(
    client: WebClient,
    { channel, threadTs }: Address,
    part: SessionPart,
    { thread }: Place,
  ): Promise<MessageRef> {
    const { workspace = '' } = thread;
    if (threadTs === undefined || noAgent.has(workspace)) return sessionRef(channel, threadTs ?? '');
    try {
      return await setSession(client, { channel, threadTs }, part);
    } catch (error) {
      const why = toDeliveryError(error, 'say in Slack how an article stands', about('session', thread));
      if (why.failure !== 'refused') throw why;
      noAgent.set(workspace, true);
      log.warn(
        { code: why.code },
        'Slack shows no state of sessions: install the app again from bots/slack/manifest.yaml',
      );
      return sessionRef(channel, threadTs);
    }
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

  /** The channel and thread to write to. A person is written to in the conversation they have with the bot. */
  async function addressOf(client: WebClient, { thread, root }: Place): Promise<Address> {
    const { channel } = thread;
    if (isPerson(thread)) return { channel: await conversationWith(client, thread) };
    const threadTs = thread.thread ?? (typeof root?.['ts'] === 'string' ? root['ts'] : undefined);
    return { channel, ...(threadTs !== undefined && { threadTs }) };
  }

  /** Opening it again does nothing, so whatever fails here has sent nothing. */
  async function conversationWith(client: WebClient, thread: Thread): Promise<string> {
    const key = conversationKey(thread);
    const known = conversations.get(key);
    if (known !== undefined) return known;
    const doing = `write to Slack user ${thread.channel}`;
    try {
      const { channel } = await client.conversations.open({ users: thread.channel });
      if (channel?.id !== undefined) {
        conversations.set(key, channel.id);
        return channel.id;
      }
    } catch (error) {
      throw unsent(toDeliveryError(error, doing, about('open', thread)));
    }
    throw new DeliveryError(`Could not ${doing}: Slack opened no conversation.`, {
      failure: 'not-sent',
      code: 'no-conversation',
    });
  }

  async function send(
    client: WebClient,
    { channel, threadTs }: Address,
    part: MessagePart,
    place: Place,
  ): Promise<MessageRef> {
    const doing = `post in Slack channel ${channel}`;
    const mark = messageMark(place.thread.workspace, channel, place.key);
    // Only an article with a thread of its own is announced in the channel; in a thread of people it stays there.
    const isAnnounced =
      part.announces === true && announce && place.thread.thread === undefined && !channel.startsWith('D');
    const result = await inSomeWay({ doing, about: about('post', place.thread) }, part, place, async (body) => {
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

  /**
   * A message that Slack does not take for its blocks is sent in plainer ones, and at last without any, rather than lost. That happens
   * so rarely that it uses up no further turns: should it be one too many, Slack says so, and all of it is tried again.
   */
  async function inSomeWay<T>(
    { doing, about: what, maxTextChars }: Way,
    { text, blocks }: MessagePart,
    { key, content }: Place,
    attempt: (body: Body) => Promise<T>,
  ): Promise<T> {
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
        if (!isBlockFault(error)) throw toDeliveryError(error, doing, what);
        log.warn(
          { post: key, code: slackCodeOf(error) },
          'Slack did not take the blocks of a message: it gets plainer ones',
        );
        failure = error;
      }
    }
    throw toDeliveryError(failure, doing, what);
  }
}

interface Way {
  readonly doing: string;
  readonly about: About;
  /** Default: as much as a new message takes. */
  readonly maxTextChars?: number;
}

type Body = Pick<MessagePart, 'text'> & Partial<Pick<MessagePart, 'blocks'>>;

/** What people and models write mentions nobody and formats nothing. */
const INERT = { parse: 'none', link_names: false } as const;

function toMessage(part: Part): Message<Part> {
  const digest = createHash('sha256')
    .update(JSON.stringify(shownIn(part)))
    .digest('hex')
    .slice(0, DIGEST_CHARS);
  return { name: part.name, digest, body: part };
}

/** @throws what was thrown, unless Slack will say the same again */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof DeliveryError) || error.failure !== 'refused') throw error;
}

/** Nobody else has to watch it: in a channel a stream is seen by one person alone. */
function isStreamed({ content, thread }: Place): boolean {
  return content.kind === 'draft' && thread.channel.startsWith('D');
}

function shownIn(part: Part): readonly unknown[] {
  switch (part.kind) {
    case 'message':
      return [part.text, part.blocks];
    case 'files':
      return [part.first, part.source];
    case 'session':
      return [part.status, part.title];
    default:
      return part satisfies never;
  }
}

function isPerson({ channel }: Thread): boolean {
  return /^[UW]/.test(channel);
}

function conversationKey({ workspace = '', channel }: Thread): string {
  return `${workspace}/${channel}`;
}
