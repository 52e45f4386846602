import type { Language } from './language.ts';
import { readNumber } from './numbers.ts';
import { readDates } from './dates.ts';
import { keyOfWord, piecesOf, straight } from './pieces.ts';
import type { Unit } from './read-units.ts';

/** A word, or what stands for one, as it is compared. */
export interface Token {
  readonly kind: 'word' | 'number' | 'unit' | 'date' | 'symbol' | 'link' | 'code' | 'note' | 'html';
  /** Tokens of one kind and key say the same. */
  readonly key: string;
  /** As it is written, with straight apostrophes. */
  readonly raw: string;
  readonly isQuoted: boolean;
  /** It begins the sentence: a capital says nothing there. */
  readonly isFirst: boolean;
  /** A comma or another mark follows. */
  readonly isBeforeBreak: boolean;
}

/** What divides a sentence. */
const BREAK = /[,;:.!?…()—–]|\s-\s/;

/** A sentence as it is compared: without case, typography and the many ways to write a number, a unit or a date. */
export function tokensOf({ plain, atoms, quoted }: Unit, language: Language): readonly Token[] {
  const pieces = piecesOf(plain);
  const dates = readDates(pieces, plain, language);
  const tokens: Token[] = [];
  let atom = 0;
  /** @param to past the last piece */
  const add = (kind: Token['kind'], key: string, from: number, to: number): void => {
    const [first, last] = [pieces[from], pieces[to - 1]];
    if (first === undefined || last === undefined) return;
    tokens.push({
      kind,
      key,
      raw: straight(plain.slice(first.start, last.end)),
      isQuoted: quoted[first.start] === true,
      isFirst: tokens.length === 0,
      isBeforeBreak: to === pieces.length || BREAK.test(plain.slice(last.end, pieces[to]?.start)),
    });
  };
  for (let at = 0; at < pieces.length; ) {
    const piece = pieces[at];
    const date = dates.get(at);
    const number = date === undefined ? readNumber(pieces, at, plain, language) : undefined;
    if (piece === undefined) break;
    if (date !== undefined) add('date', date.key, at, date.to);
    else if (number !== undefined) {
      add('number', number.key, number.from, number.numberTo);
      if (number.unit !== undefined) add('unit', number.unit, Math.min(number.numberTo, number.to - 1), number.to);
    } else if (piece.kind === 'atom') {
      const found = atoms[atom];
      atom += 1;
      // Words may be put in marks of code.
      if (found?.kind === 'code') for (const part of found.value.split(/\s+/)) add('code', part, at, at + 1);
      else if (found !== undefined) add(found.kind, found.value, at, at + 1);
    } else if (piece.kind === 'word') for (const part of wordParts(piece.raw)) add('word', part, at, at + 1);
    else add('symbol', piece.raw, at, at + 1);
    at = date?.to ?? number?.to ?? at + 1;
  }
  return tokens;
}

/** How contractions end, and the word that each stands for. */
const CONTRACTED: Readonly<Record<string, string>> = { "'ll": 'will', "'re": 'are', "'ve": 'have', "'m": 'am' };
const UNMARKED = new Map(
  'dont doesnt didnt isnt wasnt werent arent havent hasnt hadnt couldnt wouldnt shouldnt mustnt neednt'
    .split(' ')
    .map((word) => [word, [word.slice(0, -2), 'not']]),
);

/** In lower case; contractions by the words they stand for. */
function wordParts(raw: string): readonly string[] {
  const word = keyOfWord(raw);
  const unmarked = UNMARKED.get(word);
  if (unmarked !== undefined) return unmarked;
  if (word === 'cannot' || word === "can't") return ['can', 'not'];
  if (word === "won't") return ['will', 'not'];
  if (word === "shan't") return ['shall', 'not'];
  if (word.endsWith("n't") && word.length > 3) return [word.slice(0, -3), 'not'];
  for (const [ending, stands] of Object.entries(CONTRACTED))
    if (word.endsWith(ending) && word.length > ending.length) return [word.slice(0, -ending.length), stands];
  if (word.endsWith("'s") && word.length > 2) return [word.slice(0, -2), "'s"];
  return [word];
}
