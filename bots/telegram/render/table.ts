import { widthOf, wrap } from './width.ts';
import { fitColumns, joinCells, tableRule } from '../../../src/document/text-table.ts';

export interface TextTable {
  /** The first row is the header. Every cell is one line of text. */
  readonly rows: readonly (readonly string[])[];
  readonly align: readonly ('left' | 'right' | 'center' | null | undefined)[];
}

/** Narrower columns are not read but deciphered. */
const MIN_CELL = 6;

/** Lines of an aligned table no wider than `columns`; undefined when it has too many columns for that. */
export function alignTable({ rows, align }: TextTable, columns: number): readonly string[] | undefined {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const natural = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const widths = fitColumns(natural, columns, MIN_CELL);
  if (widths === undefined) return undefined;
  const drawRow = (row: readonly string[]): readonly string[] =>
    joinCells(
      widths.map((width, column) => wrap(row[column] ?? '', width)),
      (line, column) => pad(line, widths[column] ?? 0, align[column]),
    );
  const [header = [], ...body] = rows;
  return [...drawRow(header), tableRule(widths), ...body.flatMap(drawRow)];
}

function pad(text: string, columns: number, align: TextTable['align'][number]): string {
  const room = Math.max(0, columns - widthOf(text));
  const left = align === 'right' ? room : align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(left) + text + ' '.repeat(room - left);
}
