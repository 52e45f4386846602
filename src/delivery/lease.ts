import type { Advanced, CoolDown, FollowerStore, MessageWrite, Step, Written } from '../storage/follower-store.ts';
import type { FollowerWork } from '../storage/follower-work.ts';
import { HasNews, LeaseLost, StoreFailed } from './interruptions.ts';

export interface LeaseOptions {
  readonly store: FollowerStore;
  readonly leaseMs: number;
  /** When the claim was asked for, by the same clock as `now`. */
  readonly claimedAt: number;
  /** Epoch milliseconds of this machine. */
  readonly now: () => number;
}

/**
 * The right to write to one thread, for a while. What is done is noted and written with the next statement; every statement carries the
 * fencing number, and one that finds another number there ends the work.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #followerId: string;
  readonly #number: string;
  #seen: string;
  #until: number;
  #written: Omit<Written, 'messages'> = {};
  #messages = new Map<string, MessageWrite>();
  #coolDowns: CoolDown[] = [];

  constructor({ followerId, lease, seen }: FollowerWork, options: LeaseOptions) {
    this.#options = options;
    this.#followerId = followerId;
    this.#number = lease;
    this.#seen = seen;
    this.#until = options.claimedAt + options.leaseMs;
  }

  /** Right before something is sent: a process that was stopped has lost the thread without a word. @param neededMs that it has to last still */
  check(neededMs = 0): void {
    if (this.#options.now() + neededMs >= this.#until)
      throw new LeaseLost(`The lease of follower ${this.#followerId} is over`);
  }

  note({ messages = [], ...written }: Written): void {
    this.#written = { ...this.#written, ...written };
    for (const message of messages) {
      const name = `${message.seq}/${message.part}`;
      this.#messages.set(name, { ...this.#messages.get(name), ...message });
    }
  }

  noteCoolDown(coolDown: CoolDown): void {
    this.#coolDowns.push(coolDown);
  }

  /** Writes what was noted. With limits or a message it is about to send, takes the turn; answers what that has to wait for. @throws LeaseLost, HasNews */
  async advance(step: Pick<Step, 'limits' | 'sending'> = {}): Promise<Advanced['blocked']> {
    const { store, leaseMs, now } = this.#options;
    const startedAt = now();
    const advanced = await orFailed(store.advance(this.#key(), { ...step, written: this.#take(), leaseMs }));
    if (advanced === undefined) throw this.#lost();
    this.#until = startedAt + leaseMs;
    if (!advanced.hasNews) this.#seen = advanced.seen;
    else if (step.limits !== undefined || step.sending !== undefined)
      throw new HasNews(`Follower ${this.#followerId} has news`);
    return advanced.blocked;
  }

  /** Writes what was noted and reads what there is to do now. */
  async reload(): Promise<FollowerWork> {
    if (this.#messages.size > 0 || Object.keys(this.#written).length > 0) await this.advance();
    const work = await orFailed(this.#options.store.reload(this.#key()));
    if (work === undefined) throw this.#lost();
    this.#seen = work.seen;
    return work;
  }

  /** Answers when the thread is due again, milliseconds from now; null: when there is news. */
  async release(
    dueInMs: number | null,
    { keepsPriority }: { readonly keepsPriority: boolean },
  ): Promise<number | null> {
    const { store } = this.#options;
    const release = { written: this.#take(), dueInMs, keepsPriority, coolDowns: this.#coolDowns };
    const released = await orFailed(store.release(this.#key(), release));
    if (released === undefined) throw this.#lost();
    return released.dueInMs;
  }

  async publish(seq: number): Promise<void> {
    await orFailed(this.#options.store.publish(this.#key(), seq));
  }

  #key() {
    return { followerId: this.#followerId, lease: this.#number, seen: this.#seen };
  }

  #take(): Written {
    const written = { ...this.#written, messages: [...this.#messages.values()] };
    this.#written = {};
    this.#messages = new Map();
    return written;
  }

  #lost(): LeaseLost {
    return new LeaseLost(`Somebody else has follower ${this.#followerId}`);
  }
}

async function orFailed<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    throw new StoreFailed(cause);
  }
}
