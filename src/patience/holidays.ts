import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { WorkingTime } from '../protocol/patience.ts';
import { knownZone } from '../protocol/timing.ts';
import { type Calendar, createCalendar } from './calendar.ts';

/** The calendar of somebody in a time zone. */
export type CalendarOf = (working: WorkingTime, zone: string) => Calendar;

const DAY_MS = 86_400_000;
const ISO_DAY_CHARS = 10;

/** The library takes a third of a second to load, and most processes remind nobody: it is loaded when it is first asked. */
const load = createRequire(import.meta.url);
const library = (): typeof Holidays => load('date-holidays') as typeof Holidays;

/** Knows the public holidays of the world. */
export function loadCalendars(): CalendarOf {
  const Library = library();
  const countries = Object.keys(new Library().getCountries());
  const byZone = new Map(countries.flatMap((country) => zonesOf(country).map((zone) => [zone, country] as const)));
  const known = new Map<string, (day: string) => boolean>();

  function holidaysOf(place: string): (day: string) => boolean {
    const found = known.get(place);
    if (found !== undefined) return found;
    const [country = place, ...state] = place.split('-');
    const made = publicHolidays(state.length === 0 ? new Library(country) : new Library(country, state.join('-')));
    known.set(place, made);
    return made;
  }

  return (working, zone) => {
    const place = working.holidays === 'zone' ? byZone.get(knownZone(zone) ?? zone) : working.holidays;
    return createCalendar(working, zone, place === undefined || place === 'none' ? undefined : holidaysOf(place));
  };
}

/** Whether there is such a country, or state of one: `DE`, `DE-BE`. */
export function isPlaceOfHolidays(place: string): boolean {
  const known = new (library())();
  const [country = place, ...state] = place.split('-');
  if (known.getCountries()[country] === undefined) return false;
  return state.length === 0 || known.getStates(country)?.[state.join('-')] !== undefined;
}

function publicHolidays(holidays: Holidays): (day: string) => boolean {
  const years = new Map<number, ReadonlySet<string>>();
  const ofYear = (year: number): ReadonlySet<string> => {
    const found = years.get(year);
    if (found !== undefined) return found;
    const made = new Set(holidays.getHolidays(year).filter(isPublic).flatMap(daysOf));
    years.set(year, made);
    return made;
  };
  return (day) => ofYear(Number(day.slice(0, 4))).has(day);
}

type Holiday = ReturnType<Holidays['getHolidays']>[number];

function isPublic({ type }: Holiday): boolean {
  return type === 'public';
}

/** Some last for several days, and some begin on the evening before. */
function daysOf({ date, start, end }: Holiday): readonly string[] {
  const first = Date.parse(`${date.slice(0, ISO_DAY_CHARS)}T00:00:00Z`);
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
  return Array.from({ length: days }, (_, day) => new Date(first + day * DAY_MS).toISOString().slice(0, ISO_DAY_CHARS));
}

/** TypeScript does not know it yet. Undefined: no country. */
interface LocaleWithZones extends Intl.Locale {
  getTimeZones(): readonly string[] | undefined;
}

/** As {@link knownZone} writes them. */
function zonesOf(country: string): readonly string[] {
  const zones = (new Intl.Locale(`und-${country}`) as LocaleWithZones).getTimeZones() ?? [];
  return zones.map((zone) => knownZone(zone) ?? zone);
}
