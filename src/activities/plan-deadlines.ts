import { type CalendarOf, loadCalendars } from '../patience/holidays.ts';
import type { PatienceActivities } from '../protocol/activities.ts';
import type { Deadline } from '../protocol/gate.ts';
import type { Wait } from '../protocol/patience.ts';
import type { ZoneStore } from '../storage/zone-store.ts';

/** A moment is due when it is for each of those who are waited for, wherever they are. */
export function createPlanDeadlines(zones: Pick<ZoneStore, 'zonesOf'>): PatienceActivities['planDeadlines'] {
  let calendars: CalendarOf | undefined;
  return async ({ people, since, rules }) => {
    calendars ??= loadCalendars();
    const calendarOf = calendars;
    const known = await zones.zonesOf(people);
    const places = [
      ...new Set(people.map((person) => known.get(person) ?? rules.zone)),
      ...(people.length === 0 ? [rules.zone] : []),
    ];
    const last = (wait: Wait): string => {
      const moments = places.map((zone) => calendarOf(rules.working, zone).after(new Date(since), wait).getTime());
      return new Date(Math.max(...moments)).toISOString();
    };
    const { escalate, expire } = rules;
    const deadlines: readonly Deadline[] = [
      ...(escalate === undefined ? [] : [{ kind: 'escalate' as const, at: last(escalate.after) }]),
      ...(expire === undefined ? [] : [{ kind: 'expire' as const, at: last(expire.after) }]),
    ];
    return deadlines.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  };
}
