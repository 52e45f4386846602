import { describe, expect, it } from 'vitest';
import { readAuditAsked } from '../../../worker/audit/asked.ts';

const HASH = 'ab'.repeat(32);
const read = (line: string) => readAuditAsked(line.split(' ').filter(Boolean), new Date('2026-11-29T12:00:00.000Z'));

describe('readAuditAsked', () => {
  it.each([
    ['--help', { kind: 'help' }],
    ['export', { kind: 'export', format: 'csv', range: {} }],
    [
      'export --since 2026-11-01 --until 2026-11-02T08:00+02:00 --format jsonl',
      {
        kind: 'export',
        format: 'jsonl',
        range: { since: new Date('2026-11-01T00:00:00.000Z'), until: new Date('2026-11-02T06:00:00.000Z') },
      },
    ],
    ['export --since 24h', { kind: 'export', format: 'csv', range: { since: new Date('2026-11-28T12:00:00.000Z') } }],
    ['verify', { kind: 'verify' }],
    [`verify --head 12:${HASH.toUpperCase()}`, { kind: 'verify', head: { seq: 12, hash: HASH } }],
  ])('reads “%s”', (line, asked) => {
    expect(read(line)).toEqual(asked);
  });

  it.each([
    ['', 'Say export or verify'],
    ['delete', 'Say export or verify, not delete'],
    ['export verify', 'Say export or verify'],
    ['export --format xml', '--format must be csv or jsonl'],
    ['export --since yesterday', '--since must be'],
    ['export --until soon', '--until must be'],
    ['export --since 1h --until 2h', '--since must be before --until'],
    [`export --head 1:${HASH}`, '--head goes with verify'],
    ['verify --since 24h', 'verify looks at all of it'],
    ['verify --head 12', '--head must be what verify has printed'],
    [`verify --head 0:${HASH}`, '--head must be what verify has printed'],
    ['export --all', 'all'],
  ])('refuses “%s”', (line, words) => {
    expect(() => read(line)).toThrow(words);
  });
});
