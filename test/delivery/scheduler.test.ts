import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit } from '../../src/delivery/messenger.ts';
import { type Call, createScheduler, limitFor, type Priority } from '../../src/delivery/scheduler.ts';

/** A clock that moves from timer to timer. */
function createClock() {
  let time = 0;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => time,
    setTimer: (ms: number, callback: () => void) => {
      const timer = { at: time + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    /** Runs everything that is due until then. */
    async to(moment: number): Promise<void> {
      for (;;) {
        await settle();
        const [next] = timers.toSorted((one, other) => one.at - other.at);
        if (next === undefined || next.at > moment) break;
        timers = timers.filter((other) => other !== next);
        time = Math.max(time, next.at);
        next.callback();
      }
      time = moment;
      await settle();
    },
  };
}

const limit = (key: string, everyMs: number, burst = 1): Limit => ({ key, everyMs, burst });
const call = (id: string, limits: readonly Limit[], priority: Priority = 2): Call => ({ id, limits, priority });

function open() {
  const clock = createClock();
  const scheduler = createScheduler(clock);
  const went: { readonly id: string; readonly at: number }[] = [];
  /** Waits here, and comes back as often as it is told to. */
  const send = async (wanted: Call, patienceMs = Infinity): Promise<void> => {
    const waitMs = await scheduler.turn(wanted, { patienceMs });
    if (waitMs === 0) went.push({ id: wanted.id, at: clock.now() });
    else clock.setTimer(waitMs, () => void send(wanted, patienceMs));
  };
  return { clock, scheduler, went, send, ids: () => went.map(({ id }) => id) };
}

describe('the scheduler', () => {
  it('lets a burst go at once and the rest at an even pace', async () => {
    const { clock, send, went } = open();
    for (const id of ['a', 'b', 'c', 'd']) void send(call(id, [limit('k', 100, 2)], 1));
    await clock.to(1000);
    expect(went).toEqual([
      { id: 'a', at: 0 },
      { id: 'b', at: 0 },
      { id: 'c', at: 100 },
      { id: 'd', at: 200 },
    ]);
  });

  it('lets the most urgent go first, and of equals the one that asked first', async () => {
    const { clock, send, ids } = open();
    const limits = [limit('k', 100)];
    for (const [id, priority] of [
      ['first', 2],
      ['late', 2],
      ['gate', 1],
      ['later', 2],
      ['click', 0],
    ] as const)
      void send(call(id, limits, priority));
    await clock.to(1000);
    expect(ids()).toEqual(['first', 'click', 'gate', 'late', 'later']);
  });

  it('keeps a part of a burst for those who are in a hurry', async () => {
    const { clock, send, went } = open();
    const limits = [limit('k', 1000, 10)];
    for (let index = 0; index < 10; index += 1) void send(call(`edit${index}`, limits));
    await clock.to(1);
    expect(went).toHaveLength(7);
    void send(call('click', limits, 0));
    await clock.to(2);
    expect(went.at(-1)).toMatchObject({ id: 'click' });
  });

  it('keeps the larger part of it from what only says how far somebody is, and lets everything go before that', async () => {
    const { clock, send, went, ids } = open();
    const limits = [limit('k', 1000, 10)];
    for (let index = 0; index < 10; index += 1) void send(call(`words${index}`, limits, 3));
    await clock.to(1);
    expect(went).toHaveLength(4);
    void send(call('edit', limits));
    void send(call('gate', limits, 1));
    await clock.to(2);
    expect(ids().slice(4)).toEqual(['edit', 'gate']);
    await clock.to(20_000);
    expect(went).toHaveLength(12);
  });

  it('holds up nothing but what a limit that cools down is about', async () => {
    const { clock, scheduler, send, went } = open();
    const cooling = limit('C1', 100, 3);
    scheduler.coolDown(cooling, 5000);
    void send(call('C1', [limit('all', 10, 3), cooling], 0));
    void send(call('C2', [limit('all', 10, 3), limit('C2', 100, 3)]));
    await clock.to(4999);
    expect(went).toEqual([{ id: 'C2', at: 0 }]);
    await clock.to(10_000);
    expect(went.at(-1)).toEqual({ id: 'C1', at: 5000 });
  });

  it('sends those away who would wait for long, and keeps their place', async () => {
    const { clock, scheduler, send, ids } = open();
    const limits = [limit('k', 1000)];
    for (let index = 0; index < 6; index += 1) void send(call(`${index}`, limits), 1500);
    await clock.to(2500);
    expect(ids()).toEqual(['0', '1', '2']);
    // Whoever comes only now does not overtake those who were told to come back.
    void send(call('new', limits), 1500);
    await clock.to(20_000);
    expect(ids()).toEqual(['0', '1', '2', '3', '4', '5', 'new']);
    expect(await scheduler.turn(call('after', limits), { patienceMs: 0 })).toBe(0);
  });

  it('tells each of those a moment of its own', async () => {
    const { scheduler } = open();
    const waits: number[] = [];
    for (const id of ['a', 'b', 'c', 'd'])
      waits.push(await scheduler.turn(call(id, [limit('k', 1000)]), { patienceMs: 0 }));
    expect(waits).toEqual([0, 1000, 2000, 3000]);
  });

  it('goes on when somebody who was told to come back does not', async () => {
    const { clock, scheduler, send, went } = open();
    const limits = [limit('k', 1000)];
    void send(call('one', limits));
    await clock.to(0);
    expect(await scheduler.turn(call('gone', limits), { patienceMs: 0 })).toBe(1000);
    void send(call('two', limits));
    await clock.to(10_000);
    expect(went.at(-1)).toMatchObject({ id: 'two' });
    expect(went.at(-1)?.at).toBeLessThanOrEqual(2500);
  });

  it('tells how long a call would wait, and takes no turn for that', async () => {
    const { scheduler } = open();
    const next = call('next', [limit('k', 1000), limit('other', 10)]);
    expect(scheduler.waitMs(next)).toBe(0);
    expect(await scheduler.turn(call('first', [limit('k', 1000)]), { patienceMs: 0 })).toBe(0);
    expect([scheduler.waitMs(next), scheduler.waitMs(next)]).toEqual([1000, 1000]);
    expect(scheduler.waitMs(call('elsewhere', [limit('other', 10)]))).toBe(0);
  });

  it('gives a turn that was not used to the next', async () => {
    const { clock, scheduler, send, ids } = open();
    const first = call('first', [limit('k', 60_000)]);
    expect(await scheduler.turn(first, { patienceMs: 0 })).toBe(0);
    void send(call('second', [limit('k', 60_000)]));
    scheduler.giveBack(first);
    await clock.to(1);
    expect(ids()).toEqual(['second']);
  });

  it('lets nobody wait whose process ends', async () => {
    const { clock, scheduler } = open();
    const ended = new AbortController();
    await scheduler.turn(call('one', [limit('k', 60_000)]), { patienceMs: 0 });
    const waiting = scheduler.turn(call('two', [limit('k', 60_000)]), { patienceMs: Infinity, signal: ended.signal });
    ended.abort(new Error('Over'));
    await expect(waiting).rejects.toThrow('Over');
    await clock.to(1);
  });

  it('never exceeds any limit in any window, whoever asks for what and when', async () => {
    const keys = ['a', 'b', 'c'] as const;
    const limits = { a: limit('a', 100, 1), b: limit('b', 70, 4), c: limit('c', 1000, 3) };
    const calls = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 3000 }),
        keys: fc.subarray([...keys], { minLength: 1 }),
        priority: fc.constantFrom<Priority>(0, 1, 2),
        patienceMs: fc.constantFrom(0, 200, Infinity),
      }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(calls, async (wanted) => {
        const { clock, send, went } = open();
        const ordered = wanted.map((one, index) => ({ ...one, id: `${index}` })).toSorted((x, y) => x.at - y.at);
        for (const { id, at, keys: wantedKeys, priority, patienceMs } of ordered) {
          await clock.to(Math.max(at, clock.now()));
          void send(
            call(
              id,
              wantedKeys.map((key) => limits[key]),
              priority,
            ),
            patienceMs,
          );
        }
        await clock.to(10_000_000);
        expect(went).toHaveLength(wanted.length);
        for (const key of keys) {
          const { everyMs, burst } = limits[key];
          const times = went
            .filter(({ id }) => ordered.some((one) => one.id === id && one.keys.includes(key)))
            .map(({ at }) => at);
          for (const [first, from] of times.entries())
            for (const [last, until] of times.entries())
              if (last > first) expect(last - first + 1).toBeLessThanOrEqual(burst + (until - from) / everyMs);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('never lets one wait behind a less urgent one that asked for the same', async () => {
    const wanted = fc.array(fc.constantFrom<Priority>(0, 1, 2), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(wanted, async (priorities) => {
        const { clock, scheduler, send, ids } = open();
        const limits = [limit('k', 100)];
        scheduler.coolDown(limit('k', 100), 1000);
        for (const [index, priority] of priorities.entries()) void send(call(`${index}`, limits, priority));
        await clock.to(1_000_000);
        const inOrder = priorities
          .map((priority, index) => ({ priority, index }))
          .toSorted((one, other) => one.priority - other.priority || one.index - other.index);
        expect(ids()).toEqual(inOrder.map(({ index }) => `${index}`));
      }),
    );
  });
});

describe('the limits of the least urgent', () => {
  it('are never less than one call at a time', () => {
    expect(limitFor(limit('k', 100, 1), 2).burst).toBe(1);
    expect(limitFor(limit('k', 100, 20), 2).burst).toBe(14);
    expect(limitFor(limit('k', 100, 20), 1).burst).toBe(20);
  });
});
