import type { InterfaceLanguage } from '../protocol/article.ts';

/**
 * The forms a word takes after a number, as Unicode's plural rules call them; `many` where a language has no form of its own. `few`, for
 * one: 2 черновика, 5 черновиков.
 */
export interface PluralForms {
  readonly zero?: string;
  readonly one: string;
  readonly two?: string;
  readonly few?: string;
  readonly many: string;
  readonly other?: string;
}

/** Numbers, dates and lists as a reader of the language writes them. */
export interface Format {
  /** `12,345`, `12 345`. */
  readonly number: (value: number) => string;
  /** Always one decimal: `8.0`, `8,0`. */
  readonly score: (value: number) => string;
  /** `38%`, `38 %` @param value 0.38 */
  readonly percent: (value: number) => string;
  /** US dollars to the cent; what is less than a cent says so. */
  readonly money: (usd: number) => string;
  /** `23 Nov 2026, 14:07 UTC`, in the time zone of the process, which is named because readers may be elsewhere. */
  readonly dateTime: (at: Date | string) => string;
  /** `23 Nov 2026`. @param zone IANA; absent: UTC */
  readonly day: (at: Date, zone?: string) => string;
  /** `14:07`, in the time zone of the process. */
  readonly time: (at: Date | string) => string;
  /** `German`, `немецкий`; the tag itself where nobody has a name for it. */
  readonly languageName: (tag: string) => string;
  /** `1 draft`, `2 drafts`: the number with the form that goes with it. */
  readonly count: (value: number, forms: PluralForms) => string;
  /** With a full stop behind it, unless it ends with a mark of its own: `Ann B.`, `Why do tides rise?` */
  readonly ended: (text: string) => string;
  /** `Ann, Bob or Eve`. */
  readonly either: (items: readonly string[]) => string;
  /** `Ann, Bob and Eve`. */
  readonly both: (items: readonly string[]) => string;
}

// British English: 24-hour clock and day before month, which no reader takes for the other way round.
const LOCALES: Readonly<Record<InterfaceLanguage, string>> = { en: 'en-GB', ru: 'ru-RU' };
const ONE_CENT = 0.01;

export function createFormat(language: InterfaceLanguage): Format {
  const locale = LOCALES[language] ?? language;
  const numbers = new Intl.NumberFormat(locale);
  const scores = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  const dollars = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
  });
  const dates = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const daysIn = (timeZone: string) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  const days = daysIn('UTC');
  const times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const plurals = new Intl.PluralRules(locale);
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const alternatives = new Intl.ListFormat(locale, { type: 'disjunction' });
  const conjunctions = new Intl.ListFormat(locale, { type: 'conjunction' });

  return {
    number: (value) => numbers.format(value),
    score: (value) => scores.format(value),
    percent: (value) => percents.format(value),
    money: (usd) => (usd > 0 && usd < ONE_CENT ? `< ${dollars.format(ONE_CENT)}` : dollars.format(usd)),
    dateTime(at) {
      const date = new Date(at);
      return Number.isNaN(date.getTime()) ? String(at) : dates.format(date);
    },
    day: (at, zone) => (zone === undefined ? days : daysIn(zone)).format(at),
    time(at) {
      const date = new Date(at);
      return Number.isNaN(date.getTime()) ? String(at) : times.format(date);
    },
    count(value, forms) {
      const form = forms[plurals.select(value)] ?? forms.many;
      return `${numbers.format(value)} ${form}`;
    },
    languageName(tag) {
      try {
        return languages.of(tag) ?? tag;
      } catch {
        // It is no tag, and has no name.
        return tag;
      }
    },
    ended: (text) => (/[.?!…][»”"')\]]*$/u.test(text) ? text : `${text}.`),
    either: (items) => alternatives.format(items),
    both: (items) => conjunctions.format(items),
  };
}
