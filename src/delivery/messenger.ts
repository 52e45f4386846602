import type { Thread } from '../protocol/thread.ts';
import type { ChatContent } from './chat-content.ts';

/** What a platform needs to find a message again: Slack `{ channel, ts }`, Telegram `{ chat, message }`. Plain JSON, stored in the outbox. */
export type MessageRef = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/** One message to bring into a thread. */
export interface Outgoing {
  /** `<articleId>/<post key>`, or `<articleId>/<post key>/<part>`: unique, the same on every attempt. */
  readonly key: string;
  readonly thread: Thread;
  /** The article's first message, when it is out: platforms without threads of their own reply to it. */
  readonly root?: MessageRef;
  readonly content: ChatContent;
  /** Which of the messages that the content takes, by its name in {@link Messenger.partsOf}. Absent: the only one; in an edit the first. */
  readonly part?: string;
}

/** An attempt that began and of which nobody knows how it ended. */
export interface EarlierAttempt {
  readonly sentAt: Date;
  readonly attempt: number;
}

/**
 * The port to one chat platform. A messenger sends once per call and never retries by itself; it throws {@link DeliveryError}
 * and nothing else. `test/contracts/messenger.ts` is what each has to pass.
 */
export interface Messenger {
  readonly platform: string;
  /** How long after it began a send may still arrive: the request timeout and a margin, in milliseconds. Zero when `post` itself is idempotent. */
  readonly settleMs: number;
  /** Posts a new message. Throws `ambiguous` when it may or may not have been posted. */
  post(outgoing: Outgoing): Promise<MessageRef>;
  /** Replaces a message. Replacing it by the same content is a success. May return a new reference. */
  edit(ref: MessageRef, outgoing: Outgoing): Promise<MessageRef>;
  /**
   * Names of the messages that the content takes, in order, the one with buttons first: `['card', 'file']`. A pure function of the
   * content, the same on every attempt. Absent, or of one name: a single message. Each part is posted once, on its own.
   */
  partsOf?(content: ChatContent): readonly string[];
  /** After an ambiguous attempt: the message if it is in the thread, undefined if it surely is not. Throws `ambiguous` when that cannot be told now. */
  find(outgoing: Outgoing, earlier: EarlierAttempt): Promise<MessageRef | undefined>;
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
  /**
   * Whether the platform answered, if only that it failed: of this request nothing is under way any more, so that after `ambiguous`
   * one may look at once instead of waiting for {@link Messenger.settleMs}. Default: no.
   */
  readonly answered: boolean;

  constructor(
    message: string,
    options: { failure: DeliveryFailure; code: string; retryAfterMs?: number; answered?: boolean; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.failure = options.failure;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
    this.answered = options.answered ?? false;
  }
}

/** Whether an HTTP status comes from the platform itself. When a gateway on the way gave up (502, 504, Cloudflare's 520 and up), the request may still be under way behind it. */
export function isPlatformStatus(status: number): boolean {
  return status !== 502 && status !== 504 && status < 520;
}
