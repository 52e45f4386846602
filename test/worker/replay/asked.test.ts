import { describe, expect, it } from 'vitest';
import { readReplayAsked } from '../../../worker/replay/asked.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const read = (line: string) =>
  readReplayAsked(
    line.split(' ').filter((word) => word !== ''),
    NOW,
  );

describe('readReplayAsked', () => {
  it('takes since when, and how many at most', () => {
    expect(read('--since 7d')).toEqual({
      kind: 'replay',
      since: new Date('2026-11-23T12:00:00Z'),
      limit: 10_000,
      unpinned: false,
    });
    expect(read('--since 2026-11-29 --limit 500 --unpinned')).toEqual({
      kind: 'replay',
      since: new Date('2026-11-29T00:00:00Z'),
      limit: 500,
      unpinned: true,
    });
    expect(read('-h')).toEqual({ kind: 'help' });
  });

  it.each([
    ['', 'Say since when: --since 7d.'],
    ['--since yesterday', '--since must be a date such as 2026-11-29'],
    ['--since 2026-12-01', '--since must lie in the past, is 2026-12-01.'],
    ['--since 7d --limit 0', '--limit must be a number from 1 to 1000000, is 0.'],
    ['--since 7d --limit many', 'is many.'],
    ['--since 7d copydesk', 'Unexpected argument'],
  ])('refuses “%s” with what is wrong', (line, why) => {
    expect(() => read(line)).toThrow(why);
  });
});
