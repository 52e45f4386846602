import { createHash } from 'node:crypto';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import {
  type CallKind,
  DeliveryError,
  type Limit,
  type Message,
  type MessageRef,
  type Messenger,
  type Place,
} from '../../src/delivery/messenger.ts';
import type { Thread } from '../../src/protocol/thread.ts';

/** One message as it stands in the thread. */
export interface PostedMessage {
  readonly key: string;
  readonly thread: Thread;
  /** What it was posted below. */
  readonly root?: MessageRef;
  readonly name: string;
  content: ChatContent;
  edits: number;
}

export interface RecordedCall {
  readonly call: Exclude<CallKind, 'upload'>;
  readonly key: string;
  readonly channel: string;
  readonly content: ChatContent;
  readonly at: number;
}

/** `lost`: done, but the answer never arrives · `afterwards`: done, and then answered once that is over · any error: thrown instead. */
export type MessengerFault = Error | 'lost' | { readonly afterwards: () => Promise<void> };

export interface RecordingMessenger extends Messenger<ChatContent> {
  /** In the order in which they were posted; a message posted twice is there twice. */
  readonly messages: readonly PostedMessage[];
  /** Everything that was asked of it, in order. */
  readonly calls: readonly RecordedCall[];
  /** What the next calls do instead of succeeding, first come first served. */
  fail(...faults: readonly MessengerFault[]): void;
  /** The same for the calls that `when` picks, as often as it does. Answers how to stop it. */
  failWhen(when: (call: RecordedCall) => boolean, fault: MessengerFault): () => void;
}

export interface RecordingOptions {
  readonly platform?: string;
  /** Default: 0, as a platform that posts once per key. */
  readonly settleMs?: number;
  readonly limits?: Messenger['limits'];
  /** Names of the messages that a content takes. Default: `card`. */
  readonly parts?: (content: ChatContent) => readonly [string, ...string[]];
  /** Names of those that are files beside the others. */
  readonly beside?: readonly string[];
}

const NO_LIMITS = (): readonly Limit[] => [];

/** A platform in memory, with the ways in which platforms fail. */
export function createRecordingMessenger({
  platform = 'memory',
  settleMs = 0,
  limits = NO_LIMITS,
  parts = () => ['card'],
  beside = [],
}: RecordingOptions = {}): RecordingMessenger {
  const messages: PostedMessage[] = [];
  const calls: RecordedCall[] = [];
  const faults: MessengerFault[] = [];
  const standing: { readonly when: (call: RecordedCall) => boolean; readonly fault: MessengerFault }[] = [];
  const lost = new DeliveryError('The answer was lost', { failure: 'ambiguous', code: 'lost' });

  /** @throws the fault, unless the call is to be done all the same; answers how it ends then */
  async function meet(call: RecordedCall['call'], place: Place): Promise<() => Promise<void>> {
    const recorded = { call, key: place.key, channel: place.thread.channel, content: place.content, at: Date.now() };
    calls.push(recorded);
    const fault = standing.find(({ when }) => when(recorded))?.fault ?? (call === 'find' ? undefined : faults.shift());
    if (fault instanceof Error) throw fault;
    if (fault === undefined) return async () => undefined;
    return fault === 'lost' ? () => Promise.reject(lost) : fault.afterwards;
  }

  const toMessage = (name: string, content: ChatContent): Message<ChatContent> => ({
    name,
    digest: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    ...(beside.includes(name) && { isBeside: true }),
    body: content,
  });

  return {
    platform,
    settleMs,
    messages,
    calls,
    limits,
    fail: (...more) => void faults.push(...more),
    failWhen(when, fault) {
      const one = { when, fault };
      standing.push(one);
      return () => void standing.splice(standing.indexOf(one), 1);
    },
    async render(content) {
      const [first, ...others] = parts(content);
      return [toMessage(first, content), ...others.map((name) => toMessage(name, content))];
    },
    async post({ name, body }, place) {
      const end = await meet('post', place);
      const known = settleMs === 0 ? messages.findIndex(({ key }) => key === place.key) : -1;
      const index = known === -1 ? messages.length : known;
      const { key, thread, root } = place;
      messages[index] = { key, thread, ...(root !== undefined && { root }), name, content: body, edits: 0 };
      await end();
      return { message: index };
    },
    async edit(ref: MessageRef, { body }, place) {
      const end = await meet('edit', place);
      const message = messages[Number(ref['message'])];
      if (message === undefined)
        throw new DeliveryError('No such message', { failure: 'refused', code: 'message_not_found' });
      message.content = body;
      message.edits += 1;
      await end();
      return ref;
    },
    async find(_message, place) {
      await meet('find', place);
      const index = messages.findIndex(({ key }) => key === place.key);
      return index === -1 ? undefined : { message: index };
    },
  };
}
