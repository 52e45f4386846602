import { z } from 'zod';
import { isPlaceOfHolidays } from '../patience/holidays.ts';
import { EXPIRY_OUTCOMES, type PatienceRules, type Wait, type WorkingTime } from '../protocol/patience.ts';
import { keyField } from './approver.ts';
import type { PatiencePolicy } from '../protocol/settings.ts';
import { choice, group, shown, text } from './fields.ts';
import { type Fault, faultsOfPlaces, over, policiesOf } from './policies.ts';

/** As `Date.getUTCDay` counts them. */
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const NEVER = 'never';
const NONE = 'none';
const ZONE = 'zone';
const HOUR_MINUTES = 60;
const LONGEST_DAYS = 366;
const LONGEST_MINUTES = 100_000;

const list = <Item extends z.ZodType>(item: Item, like: string) =>
  z.array(item, { error: ({ input }) => `must be a list such as ${like}, is ${shown(input)}` });

const wait = (about: string) =>
  text({ like: '30m, 4h, 2d or never', pattern: /^(never|[1-9]\d{0,4}[mhd])$/, about }).refine(
    (typed) => {
      const time = toWait(typed);
      if (time === undefined) return true;
      return time.count <= (time.unit === 'days' ? LONGEST_DAYS : LONGEST_MINUTES);
    },
    { error: ({ input }) => `must be ${LONGEST_DAYS}d at most, is ${shown(input)}` },
  );

const CLOCK = '([01]?\\d|2[0-4]):([0-5]\\d)';
const SPAN = new RegExp(`^${CLOCK}-${CLOCK}$`);

const person = keyField(
  'requester or somebody by name, slack:T024BE7LH:U024BE7LH or telegram:123456789',
  /^(requester|slack:T[A-Z0-9]+:[UW][A-Z0-9]+|(?!slack:)[a-z][a-z0-9-]*:(?!group:)[^\s:]+)$/,
);

/** What holds for all articles, and may be otherwise for some. */
const rules = {
  remind_after: wait(
    'Who is waited for so long is reminded, in person: one message a day at most, with all that waits for them. never: nobody is.',
  ),
  remind_every: wait('How long after a reminder of an article the next one may come. never: there is one.'),
  escalate_after: wait('After so long the people under escalate_to are told, and the thread says so.'),
  escalate_to: list(person, '[slack:T024BE7LH:U024BE7LH]').meta({
    description:
      'Who is told that others are waited for, by name; or requester. It gives no right to decide: that is for approvers.',
  }),
  expire_after: wait('After so long without a decision an article is parked or cancelled.'),
  outcome: choice(
    EXPIRY_OUTCOMES,
    'What becomes of it then. park: it waits as if paused, until somebody resumes it or decides. cancel: it ends, and nothing is delivered. Nothing is ever approved by itself.',
  ),
  working_days: list(choice(WEEKDAYS, 'A day of the week.'), '[monday, tuesday]')
    .min(1, { error: 'is empty: nobody would ever work' })
    .meta({ description: 'Days on which time counts and people are written to, by the clock of where they are.' }),
  working_hours: text({
    like: '9:00-18:00',
    pattern: SPAN,
    about: 'The hours of those days. 0:00-24:00: all.',
  }),
  quiet_hours: text({
    like: '12:00-13:00, 22:00-8:00 or none',
    pattern: new RegExp(`^none$|${SPAN.source}`),
    about: 'Within them nobody is written to and no time counts; over midnight, too.',
  }),
  holidays: text({
    like: 'zone, none, DE or DE-BE',
    pattern: /^(zone|none|[A-Z]{2}(-[A-Z0-9]{1,4})?)$/,
    about:
      'Days on which nobody works. zone: public holidays of the country that the person’s time zone belongs to. DE, DE-BE: those of that country or state, for all.',
  }).refine((place) => place === ZONE || place === NONE || isPlaceOfHolidays(place), {
    error: ({ input }) =>
      `names no country or state whose holidays are known, is ${shown(input)}; write ISO 3166 codes such as DE or DE-BE`,
  }),
  days_off: list(
    text({ like: '2026-12-24', pattern: /^\d{4}-\d\d-\d\d$/, about: 'A day.' }).refine(isDay, {
      error: ({ input }) => `must be a day such as 2026-12-24, is ${shown(input)}`,
    }),
    '[2026-12-24]',
  )
    .max(LONGEST_DAYS)
    .meta({ description: 'More days on which nobody works.' }),
};

const ONCE_A_DAY = '1d';

export const patience = group(
  {
    remind_after: rules.remind_after.default('4h'),
    remind_every: rules.remind_every.default(ONCE_A_DAY),
    escalate_after: rules.escalate_after.default(NEVER),
    escalate_to: rules.escalate_to.default([]),
    expire_after: rules.expire_after.default(NEVER),
    outcome: rules.outcome.default('park'),
    working_days: rules.working_days.default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
    working_hours: rules.working_hours.default('9:00-18:00'),
    quiet_hours: rules.quiet_hours.default(NONE),
    holidays: rules.holidays.default(ZONE),
    days_off: rules.days_off.default([]),
    policies: policiesOf(z.object(rules).partial().shape),
  },
  'What happens while people are waited for: reminders, and what is said and done in the end. Times count within working hours of those who are waited for: 4h are four of them, 2d until the same time two working days later.',
)
  .check(({ value, issues }) => {
    const { policies, ...top } = value;
    const report = (faults: readonly Fault[], ...path: readonly PropertyKey[]): void => {
      for (const { at, what } of faults)
        issues.push({ code: 'custom', input: value, path: [...path, ...at], message: what });
    };
    report(faultsOf(top));
    report(faultsOfPlaces(policies));
    for (const [index, one] of policies.entries()) report(faultsOf(overAll(top, one)), 'policies', index);
  })
  .prefault({});

type PatienceYaml = Omit<z.output<typeof patience>, 'policies'>;

/** With what a policy says. Where it tells nobody, it need not say to whom. */
function overAll(
  top: PatienceYaml,
  one: { readonly [Key in keyof PatienceYaml]?: PatienceYaml[Key] | undefined },
): PatienceYaml {
  const isUntold = one.escalate_after === NEVER && one.escalate_to === undefined;
  return { ...over(top, one), ...(isUntold && { escalate_to: [] }) };
}

/** What could never come about. */
function faultsOf(value: PatienceYaml): readonly Fault[] {
  const fault = (key: keyof PatienceYaml, what: string): Fault => ({ at: [key], what });
  const { from, to } = toSpan(value.working_hours);
  if (from >= to || to > 24 * HOUR_MINUTES)
    return [fault('working_hours', `must begin before they end, and end by 24:00, is ${shown(value.working_hours)}`)];
  const dayMinutes = minutesOf(value);
  if (dayMinutes === 0)
    return [fault('quiet_hours', `leave nothing of working_hours (${value.working_hours}): nobody could be reminded`)];
  const long = (typed: string): number => {
    const time = toWait(typed);
    if (time === undefined) return Number.POSITIVE_INFINITY;
    return time.unit === 'days' ? time.count * dayMinutes : time.count;
  };
  const remind = long(value.remind_after);
  const every = long(value.remind_every);
  const escalate = long(value.escalate_after);
  const expire = long(value.expire_after);
  const faults: Fault[] = [];
  if (value.escalate_after !== NEVER && value.escalate_to.length === 0)
    faults.push(fault('escalate_to', 'names nobody; name who is told after escalate_after, or set that to never'));
  if (value.escalate_after === NEVER && value.escalate_to.length > 0)
    faults.push(fault('escalate_after', 'is never, and escalate_to names people; say after how long they are told'));
  if (Number.isFinite(remind) && remind >= escalate)
    faults.push(
      fault(
        'escalate_after',
        `is ${value.escalate_after}, and those who are waited for are reminded only after ${value.remind_after}; make it longer`,
      ),
    );
  const [before, name] = Number.isFinite(escalate)
    ? [escalate, 'escalate_after']
    : [Number.isFinite(remind) ? remind : 0, 'remind_after'];
  if (before >= expire)
    faults.push(
      fault('expire_after', `is ${value.expire_after}, which has to be longer than ${name}; make it longer, or never`),
    );
  // Unless nobody has asked for it, which is to say once a day.
  if (Number.isFinite(every) && value.remind_every !== ONCE_A_DAY && remind + every >= expire && remind < expire)
    faults.push(
      fault(
        'remind_every',
        `is ${value.remind_every}, and the article is given up ${value.expire_after} after people are asked (expire_after): there would be no second reminder; make it shorter, or never`,
      ),
    );
  return faults;
}

/** As the articles have it. @param zone of whom nobody tells one */
export function toPatience(
  { policies, ...top }: z.output<typeof patience>,
  zone: string,
): { readonly patience: PatienceRules; readonly policies: readonly PatiencePolicy[] } {
  return {
    patience: toRules(top, zone),
    policies: policies.map(({ template, channel, language, ...one }) => ({
      ...(template !== undefined && { template }),
      ...(channel !== undefined && { channel }),
      ...(language !== undefined && { language }),
      patience: toRules(overAll(top, one), zone),
    })),
  };
}

function toRules(yaml: PatienceYaml, zone: string): PatienceRules {
  const [remindAfter, remindEvery, escalateAfter, expireAfter] = [
    yaml.remind_after,
    yaml.remind_every,
    yaml.escalate_after,
    yaml.expire_after,
  ].map(toWait);
  return {
    ...(remindAfter !== undefined && { remindAfter }),
    ...(remindEvery !== undefined && { remindEvery }),
    ...(escalateAfter !== undefined && { escalate: { after: escalateAfter, to: yaml.escalate_to } }),
    ...(expireAfter !== undefined && { expire: { after: expireAfter, outcome: yaml.outcome } }),
    working: toWorkingTime(yaml),
    zone,
  };
}

function toWorkingTime({ working_days, working_hours, quiet_hours, holidays, days_off }: PatienceYaml): WorkingTime {
  return {
    weekdays: working_days.map((day) => WEEKDAYS.indexOf(day)),
    ...toSpan(working_hours),
    ...(quiet_hours !== NONE && { quiet: toSpan(quiet_hours) }),
    holidays,
    daysOff: days_off,
  };
}

/** Minutes of a working day that are not quiet. */
function minutesOf({ working_hours, quiet_hours }: Pick<PatienceYaml, 'working_hours' | 'quiet_hours'>): number {
  const { from, to } = toSpan(working_hours);
  if (quiet_hours === NONE) return to - from;
  const quiet = toSpan(quiet_hours);
  const isQuiet = (minute: number): boolean =>
    quiet.from < quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to;
  return Array.from({ length: to - from }, (_, minute) => from + minute).filter((minute) => !isQuiet(minute)).length;
}

function toSpan(typed: string): { readonly from: number; readonly to: number } {
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = (SPAN.exec(typed) ?? []).slice(1).map(Number);
  return { from: fromHour * HOUR_MINUTES + fromMinute, to: toHour * HOUR_MINUTES + toMinute };
}

function toWait(typed: string): Wait | undefined {
  if (typed === NEVER) return undefined;
  const count = Number(typed.slice(0, -1));
  if (typed.endsWith('d')) return { unit: 'days', count };
  return { unit: 'minutes', count: typed.endsWith('h') ? count * HOUR_MINUTES : count };
}

function isDay(typed: string): boolean {
  const at = new Date(`${typed}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed);
}
