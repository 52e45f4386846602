import type { Logger } from '../lib/logger.ts';
import type { MessageWrite } from '../storage/follower-store.ts';
import type { StoredMessage } from '../storage/follower-work.ts';
import { backoff } from './backoff.ts';
import { ComeBack, Refused } from './interruptions.ts';
import type { Lease } from './lease.ts';
import {
  type CallKind,
  DeliveryError,
  type Message,
  type MessageRef,
  type Messenger,
  type Place,
} from './messenger.ts';
import { limitFor, type Priority, type Scheduler } from './scheduler.ts';

/** One message of the thread, as it has to be. */
export interface Outgoing {
  readonly seq: number;
  readonly kind: string;
  readonly message: Message;
  readonly place: Place;
  readonly live: boolean;
  readonly priority: Priority;
}

export interface SenderOptions {
  readonly messenger: Messenger;
  readonly scheduler: Scheduler;
  readonly lease: Lease;
  readonly leaseMs: number;
  /** The first pause before something is tried again, milliseconds. */
  readonly retryMs: number;
  readonly signal: AbortSignal;
  readonly log: Pick<Logger, 'warn'>;
}

/** Sends single messages under a lease. Notes with the lease what became of them. Both throw what `interruptions.ts` has. */
export interface Sender {
  /** @param earlier what is known of it @param patienceMs how long it may wait for its turn */
  post(outgoing: Outgoing, earlier: StoredMessage | undefined, patienceMs: number): Promise<MessageRef>;
  /** A message that cannot be edited stays as it is. */
  edit(outgoing: Outgoing, ref: MessageRef, patienceMs: number): Promise<MessageRef>;
  /** The message of an attempt whose end is unknown, if it is there. */
  find(outgoing: Outgoing, earlier: StoredMessage, patienceMs: number): Promise<MessageRef | undefined>;
}

export function createSender(options: SenderOptions): Sender {
  const { messenger, scheduler, lease, leaseMs, retryMs, signal, log } = options;
  const { settleMs } = messenger;
  /** Posting it again has no second effect: nothing is written before, and nothing is looked for. */
  const isIdempotent = settleMs === 0;

  /** Waits until the call may go, and writes down what was noted, and that it is about to go. */
  async function takeTurn(
    kind: CallKind,
    { message, place, priority }: Outgoing,
    patienceMs: number,
    sending?: MessageWrite,
  ): Promise<void> {
    const limits = messenger.limits(kind, place.thread, message);
    const call = { id: `${kind} ${place.key}`, limits, priority };
    const held = limits.map((limit) => limitFor(limit, priority));
    for (;;) {
      const waitMs = await scheduler.turn(call, { patienceMs, signal });
      if (waitMs > 0) throw new ComeBack(waitMs);
      if (limits.length === 0 && sending === undefined) return;
      let blocked: Awaited<ReturnType<Lease['advance']>>;
      try {
        blocked = await lease.advance({ limits: held, ...(sending !== undefined && { sending }) });
      } catch (error) {
        scheduler.giveBack(call);
        throw error;
      }
      if (blocked === undefined) return;
      scheduler.giveBack(call);
      const { key, waitMs: forMs } = blocked;
      const limit = held.find((one) => one.key === key);
      if (limit !== undefined) scheduler.coolDown(limit, forMs);
    }
  }

  /** What the platform asks for is kept by all. To be asked to wait is no trouble, and no line in the log. */
  function coolDown(kind: CallKind, { message, place }: Outgoing, error: DeliveryError): void {
    const { about, code, retryAfterMs } = error;
    if (retryAfterMs === undefined) {
      if (error.failure !== 'refused')
        log.warn({ message: place.key, code, reason: error.message }, `Could not ${kind} a message; it is tried again`);
      return;
    }
    const limits = messenger.limits(kind, place.thread, message);
    const key = about ?? limits[0]?.key;
    if (key === undefined) return;
    const limit = limits.find((one) => one.key === key) ?? { key, everyMs: 0, burst: 1 };
    scheduler.coolDown(limit, retryAfterMs);
    lease.noteCoolDown({ ...limit, forMs: retryAfterMs });
  }

  async function find(
    outgoing: Outgoing,
    { sentAt, attempt }: Pick<StoredMessage, 'sentAt' | 'attempt'>,
    patienceMs: number,
  ): Promise<MessageRef | undefined> {
    await takeTurn('find', outgoing, patienceMs);
    lease.check();
    try {
      const ref = await messenger.find(outgoing.message, outgoing.place, { sentAt, attempt });
      if (ref !== undefined)
        log.warn({ message: outgoing.place.key }, 'A message whose sending had an unknown end was found in the thread');
      return ref;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (error.failure === 'refused') throw new Refused(error);
      coolDown('find', outgoing, error);
      throw new ComeBack(error.retryAfterMs ?? backoff(retryMs, attempt));
    }
  }

  /** What posting the message takes: a platform may put it into one that is there, when a new one would have to wait. */
  async function callFor({ message, place, priority }: Outgoing, attempt: number): Promise<CallKind> {
    if (messenger.callFor === undefined) return 'post';
    const limits = messenger.limits('post', place.thread, message);
    const waitMs = scheduler.waitMs({ id: `post ${place.key}`, limits, priority });
    try {
      return await messenger.callFor(message, place, waitMs);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      throw new ComeBack(error.retryAfterMs ?? backoff(retryMs, attempt));
    }
  }

  async function post(outgoing: Outgoing, earlier: StoredMessage | undefined, patienceMs: number): Promise<MessageRef> {
    const note = (phase: MessageWrite['phase'], more: Pick<MessageWrite, 'ref' | 'lookInMs'> = {}): void =>
      lease.note({ messages: [toWrite(outgoing, phase, more)] });
    const confirm = (ref: MessageRef): MessageRef => {
      note('sent', { ref });
      return ref;
    };

    if (earlier?.phase === 'sending' && !isIdempotent) {
      if (earlier.lookInMs > 0) throw new ComeBack(earlier.lookInMs);
      const ref = await find(outgoing, earlier, patienceMs);
      if (ref !== undefined) {
        // It shows what was to be shown then.
        lease.note({ messages: [{ ...toWrite(outgoing, 'sent', { ref }), digest: earlier.digest }] });
        return earlier.digest === outgoing.message.digest ? ref : await edit(outgoing, ref, patienceMs);
      }
    }
    const kind = await callFor(outgoing, earlier?.attempt ?? 1);
    // Whoever holds the lease may send until it ends.
    const sending = toWrite(outgoing, 'sending', { lookInMs: leaseMs + settleMs });
    await takeTurn(kind, outgoing, patienceMs, isIdempotent ? undefined : sending);
    const attempt = (earlier?.attempt ?? 0) + 1;
    const sentAt = new Date();
    lease.check();
    try {
      return confirm(await messenger.post(outgoing.message, outgoing.place));
    } catch (error) {
      if (!(error instanceof DeliveryError)) {
        if (!isIdempotent) note('sending', { lookInMs: settleMs });
        throw error;
      }
      coolDown(kind, outgoing, error);
      const retryInMs = error.retryAfterMs ?? backoff(retryMs, attempt);
      switch (error.failure) {
        case 'refused':
          note('unsent');
          throw new Refused(error);
        case 'not-sent':
          note('unsent');
          throw new ComeBack(retryInMs);
        case 'ambiguous': {
          if (isIdempotent) throw new ComeBack(retryInMs);
          note('sending', { lookInMs: error.answered ? 0 : settleMs });
          if (!error.answered) throw new ComeBack(settleMs);
          const ref = await find(outgoing, { sentAt, attempt }, patienceMs);
          if (ref !== undefined) return confirm(ref);
          note('unsent');
          throw new ComeBack(retryInMs);
        }
        default:
          return error.failure satisfies never;
      }
    }
  }

  async function edit(outgoing: Outgoing, ref: MessageRef, patienceMs: number): Promise<MessageRef> {
    await takeTurn('edit', outgoing, patienceMs);
    // It has to be over before somebody else can edit the same message.
    lease.check(settleMs);
    try {
      const edited = await messenger.edit(ref, outgoing.message, outgoing.place);
      lease.note({ messages: [toWrite(outgoing, 'sent', { ref: edited })] });
      return edited;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (error.failure === 'refused') {
        // Somebody deleted it, or it is too old to change: no reason to hold up the article.
        log.warn({ message: outgoing.place.key, code: error.code }, 'A message could not be edited and stays as it is');
        lease.note({ messages: [{ ...toWrite(outgoing, 'sent'), live: false }] });
        return ref;
      }
      coolDown('edit', outgoing, error);
      throw new ComeBack(error.retryAfterMs ?? retryMs);
    }
  }

  return { post, edit, find };
}

function toWrite(
  { seq, kind, message: { name, digest }, live }: Outgoing,
  phase: MessageWrite['phase'],
  more: Pick<MessageWrite, 'ref' | 'lookInMs'> = {},
): MessageWrite {
  return { seq, part: name, kind, phase, digest, live, ...more };
}
