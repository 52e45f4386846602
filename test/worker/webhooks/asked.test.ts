import { describe, expect, it } from 'vitest';
import { readAsked } from '../../../worker/webhooks/asked.ts';

const NOW = new Date('2026-11-29T12:00:00.000Z');
const read = (line: string) => readAsked(line.split(' ').filter(Boolean), NOW);
const since = (typed: string) => ({
  kind: 'replay',
  endpoint: 'newsroom',
  which: { kind: 'since', at: new Date(typed) },
});

describe('readAsked', () => {
  it.each([
    ['', { kind: 'list' }],
    ['list', { kind: 'list' }],
    ['secret', { kind: 'secret' }],
    ['--help', { kind: 'help' }],
    ['deliveries newsroom', { kind: 'deliveries', endpoint: 'newsroom', limit: 50 }],
    [
      'deliveries newsroom --given-up --limit 3',
      { kind: 'deliveries', endpoint: 'newsroom', limit: 3, state: 'given-up' },
    ],
    ['deliveries newsroom --due', { kind: 'deliveries', endpoint: 'newsroom', limit: 50, state: 'pending' }],
    ['replay newsroom', { kind: 'replay', endpoint: 'newsroom', which: { kind: 'given-up' } }],
    ['replay newsroom --id msg_1', { kind: 'replay', endpoint: 'newsroom', which: { kind: 'event', id: 'msg_1' } }],
    ['replay newsroom --since 2026-11-28', since('2026-11-28T00:00:00.000Z')],
    ['replay newsroom --since 2026-11-28T10:30', since('2026-11-28T10:30:00.000Z')],
    ['replay newsroom --since 2026-11-28T10:30+02:00', since('2026-11-28T08:30:00.000Z')],
    ['replay newsroom --since 24h', since('2026-11-28T12:00:00.000Z')],
    ['enable newsroom', { kind: 'enable', endpoint: 'newsroom' }],
  ])('reads “%s”', (line, asked) => {
    expect(read(line)).toEqual(asked);
  });

  it.each([
    ['replay', 'Say which endpoint'],
    ['replay newsroom press', 'One endpoint at a time'],
    ['replay newsroom --since yesterday', '--since must be'],
    ['replay newsroom --since 5', '--since must be'],
    ['replay newsroom --since 24h --id msg_1', 'not both'],
    ['deliveries newsroom --limit 0', '--limit must be'],
    ['list newsroom', 'list takes no name'],
    ['resend newsroom', 'Say secret, list, deliveries, replay or enable, not resend.'],
    ['replay newsroom --from 5', "Unknown option '--from'"],
  ])('says what is wrong with “%s”', (line, what) => {
    expect(() => read(line)).toThrow(what);
  });
});
