import type { ScheduleRules } from '../config/schedules-schema.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey, keysOf } from '../protocol/actor.ts';
import type { ZoneStore } from '../storage/zone-store.ts';
import type { Away, ZoneOfPerson } from './reply.ts';

export interface ZoneOptions {
  readonly zones: ZoneStore | undefined;
  readonly scheduleRules: Pick<ScheduleRules, 'zone'> | undefined;
  readonly storeBudgetMs: number;
  readonly logger: Logger;
}

/** Where a person is, by the clock: as it is known of them, or of who they are elsewhere; else as the settings say. Rejects with what the store throws. */
export async function knownZoneOf(
  actor: Actor,
  { zones, scheduleRules }: Pick<ZoneOptions, 'zones' | 'scheduleRules'>,
): Promise<string> {
  const keys = keysOf(actor);
  const known = await zones?.zonesOf(keys);
  const key = keys.find((one) => known?.has(one));
  return (key === undefined ? undefined : known?.get(key)) ?? scheduleRules?.zone ?? 'UTC';
}

/** Where a person is, by the clock; as they say, or as it is known. Never rejects. */
export async function zoneOf(
  actor: Actor,
  said: string | undefined,
  { zones, scheduleRules, storeBudgetMs, logger }: ZoneOptions,
): Promise<ZoneOfPerson | Away> {
  const away: Away = { kind: 'away', what: 'desk' };
  if (zones === undefined) return away;
  const person = actorKey(actor);
  try {
    if (said !== undefined) {
      await within(storeBudgetMs, 'PostgreSQL', zones.note(person, said, 'person'));
      return { kind: 'zone', zone: said, isSet: true };
    }
    const zone = await within(storeBudgetMs, 'PostgreSQL', knownZoneOf(actor, { zones, scheduleRules }));
    return { kind: 'zone', zone, isSet: false };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not note or read where somebody is by the clock');
    return away;
  }
}
