import type { ScheduleRules } from '../config/schedules-schema.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { ZoneStore } from '../storage/zone-store.ts';
import type { Away, ZoneOfPerson } from './reply.ts';

export interface ZoneOptions {
  readonly zones: ZoneStore | undefined;
  readonly scheduleRules: Pick<ScheduleRules, 'zone'> | undefined;
  readonly storeBudgetMs: number;
  readonly logger: Logger;
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
    const known = (await within(storeBudgetMs, 'PostgreSQL', zones.zonesOf([person]))).get(person);
    return { kind: 'zone', zone: known ?? scheduleRules?.zone ?? 'UTC', isSet: false };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not note or read where somebody is by the clock');
    return away;
  }
}
