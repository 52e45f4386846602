import { describe, expect, it, vi } from 'vitest';
import { createAbsences, type DelegationAsk } from '../../src/chat/absences.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Delegation } from '../../src/storage/delegation-store.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const DAY_MS = 86_400_000;
const day = (inDays: number): string => new Date(Date.now() + inDays * DAY_MS).toISOString().slice(0, 10);

function open(zone = 'UTC') {
  let kept: Delegation | undefined;
  const absences = createAbsences({
    delegations: {
      set: async (_by, delegation) => void (kept = delegation),
      end: async () => {
        const was = kept !== undefined;
        kept = undefined;
        return was;
      },
      of: async () => kept,
      absentFor: async () => [],
    },
    people: {
      of: async () => [],
      around: async () => [{ key: 'slack:T1:U2', name: 'Ben' }],
      namesOf: async () => new Map<string, string>(),
      nameOf: async () => undefined,
    },
    zoneOf: async () => zone,
    logger: createLogger({ level: 'silent' }),
    storeBudgetMs: 500,
  });
  return (ask: DelegationAsk) => absences(ANN, ask);
}

describe('whoever is away', () => {
  it('names who decides for them, from one day to the end of another', async () => {
    const ask = open();
    const said = await ask({ kind: 'set', from: day(3), until: day(5), whom: '@Ben' });
    const delegation = {
      person: { key: 'slack:T1:U1', name: 'Ann' },
      substitute: { key: 'slack:T1:U2', name: 'Ben' },
      from: new Date(`${day(3)}T00:00:00.000Z`),
      until: new Date(`${day(6)}T00:00:00.000Z`),
    };
    expect(said).toEqual({ kind: 'delegated', zone: 'UTC', delegation });
    expect(await ask({ kind: 'show' })).toEqual({ kind: 'delegated', zone: 'UTC', delegation });
    expect(await ask({ kind: 'end' })).toEqual({ kind: 'delegated', zone: 'UTC' });
  });

  it.each([
    // Days begin at 15:00 UTC of the one before in Tokyo, and in Los Angeles at 8:00 or, in winter, at 9:00.
    ['Asia/Tokyo', '2026-12-24', '2027-01-06', '2026-12-23T15:00:00.000Z', '2027-01-06T15:00:00.000Z'],
    ['America/Los_Angeles', '2027-03-14', '2027-03-14', '2027-03-14T08:00:00.000Z', '2027-03-15T07:00:00.000Z'],
    ['America/Los_Angeles', '2027-11-07', '2027-11-07', '2027-11-07T07:00:00.000Z', '2027-11-08T08:00:00.000Z'],
    // A midnight that there is not: clocks go forward at 0:00.
    ['America/Santiago', '2027-09-05', '2027-09-05', '2027-09-05T04:00:00.000Z', '2027-09-06T03:00:00.000Z'],
  ])('is away by the clock of where they are: %s, %s to %s', async (zone, from, until, begin, end) => {
    vi.useFakeTimers({ now: new Date('2026-12-01T12:00:00Z'), toFake: ['Date'] });
    try {
      expect(await open(zone)({ kind: 'set', from, until, whom: '@Ben' })).toMatchObject({
        zone,
        delegation: { from: new Date(begin), until: new Date(end) },
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    [{ from: day(5), until: day(3) }],
    [{ until: day(-2) }],
    [{ until: day(400) }],
    [{ until: '2026-13-45' }],
    [{ from: '2026-02-31', until: 'x' }],
  ])('is asked when, where it cannot be: %j', async (when) => {
    expect(await open()({ kind: 'set', ...when, whom: '@Ben' })).toMatchObject({ refusal: { code: 'away-when' } });
  });

  it('does not stand in for themselves, nor for nobody', async () => {
    const ask = open();
    expect(await ask({ kind: 'set', until: day(3), whom: '@U1' })).toMatchObject({
      refusal: { code: 'own-substitute' },
    });
    expect(await ask({ kind: 'set', until: day(3), whom: '' })).toMatchObject({ refusal: { code: 'nobody-called' } });
  });
});
