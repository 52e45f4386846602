/** So many turns in so long a time, for each channel or for all of them together. */
export interface PaceRule {
  /** At least 1. */
  readonly count: number;
  /** In any window of this length, in milliseconds. */
  readonly perMs: number;
  readonly scope: 'channel' | 'all';
  /** Channels that the rule is about. Default: every one. With scope `all` these share its turns. */
  readonly appliesTo?: (channel: string) => boolean;
}

/** Who sends to a platform asks for a turn first. Kept in memory: it paces one process. */
export interface Pacer {
  /**
   * Resolves when a message may go out to the channel; the turn counts from then on. Turns in one channel come in the order they
   * were asked for; a channel that waits never holds up another. Rejects with the signal's reason when it aborts before.
   */
  turn(channel: string, signal?: AbortSignal): Promise<void>;
  /** How long a turn asked for now would wait at the least, in milliseconds. */
  waitMs(channel: string): number;
}

interface Waiting {
  readonly channel: string;
  readonly asked: number;
  readonly go: () => void;
}

/** When the last turns under a rule were, oldest first: at most `count` of them. */
type Turns = number[];

/** Of a rule with scope `all`. */
const ALL = '';
/** The longest pause that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Holds every window of every rule; forgets channels that have been quiet for longer than any rule looks back. */
export function createPacer(rules: readonly PaceRule[]): Pacer {
  const paced = rules.map((rule) => ({ ...rule, turns: new Map<string, Turns>() }));
  const longestMs = Math.max(0, ...rules.map(({ perMs }) => perMs));
  const queues = new Map<string, Waiting[]>();
  let asked = 0;
  let timer: NodeJS.Timeout | undefined;
  let sweptAt = performance.now();

  const rulesOf = (channel: string): (typeof paced)[number][] =>
    paced.filter(({ appliesTo }) => appliesTo?.(channel) ?? true);

  const keyOf = (rule: PaceRule, channel: string): string => (rule.scope === 'all' ? ALL : channel);

  /** The earliest moment for the turn that comes after `ahead` others. */
  function momentOf(rule: (typeof paced)[number], channel: string, ahead: number, now: number): number {
    const turns = rule.turns.get(keyOf(rule, channel)) ?? [];
    const rounds = Math.floor(ahead / rule.count);
    // The turn this one has to keep its distance from.
    const before = turns[turns.length - rule.count + (ahead % rule.count)];
    const first = before === undefined ? now : Math.max(now, before + rule.perMs);
    return first + rounds * rule.perMs;
  }

  function take(channel: string, now: number): void {
    for (const rule of rulesOf(channel)) {
      const key = keyOf(rule, channel);
      const turns = rule.turns.get(key) ?? [];
      rule.turns.set(key, [...turns, now].slice(-rule.count));
    }
  }

  /** Lets everyone go whose moment has come, and comes back when the next one does. */
  function pump(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = performance.now();
    let next = Infinity;
    for (let someoneWent = true; someoneWent; ) {
      someoneWent = false;
      next = Infinity;
      for (const waiting of heads()) {
        const { channel } = waiting;
        const moment = Math.max(now, ...rulesOf(channel).map((rule) => momentOf(rule, channel, 0, now)));
        if (moment > now) {
          next = Math.min(next, moment);
          continue;
        }
        leave(waiting);
        take(channel, now);
        waiting.go();
        someoneWent = true;
      }
    }
    forgetTheQuiet(now);
    if (next !== Infinity) timer = setTimeout(pump, Math.min(MAX_TIMER_MS, Math.ceil(next - now)));
  }

  /** The first of each channel, in the order they asked. */
  function heads(): Waiting[] {
    return [...queues.values()].flatMap(([head]) => head ?? []).toSorted((a, b) => a.asked - b.asked);
  }

  function leave(waiting: Waiting): void {
    const others = (queues.get(waiting.channel) ?? []).filter((other) => other !== waiting);
    if (others.length === 0) queues.delete(waiting.channel);
    else queues.set(waiting.channel, others);
  }

  function forgetTheQuiet(now: number): void {
    if (now - sweptAt < longestMs) return;
    sweptAt = now;
    for (const { turns, perMs } of paced) {
      for (const [key, times] of turns) if (now - (times.at(-1) ?? 0) >= perMs) turns.delete(key);
    }
  }

  return {
    turn(channel, signal) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const giveUp = (): void => {
          leave(waiting);
          reject(signal?.reason as Error);
          pump();
        };
        const go = (): void => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        const waiting: Waiting = { channel, asked: (asked += 1), go };
        signal?.addEventListener('abort', giveUp, { once: true });
        queues.set(channel, [...(queues.get(channel) ?? []), waiting]);
        pump();
      });
    },

    waitMs(channel) {
      const now = performance.now();
      const moments = rulesOf(channel).map((rule) => {
        const rivals =
          rule.scope === 'channel' ? [channel] : [...queues.keys()].filter((other) => rule.appliesTo?.(other) ?? true);
        const ahead = rivals.reduce((sum, other) => sum + (queues.get(other)?.length ?? 0), 0);
        return momentOf(rule, channel, ahead, now);
      });
      return Math.ceil(Math.max(now, ...moments) - now);
    },
  };
}
