import type { Thread } from '../protocol/thread.ts';
import type { ChatContent } from './chat-content.ts';

/** What a platform needs to find a message again: Slack `{ channel, ts }`, Telegram `{ chat, message }`. Plain JSON, stored with the message. */
export type MessageRef = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/** One message of the platform's own making, as `render` makes it. */
export interface Message<Body = unknown> {
  /** Unique within the content, the same on every attempt: `card`, `text-2`, `file`. */
  readonly name: string;
  /** Of what people see: an edit to the same digest is none. At most 64 characters. */
  readonly digest: string;
  /** A file beside what the others say: where messages have to wait for their turns, it comes behind the cards of later entries. */
  readonly isBeside?: true;
  readonly body: Body;
}

/** Where a message belongs. */
export interface Place {
  /** Unique, the same on every attempt: `<articleId>/<follower>/<seq>/<name>`. */
  readonly key: string;
  readonly thread: Thread;
  /** The article's first message in this thread, when it is out: platforms without threads of their own reply to it. */
  readonly root?: MessageRef;
  readonly content: ChatContent;
  /** The messages of the same content that are out already, by their names. */
  readonly siblings: ReadonlyMap<string, MessageRef>;
}

/** An attempt that began and of which nobody knows how it ended. */
export interface EarlierAttempt {
  readonly sentAt: Date;
  readonly attempt: number;
}

/** `upload`: a message that is made of files. */
export type CallKind = 'post' | 'edit' | 'upload' | 'find';

/**
 * A limit of the platform that a call uses up. The scheduler keeps a moment for each key (GCRA): a call may go when it is at most
 * `burst − 1` intervals ahead of the even pace.
 */
export interface Limit {
  /** What it is about: `post:T1:C1`, `update:T1`, `chat:-100123`. The same for all processes. */
  readonly key: string;
  /** The even pace, in milliseconds per call. */
  readonly everyMs: number;
  /** Calls that may go at once after a quiet time. At least 1. */
  readonly burst: number;
}

/**
 * The port to one chat platform. A messenger sends once per call, neither waits for a turn nor retries; it throws {@link DeliveryError}
 * and nothing else, but for faults of ours. `test/contracts/messenger.ts` is what each has to pass.
 */
export interface Messenger<Body = unknown> {
  readonly platform: string;
  /** How long after it began a send may still arrive: the request timeout and a margin, in milliseconds. Zero when `post` itself is idempotent: posted again under the same key, a message is replaced. */
  readonly settleMs: number;
  /** Whether a thread of the platform is a conversation of the bot with one person: nobody else is reached there. Absent: none is. */
  isOfTwo?(this: void, thread: Thread): boolean;
  /** The messages that a content takes, in order, the one with the buttons first; never none. The same for the same content. */
  render(content: ChatContent): Promise<readonly [Message<Body>, ...Message<Body>[]]>;
  /** What a call uses up, the limit that a refusal to serve is about first. Empty: the platform takes all that comes. */
  limits(call: CallKind, thread: Thread, message: Message<Body>): readonly Limit[];
  /**
   * Asked before a message that is not out yet takes its turn: what call posting it will be. `edit`: it goes into a message that is there
   * already, since a new one would have to wait for `waitMs`; that stands from then on. Absent: always `post`. Throws `not-sent` or
   * `ambiguous` when that cannot be told now.
   */
  callFor?(message: Message<Body>, place: Place, waitMs: number): Promise<CallKind>;
  /** Posts a new message. Throws `ambiguous` when it may or may not have been posted. */
  post(message: Message<Body>, place: Place): Promise<MessageRef>;
  /** Replaces a message. Replacing it by the same content is a success. May return a new reference. */
  edit(ref: MessageRef, message: Message<Body>, place: Place): Promise<MessageRef>;
  /** After an ambiguous attempt: the message if it is in the thread, undefined if it surely is not. Throws `ambiguous` when that cannot be told now. */
  find(message: Message<Body>, place: Place, earlier: EarlierAttempt): Promise<MessageRef | undefined>;
}

/**
 * `not-sent`: nothing left this machine, or the platform said no for now: try again · `ambiguous`: look before trying again ·
 * `refused`: the platform will not take it, and trying again is useless.
 */
export type DeliveryFailure = 'not-sent' | 'ambiguous' | 'refused';

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly failure: DeliveryFailure;
  /** The platform's own word: `not_in_channel`, `429`. */
  readonly code: string;
  /** How long the platform asks to wait. */
  readonly retryAfterMs: number | undefined;
  /** The platform answered, if only with an error: nothing is under way any more, so that one may look at once. */
  readonly answered: boolean;
  /** Key of the {@link Limit} that has to cool down. Absent: the first of the call. */
  readonly about: string | undefined;

  constructor(
    message: string,
    options: {
      failure: DeliveryFailure;
      code: string;
      retryAfterMs?: number;
      answered?: boolean;
      about?: string;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.failure = options.failure;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
    this.answered = options.answered ?? false;
    this.about = options.about;
  }
}

/** Whether an HTTP status comes from the platform itself. When a gateway on the way gave up (502, 504, Cloudflare's 520 and up), the request may still be under way behind it. */
export function isPlatformStatus(status: number): boolean {
  return status !== 502 && status !== 504 && status < 520;
}
