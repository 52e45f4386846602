import type { PatienceRules } from '../protocol/patience.ts';
import type { CalendarOf } from './holidays.ts';

/** An article at its gate, and who is waited for there. */
export interface WaitedFor {
  readonly articleId: string;
  readonly gate: string;
  readonly since: Date;
  readonly rules: PatienceRules;
  /** `actorKey`s */
  readonly people: readonly string[];
  /** Others who were told, and when. Absent: nobody was. */
  readonly escalated?: { readonly at: Date; readonly to: readonly string[] };
}

export interface ReminderItem {
  readonly articleId: string;
  readonly gate: string;
}

/** One message to one person. Made twice, it is one: `occasion` names it. */
export interface Reminder {
  readonly person: string;
  readonly kind: 'reminder' | 'escalation';
  readonly occasion: string;
  /** All that waits for them, what waits longest first. */
  readonly items: readonly [ReminderItem, ...ReminderItem[]];
}

/** What is known of people. */
export interface Remembered {
  /** IANA, by person. */
  readonly zones: ReadonlyMap<string, string>;
  /** When somebody was last reminded of a gate, by {@link reminderKey}. */
  readonly reminded: ReadonlyMap<string, Date>;
  /** Until when somebody wants to hear nothing of an article, by {@link snoozeKey}. */
  readonly snoozed: ReadonlyMap<string, Date>;
}

export function reminderKey(person: string, { articleId, gate }: ReminderItem): string {
  return `${person} ${articleId} ${gate}`;
}

export function snoozeKey(person: string, articleId: string): string {
  return `${person} ${articleId}`;
}

/**
 * Who is to be reminded at a moment, and who is to be told that others are waited for: only while they work, by their own clock; of one
 * person one reminder a day. Pure.
 */
export function dueReminders(
  waiting: readonly WaitedFor[],
  known: Remembered,
  now: Date,
  calendarOf: CalendarOf,
): readonly Reminder[] {
  const calendar = (person: string, { working, zone }: PatienceRules) =>
    calendarOf(working, known.zones.get(person) ?? zone);

  function isDue(person: string, { rules, since, ...item }: WaitedFor): boolean {
    const last = known.reminded.get(reminderKey(person, item));
    const wait = last === undefined || last < since ? rules.remindAfter : rules.remindEvery;
    const from = last === undefined || last < since ? since : last;
    return wait !== undefined && calendar(person, rules).after(from, wait) <= now;
  }

  const oldestFirst = waiting.toSorted((one, other) => one.since.getTime() - other.since.getTime());
  const reminders = [...new Set(oldestFirst.flatMap(({ people }) => people))].flatMap((person): readonly Reminder[] => {
    const items = oldestFirst.filter(
      ({ people, articleId }) =>
        people.includes(person) && !((known.snoozed.get(snoozeKey(person, articleId)) ?? now) > now),
    );
    const [first, ...rest] = items.filter(({ rules }) => rules.remindAfter !== undefined);
    // Where some articles are waited for at other hours than others, theirs count.
    const due = items.find((item) => isDue(person, item) && calendar(person, item.rules).isWorking(now));
    if (first === undefined || due === undefined) return [];
    const here = calendar(person, due.rules);
    return [
      {
        person,
        kind: 'reminder',
        occasion: here.dayOf(now),
        items: [toItem(first), ...rest.map((item) => toItem(item))],
      },
    ];
  });
  const escalations = oldestFirst.flatMap(({ escalated, rules, ...item }): readonly Reminder[] =>
    (escalated?.to ?? [])
      .filter((person) => calendar(person, rules).isWorking(now))
      .map((person) => ({
        person,
        kind: 'escalation',
        occasion: `${item.articleId} ${item.gate} ${escalated?.at.toISOString() ?? ''}`,
        items: [toItem(item)],
      })),
  );
  return [...reminders, ...escalations];
}

function toItem({ articleId, gate }: ReminderItem): ReminderItem {
  return { articleId, gate };
}
