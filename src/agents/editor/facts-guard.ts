import { comparable } from '../comparable.ts';
import type { Edited } from './state.ts';

/** Below or above this share of the draft's length an edit has cut or invented. */
const MIN_LENGTH_SHARE = 0.6;
const MAX_LENGTH_SHARE = 1.5;
/** In a shorter draft a new heading alone moves the share. */
const LENGTH_COUNTS_FROM_CHARS = 600;
/** Items of one kind named in a fault. */
const MAX_NAMED = 10;

/**
 * What an edit did to the facts of a draft, told so that the model can undo it; undefined when every number, quotation and
 * address is still there and none was added. How often something is said, or how thousands are grouped, does not matter.
 */
export function factsFault(draft: string, edited: Edited): string | undefined {
  const before = factsOf(draft);
  const after = factsOf(edited.text);
  // A title and a summary are read on their own: they may leave out, but not add.
  const around = factsOf(`${edited.title}\n${edited.summary}`);
  const words = { before: comparable(draft), after: comparable(edited.text) };
  const share = edited.text.length / draft.length;
  const faults = [
    name('These numbers of the draft are gone', missing(before.numbers, after.numbers)),
    name('These numbers are not in the draft', missing(new Set([...after.numbers, ...around.numbers]), before.numbers)),
    name('These addresses of the draft are gone', missing(before.urls, after.urls)),
    name('These addresses are not in the draft', missing(new Set([...after.urls, ...around.urls]), before.urls)),
    name(
      'These quotations of the draft are gone or changed',
      [...before.quotes].filter((quote) => !words.after.includes(quote)),
    ),
    name(
      'These quotations are not in the draft',
      [...after.quotes].filter((quote) => !words.before.includes(quote)),
    ),
    draft.length >= LENGTH_COUNTS_FROM_CHARS && (share < MIN_LENGTH_SHARE || share > MAX_LENGTH_SHARE)
      ? `The text has ${Math.round(share * 100)}% of the length of the draft: keep what it says, all of it and no more.`
      : undefined,
  ].filter((fault) => fault !== undefined);
  return faults.length === 0
    ? undefined
    : `The edit changed facts. ${faults.join(' ')} Answer again with the facts of the draft.`;
}

/** Whether a text has a number that the draft does not have. */
export function bringsNewNumbers(draft: string, text: string): boolean {
  return missing(factsOf(text).numbers, factsOf(draft).numbers).length > 0;
}

interface Facts {
  readonly numbers: ReadonlySet<string>;
  readonly urls: ReadonlySet<string>;
  readonly quotes: ReadonlySet<string>;
}

const URL_PATTERN = /https?:\/\/[^\s<>()[\]"'`«»“”„]+/gi;
/** `1 000`, `1’000`, with the spaces that typography uses; or digits with points and commas between them. */
const NUMBER_PATTERN =
  /\p{Nd}{1,3}(?:[ \u00a0\u2009\u202f'’]\p{Nd}{3})+(?!\p{Nd})(?:[.,]\p{Nd}+)?|\p{Nd}+(?:[.,]\p{Nd}+)*/gu;
/** Numbers that only count list items or sections. */
const MARKER_PATTERN = /^[ \t]*(?:#{1,6}[ \t]+)?\p{Nd}{1,3}[.)][ \t]/gmu;
const QUOTE_PATTERNS = [/“([^”\n]+)”/g, /«([^»\n]+)»/g, /„([^“”\n]+)[“”]/g, /"([^"\n]+)"/g] as const;

function factsOf(text: string): Facts {
  const urls = (text.match(URL_PATTERN) ?? []).map((url) => url.replace(/[.,;:!?*_]+$/, ''));
  const prose = text.replace(URL_PATTERN, ' ').replace(MARKER_PATTERN, '');
  const numbers = (prose.match(NUMBER_PATTERN) ?? []).map(canonicalNumber);
  const quotes = QUOTE_PATTERNS.flatMap((pattern) =>
    [...prose.matchAll(pattern)].map((match) => comparable(match[1] ?? '').replace(/[\s.,;:!?…]+$/, '')),
  );
  return { numbers: new Set(numbers), urls: new Set(urls), quotes: new Set(quotes.filter((quote) => quote !== '')) };
}

/** `1,000`, `1 000` and `1.000.000` without their groups; a decimal comma as a point. */
function canonicalNumber(number: string): string {
  const joined = number.replaceAll(/[ \u00a0\u2009\u202f'’]/g, '');
  if (/^\p{Nd}{1,3}(?:,\p{Nd}{3})+(?:\.\p{Nd}+)?$/u.test(joined)) return joined.replaceAll(',', '');
  if (/^\p{Nd}{1,3}(?:\.\p{Nd}{3}){2,}(?:,\p{Nd}+)?$/u.test(joined))
    return joined.replaceAll('.', '').replace(',', '.');
  return joined.replaceAll(',', '.');
}

function missing(wanted: ReadonlySet<string>, present: ReadonlySet<string>): readonly string[] {
  return [...wanted].filter((item) => !present.has(item));
}

function name(what: string, items: readonly string[]): string | undefined {
  if (items.length === 0) return undefined;
  const more = items.length > MAX_NAMED ? ` and ${items.length - MAX_NAMED} more` : '';
  return `${what}: ${items.slice(0, MAX_NAMED).join(' · ')}${more}.`;
}
