import type { DiffPart } from '../document/diff/diff-texts.ts';
import { isParagraphBreak } from '../document/diff/blank-lines.ts';
import { diffTexts } from '../document/diff/diff-texts.ts';
import { hunksOf } from '../document/diff/hunks.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { type Row, point, type Span } from './card.ts';

/** Of what stands around a change. */
const CONTEXT_CHARS = 60;
/** Of what came or went in one piece. */
const PIECE_CHARS = 400;

/** A change on one line: what went is struck, what came is marked, what is the same is plain. */
function changeSpans(parts: readonly DiffPart[]): readonly Span[] {
  return parts.flatMap(({ kind, text }): readonly Span[] => {
    if (kind !== 'same' && isParagraphBreak(text))
      return [' ', { text: '¶', look: kind === 'added' ? 'added' : 'struck' }, ' '];
    // A change of nothing but white space has nothing to show, and no client marks a space.
    const [, before = '', words = '', after = ''] =
      /^(\s*)([^]*?)(\s*)$/.exec(cleanText(text).replaceAll(/\s+/g, ' ')) ?? [];
    const shown = shorten(words, PIECE_CHARS);
    if (kind === 'same') return [before + shown + (words === '' ? '' : after)];
    if (shown === '') return kind === 'added' ? [' '] : [];
    return [before, { text: shown, look: kind === 'added' ? ('added' as const) : ('struck' as const) }, after].filter(
      (span) => span !== '',
    );
  });
}

/** The places where a text changed, as many as there is room for. */
export function changeRows(
  before: string,
  after: string,
  mostChars: number,
): { readonly rows: readonly Row[]; readonly more: number } {
  const { hunks, more } = hunksOf(diffTexts(before, after), { contextChars: CONTEXT_CHARS, mostChars });
  return {
    rows: hunks.map(({ parts, isCutBefore, isCutAfter }) =>
      point('suggestions', ...(isCutBefore ? ['… '] : []), ...changeSpans(parts), ...(isCutAfter ? [' …'] : [])),
    ),
    more,
  };
}

/** One sentence before and after; either may be none. */
export function sentenceSpans(before: string, after: string): readonly Span[] {
  return changeSpans(diffTexts(cleanLine(before), cleanLine(after)));
}
