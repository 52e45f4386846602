import { closesFence, openingFence } from './lines.ts';

const DELIMITER = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
/** Longer rows are nobody's table. */
const MAX_ROW_CHARS = 20_000;

/**
 * Tables as their writers meant them: a pipe within code is escaped, so that it splits no cell, and a table has as many columns as
 * its longest row, so that no cell is left out.
 */
export function tidyTables(text: string): string {
  if (!text.includes('|')) return text;
  const lines = text.split('\n');
  let fence: string | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (fence !== undefined) {
      if (closesFence(line, fence)) fence = undefined;
      continue;
    }
    fence = openingFence(line)?.marks;
    if (fence !== undefined || at === 0 || !line.includes('-') || !line.includes('|')) continue;
    const prefix = prefixOf(lines[at - 1] ?? '');
    const columns = delimiterColumns(line.slice(Math.min(prefix.length, prefixOf(line).length)));
    if (columns === undefined || !(lines[at - 1] ?? '').includes('|')) continue;
    at = tidyTable(lines, at, columns);
  }
  return lines.join('\n');
}

/** Marks of quotes and lists before a row. */
function prefixOf(line: string): string {
  return /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/.exec(line)?.[0] ?? '';
}

function delimiterColumns(line: string): number | undefined {
  return line.length <= MAX_ROW_CHARS && DELIMITER.test(line) ? cellsOf(line).length : undefined;
}

/** Works on the lines in place. @returns the line that the table ends with */
function tidyTable(lines: string[], delimiterAt: number, columns: number): number {
  const header = escapedIn(lines[delimiterAt - 1] ?? '', columns);
  if (cellsOf(header.slice(prefixOf(header).length)).length !== columns) return delimiterAt;
  lines[delimiterAt - 1] = header;
  let end = delimiterAt + 1;
  let most = columns;
  for (; end < lines.length && (lines[end] ?? '').includes('|'); end += 1) {
    const row = escapedIn(lines[end] ?? '', columns);
    lines[end] = row;
    most = Math.max(most, cellsOf(row.slice(prefixOf(row).length)).length);
  }
  const more = most - columns;
  if (more > 0) {
    lines[delimiterAt - 1] = `${withoutEnd(header)}${' |'.repeat(more + 1)}`;
    lines[delimiterAt] = `${withoutEnd(lines[delimiterAt] ?? '')}${' | -'.repeat(more)} |`;
  }
  return end - 1;
}

function withoutEnd(row: string): string {
  return row
    .trimEnd()
    .replace(/(?<!\\)\|$/, '')
    .trimEnd();
}

/** The row with the pipes of its code escaped. Lone backticks in cells of their own (`| ` | ` |`) are not code. */
function escapedIn(row: string, columns: number): string {
  if (row.length > MAX_ROW_CHARS || !row.includes('`')) return row;
  const fitsAsItIs = cellsOf(row.slice(prefixOf(row).length)).length === columns;
  const code = /(?<![`\\])(`+)(?!`)/g;
  let result = '';
  let from = 0;
  for (let opening = code.exec(row); opening !== null; opening = code.exec(row)) {
    const [, marks = ''] = opening;
    const start = opening.index + marks.length;
    const end = closingAt(row, start, marks);
    if (end === -1) continue;
    const inner = row.slice(start, end);
    if (!(fitsAsItIs && /^\s+\|+\s+$/.test(inner))) {
      result += row.slice(from, start) + inner.replaceAll(/(?<!\\)\|/g, '\\|');
      from = end;
    }
    code.lastIndex = end + marks.length;
  }
  return result + row.slice(from);
}

function closingAt(row: string, from: number, marks: string): number {
  for (let at = row.indexOf(marks, from); at !== -1; ) {
    let end = at + marks.length;
    while (row[end] === '`') end += 1;
    if (end - at === marks.length) return at;
    at = row.indexOf(marks, end);
  }
  return -1;
}

/** Cells as GitHub's Markdown counts them: between pipes that are not escaped. */
function cellsOf(row: string): readonly string[] {
  return row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/);
}
