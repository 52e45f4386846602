import { findHeadings } from '../../document/sections/find-headings.ts';

/** An edited text under the headings of the draft. One that has more of them, or fewer, is no edit: the draft stands. */
export function keepHeadings(draft: string, edited: string): string {
  const own = blocksOf(draft);
  const found = blocksOf(edited);
  if (own.length !== found.length) return draft;
  let text = '';
  let from = 0;
  for (const [at, { start, end }] of found.entries()) {
    text += `${edited.slice(from, start)}${own[at]?.text ?? ''}`;
    from = end;
  }
  return `${text}${edited.slice(from)}`;
}

/** Where each heading stands, with its marks: one line, or two where it is underlined. */
function blocksOf(text: string): readonly { readonly start: number; readonly end: number; readonly text: string }[] {
  return findHeadings(text).map(({ start }) => {
    const lineEnd = endOfLine(text, start);
    const isUnderlined = !/^\s{0,3}#/.test(text.slice(start, lineEnd));
    const end = isUnderlined ? endOfLine(text, lineEnd + 1) : lineEnd;
    return { start, end, text: text.slice(start, end) };
  });
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
