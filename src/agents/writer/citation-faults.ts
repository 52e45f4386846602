import { citedIds, citedSentences, withoutCitations } from '../../protocol/citations.ts';
import type { Note } from '../../protocol/evidence.ts';
import type { AnswerFault } from '../model/reading/article-faults.ts';
import { maskCode } from '../model/reading/mask-code.ts';
import { quoteInPage } from '../../lib/quote-in-page.ts';

/** What a text may cite, link to and quote. */
export interface CitationRules {
  readonly notes: readonly Note[];
  /** To which it may link. */
  readonly addresses: readonly string[];
  /** Where a quotation may stand: in a page that its sentence cites, or in `others`. Undefined: quotations are not looked up. */
  readonly quotable?:
    | { readonly pages: Readonly<Record<string, string>>; readonly others: readonly string[] }
    | undefined;
}

/** So many words between quotation marks are somebody's; fewer may be a title, a term or irony. */
const MIN_QUOTED_WORDS = 5;
const QUOTED = /“([^“”\n]{1,2000})”|«([^«»\n]{1,2000})»|„([^„“”\n]{1,2000})[“”]|"([^"\n]{1,2000})"/g;

/** What is wrong with what a text cites, links to and quotes: by code and line, in our own words. */
export function citationFaults(text: string, rules: CitationRules): readonly AnswerFault[] {
  const masked = maskCode(text);
  return [...unknownNotes(masked, rules), ...inventedAddresses(text, rules), ...strayQuotes(masked, rules)];
}

function unknownNotes(text: string, { notes }: CitationRules): readonly AnswerFault[] {
  const known = new Set(notes.map(({ id }) => id));
  const lines = linesWhere(text, (line) => citedIds(line).some((id) => !known.has(id)));
  if (lines === undefined) return [];
  const range = notes.length === 0 ? 'There are no notes: cite nothing.' : `The notes are e1 to e${notes.length}.`;
  return [{ code: 'unknown-note', place: lines, words: `A mark names no note. ${range}` }];
}

function inventedAddresses(text: string, { addresses }: CitationRules): readonly AnswerFault[] {
  const known = new Set(addresses.map(comparableAddress));
  const strange = addressesIn(text).filter(({ address }) => !known.has(comparableAddress(address)));
  if (strange.length === 0) return [];
  return [
    {
      code: 'invented-address',
      place: namedLines(strange.map(({ line }) => line)),
      words: 'An address stands here that nobody has read. Write no addresses and no links; cite notes by their ids.',
    },
  ];
}

function strayQuotes(text: string, { notes, quotable }: CitationRules): readonly AnswerFault[] {
  if (quotable === undefined) return [];
  const { pages, others } = quotable;
  const pageOf = new Map(notes.map(({ id, sha256 }) => [id, pages[sha256] ?? '']));
  const everywhere = [...Object.values(pages), ...others];
  const cited = new Map(citedSentences(text).map(({ sentence, noteIds }) => [sentence, noteIds]));
  const isStray = (line: string): boolean =>
    quotesIn(line).some((quote) => {
      const sentence = [...cited.keys()].find((one) => one.includes(quote));
      const ids = sentence === undefined ? [] : (cited.get(sentence) ?? []);
      const places = ids.length === 0 ? everywhere : [...ids.map((id) => pageOf.get(id) ?? ''), ...others];
      return !standsIn(quote, places);
    });
  const lines = linesWhere(text, isStray);
  if (lines === undefined) return [];
  return [
    {
      code: 'stray-quote',
      place: lines,
      words:
        'A quotation does not stand in the page that is cited. Quote word for word, or say it in your own words without quotation marks.',
    },
  ];
}

function quotesIn(line: string): readonly string[] {
  return [...withoutCitations(line).matchAll(QUOTED)]
    .map(([, ...kinds]) => (kinds.find((kind) => kind !== undefined) ?? '').trim())
    .filter((quote) => quote.split(/\s+/).length >= MIN_QUOTED_WORDS);
}

/** Each part of a quotation that leaves something out. */
function standsIn(quote: string, places: readonly string[]): boolean {
  const parts = quote
    .split(/\[?(?:…|\.\.\.)\]?/)
    .map((part) => part.replaceAll(/^[\s,.;:!?]+|[\s,.;:!?]+$/g, ''))
    .filter((part) => part !== '');
  return places.some((place) => parts.every((part) => quoteInPage(part, place) !== undefined));
}

/** What leads out of a text: whatever is written as a link's target, and whatever reads as an address. */
export function addressesIn(text: string): readonly { readonly address: string; readonly line: number }[] {
  return text.split('\n').flatMap((content, at) =>
    ADDRESSES.flatMap((pattern) =>
      [...content.matchAll(pattern)].flatMap(([, address = '']) =>
        // Within the text, or nowhere.
        address === '' || address.startsWith('#') ? [] : [{ address: withoutEnd(address), line: at + 1 }],
      ),
    ),
  );
}

const ADDRESSES: readonly RegExp[] = [
  /\]\(\s{0,9}<?([^)>\s]{1,2000})/g,
  /^\s{0,3}\[[^\]\n]{1,200}\]:\s{0,9}<?([^>\s]{1,2000})/g,
  /((?:https?:\/\/|www\.)[^\s<>()[\]"'`“”«»]{1,2000})/gi,
  /\b(?:href|src)\s{0,9}=\s{0,9}["']?([^"'\s>]{1,2000})/gi,
];

function withoutEnd(address: string): string {
  return address.replace(/[.,;:!?*_]{1,9}$/, '');
}

/** Writers drop the scheme, `www.`, a fragment or the last slash when they repeat an address. */
function comparableAddress(address: string): string {
  const plain =
    address
      .trim()
      .replace(/^(?:https?:)?\/\//i, '')
      .replace(/^www\./i, '')
      .split('#', 1)[0] ?? '';
  const slash = plain.indexOf('/');
  const host = (slash === -1 ? plain : plain.slice(0, slash)).toLowerCase();
  return `${host}${(slash === -1 ? '' : plain.slice(slash)).replace(/\/$/, '')}`;
}

function linesWhere(text: string, isFaulty: (line: string) => boolean): string | undefined {
  const lines = text.split('\n').flatMap((line, at) => (isFaulty(line) ? [at + 1] : []));
  return lines.length === 0 ? undefined : namedLines(lines);
}

const MOST_LINES = 5;

function namedLines(lines: readonly number[]): string {
  const all = [...new Set(lines)];
  return `${all.length === 1 ? 'line' : 'lines'} ${all.slice(0, MOST_LINES).join(', ')}${all.length > MOST_LINES ? ' and more' : ''}`;
}
