import type { FactSource } from '../../protocol/fact-report.ts';
import type { ModelAnswer } from '../agent.ts';
import { comparableQuote } from './comparable-quote.ts';

type Found = ModelAnswer['sources'];

/** Fewer letters and digits are found in any page. */
const LEAST_QUOTE_CHARS = 6;
/** With these a quotation leaves something out. */
const OMISSION = /(?:\[?(?:…|\.\.\.)\]?)/;

/** What holds a verdict up: pages that the search returned, and words that stand in one of them. */
export interface Evidence {
  readonly quote?: string;
  /** The one with the words first. */
  readonly sources: readonly FactSource[];
}

/**
 * What of that which a model cites the search really returned. Undefined when that is no evidence: no such page, or a quotation that
 * stands nowhere in what was found.
 */
export function evidenceOf(
  cited: { readonly quote: string | null; readonly urls: readonly string[] },
  found: Found,
): Evidence | undefined {
  const named = cited.urls.flatMap((url) => found.find((page) => comparable(page.url) === comparable(url)) ?? []);
  const quote = cited.quote?.trim() ?? '';
  if (quote === '') return named.length === 0 ? undefined : { sources: toSources(named) };
  const holding = found.filter((page) => holds(page, quote));
  // The page that the model names, where several have the words.
  const first = named.find((page) => holding.includes(page)) ?? holding[0];
  return first === undefined ? undefined : { quote, sources: toSources([first, ...named]) };
}

function holds({ title, snippet = '' }: Found[number], quote: string): boolean {
  const page = comparableQuote(`${title} ${snippet}`);
  const parts = quote
    .split(OMISSION)
    .map((part) => comparableQuote(part).replaceAll(/^[\s"'.,;:!?-]+|[\s"'.,;:!?-]+$/g, ''));
  const chars = parts.join('').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return chars >= LEAST_QUOTE_CHARS && parts.every((part) => page.includes(part));
}

function toSources(pages: Found): readonly FactSource[] {
  const sources = pages.map(({ title, url, date }) => ({ title, url, ...(date !== undefined && { date }) }));
  return [...new Map(sources.map((source) => [source.url, source])).values()];
}

/** Models drop `www.`, the scheme, a fragment or the last slash when they repeat an address. */
function comparable(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/#.*$/, '')
    .replace(/\/+$/, '');
}
