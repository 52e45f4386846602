import type { Look } from './look.ts';
import { printableLine, truncate, widthOf } from './text.ts';

/** A line across that begins a message: `── Draft 2 ───────────── 412 words ──`. */
export function rule(left: string, right: string | undefined, { columns, colors }: Look): string {
  const end = right === undefined ? '' : ` ${printableLine(right)} ──`;
  const room = columns - widthOf(end) - 6;
  // What begins the line is what it is about: it is cut only when it has the line to itself.
  if (right !== undefined && widthOf(printableLine(left)) > room) return rule(left, undefined, { columns, colors });
  const heading = truncate(printableLine(left), room);
  const filling = '─'.repeat(Math.max(2, columns - widthOf(heading) - widthOf(end) - 4));
  return `${colors.dim('──')} ${colors.bold(heading)} ${colors.dim(`${filling}${end}`)}`;
}
