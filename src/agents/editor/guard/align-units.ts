import type { Unit } from './read-units.ts';
import type { Token } from './tokens.ts';

/** A unit with its words. */
export interface ReadUnit extends Unit {
  readonly tokens: readonly Token[];
}

/** Units that stand for each other: one on either side, or two for one where a sentence was split or two were joined; none: dropped or added. */
export interface Pair {
  readonly from: readonly [start: number, end: number];
  readonly to: readonly [start: number, end: number];
}

/** Sentences that share fewer of their words are two. */
const LEAST_ALIKE = 0.2;
/** What two headings have in common, whatever they say. */
const HEADINGS = 0.35;
/** So many comparisons of two sentences take a second at most. */
const MOST_CELLS = 300_000;
const LEAST_BAND = 8;
/** What splitting or joining costs against leaving both as they are. */
const JOINED = 0.93;

/**
 * Which sentence became which, in order: what was moved is dropped in one place and added in another. In time that grows with the text:
 * in a long one, sentences are looked for near where they should be. Undefined: the texts have too little in common.
 */
export function alignUnits(from: readonly ReadUnit[], to: readonly ReadUnit[]): readonly Pair[] | undefined {
  const bags = bagsOf([from, to]);
  const [fromBags = [], toBags = []] = bags;
  const isSame = (at: number, other: number): boolean =>
    from[at]?.plain === to[other]?.plain && from[at]?.kind === to[other]?.kind;
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && isSame(head, head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(from.length - 1 - tail, to.length - 1 - tail)) tail += 1;
  const rows = from.length - tail - head;
  const columns = to.length - tail - head;
  const band = Math.min(rows + columns + 1, Math.max(LEAST_BAND, Math.floor(MOST_CELLS / (2 * rows + 1))));
  if (Math.abs(rows - columns) > band) return undefined;
  const alike = (start: number, end: number, other: number, otherEnd: number): number => {
    if (end > rows || otherEnd > columns) return -1;
    if (!isOneLeaf(from, head + start, head + end) || !isOneLeaf(to, head + other, head + otherEnd)) return -1;
    const areHeadings = from[head + start]?.kind === 'heading' && to[head + other]?.kind === 'heading';
    // A heading may be replaced by one that has no word in common with it.
    const least = areHeadings ? HEADINGS : 0;
    const value = Math.max(
      least,
      likeness(fromBags.slice(head + start, head + end), toBags.slice(head + other, head + otherEnd)),
    );
    return value < LEAST_ALIKE ? -1 : end - start === otherEnd - other ? value : value * JOINED;
  };
  const middle = bestPath(rows, columns, band, alike).map(([start, end, other, otherEnd]) =>
    pair(head + start, head + end, head + other, head + otherEnd),
  );
  const ends = (count: number, start: number, other: number): readonly Pair[] =>
    Array.from({ length: count }, (_, index) =>
      pair(start + index, start + index + 1, other + index, other + index + 1),
    );
  return [...ends(head, 0, 0), ...middle, ...ends(tail, from.length - tail, to.length - tail)];
}

function pair(start: number, end: number, other: number, otherEnd: number): Pair {
  return { from: [start, end], to: [other, otherEnd] };
}

function isOneLeaf(units: readonly ReadUnit[], start: number, end: number): boolean {
  return units[start]?.leaf === units[end - 1]?.leaf;
}

const MOVES: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 0],
  [0, 1],
  [1, 2],
  [2, 1],
];

/** Of all ways through a table, within a band around its diagonal, the one whose pairs are most alike. */
function bestPath(
  rows: number,
  columns: number,
  band: number,
  alike: (start: number, end: number, other: number, otherEnd: number) => number,
): readonly (readonly [number, number, number, number])[] {
  const width = 2 * band + 1;
  const slope = rows === 0 ? 0 : columns / rows;
  const offsetOf = (row: number): number => Math.round(row * slope) - band;
  const scores = new Float64Array((rows + 1) * width).fill(Number.NEGATIVE_INFINITY);
  const moves = new Int8Array((rows + 1) * width).fill(-1);
  const cellOf = (row: number, column: number): number => {
    const place = column - offsetOf(row);
    return row < 0 || row > rows || column < 0 || column > columns || place < 0 || place >= width
      ? -1
      : row * width + place;
  };
  scores[cellOf(0, 0)] = 0;
  for (let row = 0; row <= rows; row += 1) {
    for (let column = Math.max(0, offsetOf(row)); column <= Math.min(columns, offsetOf(row) + width - 1); column += 1) {
      const score = scores[cellOf(row, column)] ?? Number.NEGATIVE_INFINITY;
      if (score === Number.NEGATIVE_INFINITY) continue;
      MOVES.forEach(([down, right], move) => {
        const cell = cellOf(row + down, column + right);
        if (cell < 0) return;
        const gain = down === 0 || right === 0 ? 0 : alike(row, row + down, column, column + right);
        if (gain < 0 || score + gain <= (scores[cell] ?? 0)) return;
        scores[cell] = score + gain;
        moves[cell] = move;
      });
    }
  }
  const path: (readonly [number, number, number, number])[] = [];
  for (let [row, column] = [rows, columns]; row > 0 || column > 0; ) {
    const [down, right] = MOVES[moves[cellOf(row, column)] ?? -1] ?? [Math.min(1, row), Math.min(1, column)];
    path.push([row - down, row, column - right, column]);
    row -= down;
    column -= right;
  }
  return path.toReversed();
}

/** Ids of words, in order. */
type Bag = readonly number[];

function bagsOf(texts: readonly (readonly ReadUnit[])[]): readonly (readonly Bag[])[] {
  const ids = new Map<string, number>();
  const idOf = (word: string): number => {
    const id = ids.get(word) ?? ids.size;
    ids.set(word, id);
    return id;
  };
  return texts.map((units) =>
    units.map(({ kind, plain, tokens }) =>
      (kind === 'block' ? plain.split(/\s+/).map(idOf) : tokens.map((token) => idOf(token.key))).toSorted(
        (one, other) => one - other,
      ),
    ),
  );
}

/** Dice's coefficient: 1 for the same words, 0 for none in common. */
function likeness(from: readonly Bag[], to: readonly Bag[]): number {
  const [one, two] = [from, to].map(([first = [], second]) =>
    second === undefined ? first : [...first, ...second].toSorted((a, b) => a - b),
  );
  if (one === undefined || two === undefined) return 0;
  if (one.length + two.length === 0) return 1;
  let common = 0;
  for (let [at, other] = [0, 0]; at < one.length && other < two.length; ) {
    const difference = (one[at] ?? 0) - (two[other] ?? 0);
    if (difference === 0) common += 1;
    if (difference <= 0) at += 1;
    if (difference >= 0) other += 1;
  }
  return (2 * common) / (one.length + two.length);
}
