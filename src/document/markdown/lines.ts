import { parseMarkdown, rangeOf } from './parse.ts';

/** Columns between two, as Markdown counts them. */
export const TAB_STOP = 4;

/** Without empty lines before it and without any space after it; the indentation of its first line means something. */
export function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** Two parts of a document, with one empty line between them. */
export function joinBlocks(first: string, second: string): string {
  return [first, second]
    .map(trimBlankLines)
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Where the line begins in which the offset is. */
export function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Indents every line but the first, and none that is empty. */
export function indentRest(text: string, columns: number): string {
  return text.replaceAll(/\n(?!\n|$)/g, `\n${' '.repeat(columns)}`);
}

/** Takes up to so many columns of white space from the beginning of a line; a tab reaches to the next stop. */
export function dedentLine(line: string, columns: number): string {
  let column = 0;
  let index = 0;
  for (; column < columns; index += 1) {
    if (line[index] === ' ') column += 1;
    else if (line[index] === '\t') column += TAB_STOP - (column % TAB_STOP);
    else break;
  }
  return ' '.repeat(Math.max(0, column - columns)) + line.slice(index);
}

/** The fence that a line opens: its indentation, its marks and its info string. */
export function openingFence(line: string): { readonly indent: string; readonly marks: string } | undefined {
  const [, indent = '', marks] = /^( {0,3})(`{3,}|~{3,})/.exec(line) ?? [];
  return marks === undefined ? undefined : { indent, marks };
}

/** Whether a line closes the fence that these marks opened. */
export function closesFence(line: string, marks: string): boolean {
  const [, closing] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return closing?.startsWith(marks) === true;
}

/** A model that ran out of tokens leaves code open: what comes after it would be taken for code. */
export function closeLastFence(text: string): string {
  const last = /^ {0,3}(?:`{3}|~{3})/m.test(text) ? parseMarkdown(text).children.at(-1) : undefined;
  if (last?.type !== 'code') return text;
  const lines = text.slice(lineStartOf(text, rangeOf(last).start)).split('\n');
  const fence = openingFence(lines[0] ?? '');
  if (fence === undefined || (lines.length > 1 && closesFence(lines.at(-1) ?? '', fence.marks))) return text;
  return `${text}\n${fence.indent}${fence.marks}`;
}
