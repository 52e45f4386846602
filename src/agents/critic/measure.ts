import { findHeadings, type FoundHeading } from '../../document/sections/find-headings.ts';
import type { ArticleRequest } from '../../protocol/article.ts';
import { citedIds } from '../../protocol/citations.ts';
import type { Section } from '../../protocol/section.ts';
import { type House, stylesFor } from '../house.ts';
import { isHeadingInAnotherLanguage } from '../model/reading/language-fault.ts';
import { namedIn } from '../unmet-orders.ts';

/** What is known of a page that a draft may link to: whoever read sources looked at it, and nobody else does. */
export interface KnownPage {
  readonly address: string;
  /** `read`, or why it could not be. */
  readonly state: string;
}

/** What can be counted of a draft, so that nobody has to guess it. */
export interface Measures {
  readonly words: number;
  /** At the pace of {@link WORDS_PER_MINUTE}, at least 1. */
  readonly readingMinutes: number;
  /** Of the words that were ordered, in per cent. Absent: no length was. */
  readonly lengthPercent?: number;
  /** By section, in order. */
  readonly sections: readonly { readonly id: string; readonly heading: string; readonly words: number }[];
  readonly headings: number;
  /** What is wrong with the headings: `s4: level 4 behind level 2`. */
  readonly headingFaults: readonly string[];
  /** Ids of sections with a heading in another language than the article's. */
  readonly foreignHeadings: readonly string[];
  /** Of the longest sentence, in words. */
  readonly longestSentence: number;
  /** Phrases of four words that stand in it at least three times, the most frequent first; at most five. */
  readonly repeated: readonly { readonly phrase: string; readonly times: number }[];
  /** Words that the house never writes, each with the sections where it stands. */
  readonly cliches: readonly { readonly words: string; readonly sections: readonly string[] }[];
  /** Notes of sources that are cited. */
  readonly cited: number;
  readonly links: readonly KnownPage[];
}

export interface MeasuredBy {
  readonly request: Pick<ArticleRequest, 'language' | 'lengthWords'>;
  readonly house: House;
  readonly pages?: readonly KnownPage[] | undefined;
}

const PHRASE_WORDS = 4;
const REPEATED_FROM = 3;
const MOST_REPEATED = 5;
const MOST_NAMED = 20;
/** Silent reading of non-fiction in English: Brysbaert, How many words do we read per minute?, 2019. */
const WORDS_PER_MINUTE = 238;
const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' });
const LINK = /https?:\/\/[^\s<>()[\]"'`]{1,500}/g;

export function measure(draft: readonly Section[], { request, house, pages = [] }: MeasuredBy): Measures {
  const words = draft.map(({ text }) => wordsOf(text));
  const all = words.flat();
  const text = draft.map((section) => section.text).join('');
  const headings = draft.map((section) => ({ id: section.id, found: findHeadings(section.text) }));
  const { lengthWords, language } = request;
  return {
    words: all.length,
    readingMinutes: Math.max(1, Math.round(all.length / WORDS_PER_MINUTE)),
    ...(lengthWords !== undefined && { lengthPercent: Math.round((100 * all.length) / lengthWords) }),
    sections: draft.map(({ id, heading }, at) => ({ id, heading, words: words[at]?.length ?? 0 })),
    headings: headings.reduce((sum, { found }) => sum + found.length, 0),
    headingFaults: headingFaults(draft, headings).slice(0, MOST_NAMED),
    foreignHeadings: headings
      .filter(({ found }) => found.some((heading) => isHeadingInAnotherLanguage(heading.text, language)))
      .map(({ id }) => id),
    longestSentence: draft
      .flatMap((section) => section.text.split(/[.!?…。！？]\s|\n\s*\n/))
      .reduce((longest, sentence) => Math.max(longest, wordsOf(sentence).length), 0),
    repeated: repeatedIn(all),
    cliches: clichesIn(draft, house, request),
    cited: citedIds(text).length,
    links: linksIn(text, pages),
  };
}

type Headings = readonly { readonly id: string; readonly found: readonly FoundHeading[] }[];

/** One title; no level is skipped; none stands twice, and none alone. */
function headingFaults(draft: readonly Section[], headings: Headings): readonly string[] {
  const all = headings.flatMap(({ id, found }) => found.map(({ level, text }) => ({ id, level, text })));
  const titles = all.filter(({ level }) => level === 1).length;
  const skipped = all.flatMap(({ id, level }, at) => {
    const before = all[at - 1]?.level ?? level;
    return level > before + 1 ? [`${id}: level ${level} behind level ${before}`] : [];
  });
  const firstOf = new Map<string, string>();
  const twice = all.flatMap(({ id, text }) => {
    const first = firstOf.get(text.toLowerCase());
    if (first !== undefined) return [`${id}: the same heading as in ${first}`];
    firstOf.set(text.toLowerCase(), id);
    return [];
  });
  const alone = draft
    .filter(({ text, heading }) => heading !== '' && !/\n\s*\S/.test(text.trim()))
    .map(({ id }) => `${id}: nothing below its heading`);
  return [...(titles === 1 ? [] : [`${titles} titles (level 1)`]), ...skipped, ...twice, ...alone];
}

function clichesIn(draft: readonly Section[], house: House, request: MeasuredBy['request']): Measures['cliches'] {
  const unwanted = stylesFor(house, request).flatMap(({ banned }) => banned);
  const found = draft.map(({ id, text }) => ({ id, named: new Set(namedIn(text, unwanted)) }));
  return [...new Set(unwanted)]
    .map((words) => ({ words, sections: found.filter(({ named }) => named.has(words)).map(({ id }) => id) }))
    .filter(({ sections }) => sections.length > 0)
    .slice(0, MOST_NAMED);
}

function linksIn(text: string, pages: readonly KnownPage[]): readonly KnownPage[] {
  const known = new Map(pages.map(({ address, state }) => [withoutTail(address), state]));
  const addresses = new Set([...text.matchAll(LINK)].map(([address]) => address.replace(/[.,;:!?]+$/, '')));
  return [...addresses]
    .slice(0, MOST_NAMED)
    .map((address) => ({ address, state: known.get(withoutTail(address)) ?? 'nobody has looked' }));
}

/** Two addresses that differ so lead to one page. */
function withoutTail(address: string): string {
  return address.replace(/#.*$/, '').replace(/\/$/, '');
}

function repeatedIn(words: readonly string[]): Measures['repeated'] {
  const times = new Map<string, number>();
  for (let at = 0; at + PHRASE_WORDS <= words.length; at += 1) {
    const phrase = words.slice(at, at + PHRASE_WORDS).join(' ');
    times.set(phrase, (times.get(phrase) ?? 0) + 1);
  }
  return [...times]
    .filter(([, count]) => count >= REPEATED_FROM)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_REPEATED)
    .map(([phrase, count]) => ({ phrase, times: count }));
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of SEGMENTER.segment(text))
    if (isWordLike === true) words.push(segment.toLowerCase());
  return words;
}
