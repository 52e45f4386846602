import { type Cut, type CutScope, wrapped } from './cut.ts';
import { closesFence, dedentLine, openingFence } from './lines.ts';
import { characterEnd, largestThat } from './places.ts';

type Wrap = (lines: readonly string[]) => string;

/** Cuts code between lines, within a line only when it must; each part has its own fence. */
export function cutCode(source: string, scope: CutScope, gently: boolean): Cut | undefined {
  const [open = '', ...others] = source.split('\n');
  const fence = openingFence(open);
  if (fence === undefined) {
    const lines = source.split('\n').map((line) => dedentLine(line, 4));
    const indented: Wrap = (some) => some.map((line) => (line === '' ? '' : `    ${line}`)).join('\n');
    return cutLines(lines, indented, scope) ?? (gently ? undefined : cutFirstLine(lines, indented, scope, indented));
  }
  const { indent, marks } = fence;
  const lines = closesFence(others.at(-1) ?? '', marks) ? others.slice(0, -1) : others;
  const fenced =
    (first: string): Wrap =>
    (some) =>
      [first, ...some, indent + marks].join('\n');
  const named = fenced(open);
  const cut = cutLines(lines, named, scope);
  if (cut !== undefined || gently) return cut;
  // What follows the marks may be what takes the room.
  return cutFirstLine(lines, named, scope, named) ?? cutFirstLine(lines, fenced(indent + marks), scope, named);
}

/** Cuts after as many lines as fit. */
export function cutLines(lines: readonly string[], wrap: Wrap, { fits }: CutScope): Cut | undefined {
  const count = largestThat((some) => fits(wrap(lines.slice(0, some))), lines.length - 1);
  return count === 0 ? undefined : { head: wrap(lines.slice(0, count)), tail: wrap(lines.slice(count)) };
}

function cutFirstLine(
  [line = '', ...others]: readonly string[],
  wrap: Wrap,
  scope: CutScope,
  wrapTail: Wrap,
): Cut | undefined {
  const { fits } = wrapped(scope, (part) => wrap([part]));
  const room = largestThat((some) => fits(line.slice(0, some)), line.length);
  const end = characterEnd(line, room);
  if (room === 0 || !fits(line.slice(0, end))) return undefined;
  return {
    head: wrap([line.slice(0, end)]),
    tail: wrapTail(end === line.length ? others : [line.slice(end), ...others]),
  };
}
