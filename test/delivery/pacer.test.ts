import { describe, expect, it } from 'vitest';
import { createPacer, type PaceRule } from '../../src/delivery/pacer.ts';

/** Timers and clocks round differently. */
const ROUNDING_MS = 2;

const oncePer = (perMs: number): PaceRule => ({ count: 1, perMs, scope: 'channel' });

/** When each turn came, by its name, in the order they came. */
function takeTurns(
  turns: readonly (readonly [name: string, turn: Promise<void>])[],
): Promise<{ readonly name: string; readonly at: number }[]> {
  const taken: { readonly name: string; readonly at: number }[] = [];
  const all = turns.map(async ([name, turn]) => {
    await turn;
    taken.push({ name, at: performance.now() });
  });
  return Promise.all(all).then(() => taken);
}

function gapsOf(taken: readonly { readonly at: number }[], apart = 1): number[] {
  return taken.slice(apart).map(({ at }, index) => at - (taken[index]?.at ?? at));
}

describe('createPacer', () => {
  it('gives turns in one channel in the order they were asked for, each its distance from the last', async () => {
    const pacer = createPacer([oncePer(25)]);
    const taken = await takeTurns(['1', '2', '3', '4'].map((name) => [name, pacer.turn('C1')]));
    expect(taken.map(({ name }) => name)).toEqual(['1', '2', '3', '4']);
    expect(Math.min(...gapsOf(taken))).toBeGreaterThanOrEqual(25 - ROUNDING_MS);
  });

  it('lets another channel go at once while one waits', async () => {
    const pacer = createPacer([oncePer(60)]);
    const taken = await takeTurns([
      ['a1', pacer.turn('A')],
      ['a2', pacer.turn('A')],
      ['b1', pacer.turn('B')],
    ]);
    expect(taken.map(({ name }) => name)).toEqual(['a1', 'b1', 'a2']);
  });

  it('counts turns in any window, not by the clock', async () => {
    const pacer = createPacer([{ count: 3, perMs: 60, scope: 'channel' }]);
    const taken = await takeTurns(['1', '2', '3', '4', '5', '6', '7'].map((name) => [name, pacer.turn('C1')]));
    expect(Math.min(...gapsOf(taken, 3))).toBeGreaterThanOrEqual(60 - ROUNDING_MS);
  });

  it('keeps all channels together to a common rule, first come, first served', async () => {
    const pacer = createPacer([oncePer(1), { count: 2, perMs: 40, scope: 'all' }]);
    const taken = await takeTurns(['A', 'B', 'C', 'D', 'E'].map((name) => [name, pacer.turn(name)]));
    expect(taken.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(Math.min(...gapsOf(taken, 2))).toBeGreaterThanOrEqual(40 - ROUNDING_MS);
  });

  it('applies a rule only where it is meant', async () => {
    const pacer = createPacer([
      { count: 1, perMs: 10_000, scope: 'all', appliesTo: (channel) => channel.startsWith('-') },
    ]);
    await pacer.turn('-100');
    await Promise.all([pacer.turn('7'), pacer.turn('7'), pacer.turn('8')]);
    expect(pacer.waitMs('7')).toBe(0);
    expect(pacer.waitMs('-200')).toBeGreaterThan(9_000);
  });

  it('says how long a turn would wait, behind those who wait already', async () => {
    const pacer = createPacer([{ count: 2, perMs: 10_000, scope: 'channel' }]);
    const ending = new AbortController();
    expect(pacer.waitMs('C1')).toBe(0);
    await pacer.turn('C1');
    expect(pacer.waitMs('C1')).toBe(0);
    await pacer.turn('C1');
    expect(pacer.waitMs('C1')).toBeGreaterThan(9_000);
    expect(pacer.waitMs('C1')).toBeLessThanOrEqual(10_000);
    const waiting = Promise.allSettled([pacer.turn('C1', ending.signal), pacer.turn('C1', ending.signal)]);
    expect(pacer.waitMs('C1')).toBeGreaterThan(19_000);
    expect(pacer.waitMs('C2')).toBe(0);
    ending.abort();
    await waiting;
    expect(pacer.waitMs('C1')).toBeLessThanOrEqual(10_000);
  });

  it('takes whoever gives up out of the queue, and leaves the turn to the next', async () => {
    const pacer = createPacer([oncePer(30)]);
    const ending = new AbortController();
    await pacer.turn('C1');
    const given = pacer.turn('C1', ending.signal);
    const next = pacer.turn('C1');
    ending.abort(new Error('Stopped by SIGTERM'));
    await expect(given).rejects.toThrow('Stopped by SIGTERM');
    await next;
    await expect(pacer.turn('C1', ending.signal)).rejects.toThrow('Stopped by SIGTERM');
  });

  it('has no timer left when nobody waits', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const pacer = createPacer([oncePer(10_000)]);
    const ending = new AbortController();
    await pacer.turn('C1');
    expect(timers()).toBe(before);
    const waiting = pacer.turn('C1', ending.signal);
    expect(timers()).toBe(before + 1);
    ending.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(timers()).toBe(before);
  });
});
