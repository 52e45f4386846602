import { cutRaw } from './cut-inline.ts';
import type { Cut, CutScope } from './cut.ts';
import { joinBlocks } from './lines.ts';
import { largestThat } from './places.ts';

/** Cuts a table between rows; both parts have the header. A row that does not fit goes on as it is written. */
export function cutTable(source: string, scope: CutScope, gently: boolean): Cut | undefined {
  const [header = '', delimiter = '', ...rows] = source.split('\n');
  const table = (some: readonly string[]): string => [header, delimiter, ...some].join('\n');
  const count = largestThat((some) => scope.fits(table(rows.slice(0, some))), rows.length);
  if (count > 0)
    return { head: table(rows.slice(0, count)), tail: count === rows.length ? '' : table(rows.slice(count)) };
  if (gently) return undefined;
  const { head, tail } = cutRaw(table(rows.slice(0, 1)), scope);
  return { head, tail: rows.length > 1 ? joinBlocks(tail, table(rows.slice(1))) : tail };
}
