import { widthOf, wrap } from './width.ts';

export interface TextTable {
  /** The first row is the header. Every cell is one line of text. */
  readonly rows: readonly (readonly string[])[];
  readonly align: readonly ('left' | 'right' | 'center' | null | undefined)[];
}

/** What a phone shows in one monospaced line. */
const MAX_COLUMNS = 40;
/** Between two columns. */
const GAP = ' │ ';
/** Narrower columns are not read but deciphered. */
const MIN_CELL = 6;

/** Lines of an aligned table no wider than a phone; undefined when it has too many columns for that. */
export function alignTable({ rows, align }: TextTable): readonly string[] | undefined {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const natural = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const widths = fitColumns(natural, MAX_COLUMNS - GAP.length * (count - 1));
  if (widths === undefined) return undefined;
  const drawRow = (row: readonly string[]): readonly string[] => {
    const cells = widths.map((width, column) => wrap(row[column] ?? '', width));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      cells
        .map((lines, column) => pad(lines[at] ?? '', widths[column] ?? 0, align[column]))
        .join(GAP)
        .trimEnd(),
    );
  };
  const rule = widths.map((width) => '─'.repeat(width)).join('─┼─');
  const [header = [], ...body] = rows;
  return [...drawRow(header), rule, ...body.flatMap(drawRow)];
}

/** Takes from the widest column until all fit; undefined when one would get too narrow to read. */
function fitColumns(natural: readonly number[], room: number): readonly number[] | undefined {
  // Of as many columns as these not one would be wide enough to read.
  if (natural.length * Math.min(MIN_CELL, ...natural) > room) return undefined;
  const widths = [...natural];
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= MIN_CELL) return undefined;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function pad(text: string, columns: number, align: TextTable['align'][number]): string {
  const room = Math.max(0, columns - widthOf(text));
  const left = align === 'right' ? room : align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(left) + text + ' '.repeat(room - left);
}
