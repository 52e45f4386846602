import { describe, expect, it } from 'vitest';
import { toCommand } from '../../src/chat/to-command.ts';
import { zoneOf } from '../../src/chat/zone-of.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import { knownZone } from '../../src/protocol/timing.ts';
import type { ZoneStore } from '../../src/storage/zone-store.ts';

const ANN: Actor = { platform: 'telegram', userId: '7', displayName: 'Ann', groups: [] };

function open(zones?: Partial<ZoneStore>) {
  const noted: unknown[] = [];
  const store: ZoneStore = {
    zonesOf: async () => new Map(),
    note: async (...given) => void noted.push(given),
    ...zones,
  };
  const options = {
    zones: store,
    scheduleRules: { zone: 'Europe/Berlin' },
    storeBudgetMs: 500,
    logger: createLogger({ level: 'silent' }),
  };
  return { noted, ask: (zone?: string) => zoneOf(ANN, zone, options) };
}

describe('the zone of a person', () => {
  it('is what they say', async () => {
    const { noted, ask } = open();
    expect(await ask('Asia/Tokyo')).toEqual({ kind: 'zone', zone: 'Asia/Tokyo', isSet: true });
    expect(noted).toEqual([['telegram:7', 'Asia/Tokyo', 'person']]);
  });

  it('is what is known of them, else that of the settings', async () => {
    expect(await open({ zonesOf: async () => new Map([['telegram:7', 'Asia/Tokyo']]) }).ask()).toEqual({
      kind: 'zone',
      zone: 'Asia/Tokyo',
      isSet: false,
    });
    expect(await open().ask()).toEqual({ kind: 'zone', zone: 'Europe/Berlin', isSet: false });
  });

  it('cannot be noted while the database is away, and they are told', async () => {
    const note = async () => await Promise.reject(new Error('away'));
    expect(await open({ note }).ask('Asia/Tokyo')).toEqual({ kind: 'away', what: 'desk' });
  });

  it('is asked for and said by a word, in any case of letters, and a topic stays one', () => {
    expect(toCommand('zone')).toEqual({ kind: 'zone' });
    expect(toCommand('zone europe/berlin')).toEqual({ kind: 'zone', zone: 'Europe/Berlin' });
    expect(toCommand('пояс Asia/Kolkata')).toEqual({ kind: 'zone', zone: knownZone('Asia/Kolkata') });
    expect(toCommand('zone Europe/Berln')).toEqual({
      kind: 'faulty',
      fault: { code: 'unknown-zone', verb: 'zone', typed: 'Europe/Berln' },
    });
    expect(toCommand('zone defence')).toMatchObject({ kind: 'start' });
    expect(toCommand('zone defence in basketball')).toMatchObject({ kind: 'start' });
  });
});
