import { describe, expect, it } from 'vitest';
import { soakGrowth, soakFigures, type SoakSample } from './soak-figures.ts';

const MINUTE_MS = 60_000;

/** Two hours of samples of a worker, of which one value follows a course of its own. */
function twoHours(of: (minute: number) => Partial<SoakSample>): readonly SoakSample[] {
  return Array.from({ length: 120 }, (_, index) => ({
    afterMs: (index + 1) * MINUTE_MS,
    residentMb: { worker: 500 },
    handles: { worker: 50 },
    heapMb: { worker: 100 },
    resources: { worker: 20 },
    connections: 30,
    articles: index * 10,
    reads: index * 100,
    faults: 0,
    ...of(index + 1),
  }));
}

/** What a collector of garbage does: up, and down again. */
const saw = (minute: number): number => 100 + (minute % 7) * 5;

describe('what a soak says', () => {
  it('is that nothing grew, where memory goes up and down', () => {
    expect(soakGrowth(twoHours((minute) => ({ heapMb: { worker: saw(minute) } })))).toEqual([]);
  });

  it('does not count what fills in the first quarter', () => {
    expect(soakGrowth(twoHours((minute) => ({ residentMb: { worker: 300 + Math.min(minute, 30) * 10 } })))).toEqual([]);
  });

  it('names what grows all the time, though it goes up and down', () => {
    const samples = twoHours((minute) => ({ heapMb: { worker: saw(minute) + minute / 4 } }));
    expect(soakGrowth(samples)).toEqual([
      expect.stringMatching(/^the workers together: 2\d MB of JavaScript were added to \d+$/),
    ]);
    expect(soakFigures('a server', samples)).toMatch(/ \| 12\d → 14\d, at most 1[56]\d \| /);
  });

  it.each([
    [
      'handles',
      (minute: number) => ({ handles: { worker: 50 + minute } }),
      'the workers together: 89 handles were added to 85',
    ],
    [
      'timers',
      (minute: number) => ({ resources: { worker: 20 + minute } }),
      'the workers together: 89 timers and sockets',
    ],
    ['connections', (minute: number) => ({ connections: 30 + minute }), 'PostgreSQL: 89 connections'],
  ])('names %s that are never closed', (_, of, fault) => {
    expect(soakGrowth(twoHours(of))).toEqual([expect.stringContaining(fault)]);
  });

  it('takes no moment for a fall at which a process could not be asked', () => {
    const samples = twoHours((minute) => (minute % 10 === 0 ? { heapMb: {}, resources: {} } : {}));
    expect(soakGrowth(samples)).toEqual([]);
    expect(soakFigures('a server', samples)).toContain(
      '| the workers together | 500 → 500, at most 500 | 100 → 100, at most 100 | 50 → 50, at most 50 | 20 → 20, at most 20 |',
    );
  });

  it('is how much went another way, though nothing grew', () => {
    expect(
      soakFigures(
        'a server',
        twoHours(() => ({ faults: 2 })),
      ),
    ).toContain('1190 articles in the chats (and 2 that its log names), ');
  });

  it('is how long it was, when it ended early', () => {
    expect(soakFigures('a server', twoHours(() => ({})).slice(0, 83))).toContain(
      '83 minutes, 820 articles in the chats, 8200 reads of the list',
    );
  });
});
