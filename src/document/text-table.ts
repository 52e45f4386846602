/** Between two columns of a table in letters of one width. */
export const COLUMN_GAP = ' │ ';

/** Widths of columns that fit the room: takes from the widest until they do. Undefined when one would get narrower than is read and not deciphered. */
export function fitColumns(natural: readonly number[], columns: number, least: number): readonly number[] | undefined {
  const room = columns - COLUMN_GAP.length * (natural.length - 1);
  // Of as many columns as these not one would be wide enough to read.
  if (natural.length * Math.min(least, ...natural) > room) return undefined;
  const widths = [...natural];
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= least) return undefined;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** One row, each cell of which may have several lines. @param pad makes a line as wide as its column */
export function joinCells(
  cells: readonly (readonly string[])[],
  pad: (line: string, column: number) => string,
  gap: string = COLUMN_GAP,
): string[] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((lines, column) => pad(lines[at] ?? '', column))
      .join(gap)
      .trimEnd(),
  );
}

/** The line below the header. */
export function tableRule(widths: readonly number[]): string {
  return widths.map((width) => '─'.repeat(width)).join('─┼─');
}
