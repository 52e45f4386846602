import type { Code, Construct, Event, Extension, Point, Resolver, Token, Tokenizer } from 'micromark-util-types';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    attentionRun: 'attentionRun';
    strikethrough: 'strikethrough';
    strikethroughSequence: 'strikethroughSequence';
    strikethroughText: 'strikethroughText';
  }
  interface Token {
    /** Of an `attentionRun`: how it may be used. */
    flanks?: Flanks;
  }
}

/** Whether a run of marks may begin, and end, what is marked. */
interface Flanks {
  readonly open: boolean;
  readonly close: boolean;
}

const ASTERISK = 0x2a;
const UNDERSCORE = 0x5f;
const TILDE = 0x7e;
const MARKS = [ASTERISK, UNDERSCORE, TILDE];

const PUNCTUATION = /^[\p{P}\p{S}]$/u;
const OPENING = /^[\p{Ps}\p{Pi}]$/u;
const CLOSING = /^[\p{Pe}\p{Pf}]$/u;
const WORD = /^[\p{L}\p{M}\p{N}]$/u;
/** Scripts that put no space between words, with their punctuation; of the rarest characters of theirs, the first half. */
const SPACELESS =
  /^(?:[\u3000-\u303f\uff00-\uffef\ud840-\ud88d]|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo})$/u;

/**
 * Emphasis, strong emphasis and deletion as people and models write them, which CommonMark's rules about the characters around a mark
 * miss: `**具体：**与其`, `**Note:**next` are bold, and `2*3*4` is a product. Where the rules of CommonMark see emphasis that
 * nobody doubts, so does this. Linear in the length of the text, as the usual resolver is not: 40,000 characters of `*a_` took it 30 s.
 */
export function attention(): Extension {
  const construct: Construct = { name: 'attentionRuns', tokenize, resolveAll };
  return {
    disable: { null: ['attention', 'strikethrough'] },
    text: { [ASTERISK]: construct, [UNDERSCORE]: construct, [TILDE]: construct },
    insideSpan: { null: [construct] },
    attentionMarkers: { null: MARKS },
  };
}

const tokenize: Tokenizer = function tokenizeRun(effects, ok) {
  const { previous } = this;
  let size = 0;
  return function start(mark: Code) {
    effects.enter('attentionRun');
    return inside(mark);

    function inside(code: Code): ReturnType<typeof ok> {
      if (code === mark) {
        size += 1;
        effects.consume(code);
        return inside;
      }
      effects.exit('attentionRun').flanks = flanksOf(mark, size, characterOf(previous), characterOf(code));
      return ok(code);
    }
  };
};

/** Empty where the text begins or ends, and for its white space: micromark counts line endings and tabs below zero. */
function characterOf(code: Code): string {
  const character = code === null || code < 0 ? '' : String.fromCharCode(code);
  return /^\s$/.test(character) ? '' : character;
}

function flanksOf(mark: Code, size: number, before: string, after: string): Flanks {
  const isPunctuated = PUNCTUATION.test(before);
  const leads = PUNCTUATION.test(after);
  // As CommonMark has it.
  const strict = {
    open: after !== '' && (!leads || before === '' || isPunctuated),
    close: before !== '' && (!isPunctuated || after === '' || leads),
  };
  if (mark === UNDERSCORE)
    return { open: strict.open && (!strict.close || isPunctuated), close: strict.close && (!strict.open || leads) };
  if (isArithmetic(size, before, after) || (mark === TILDE && size > 2)) return { open: false, close: false };
  const isSpaceless = SPACELESS.test(before) || SPACELESS.test(after);
  if (size === 1 && !isSpaceless) return strict;
  // Marks that no text has by accident: whatever they touch. A bracket or a quotation mark says which way they look.
  return {
    open: strict.open || (after !== '' && !CLOSING.test(after)),
    close: strict.close || (before !== '' && !OPENING.test(before)),
  };
}

/** `2*3*4`, `a*b`, `10~20`, `2**8`: between what is a word or a number without a space, a mark marks nothing. */
function isArithmetic(size: number, before: string, after: string): boolean {
  if (SPACELESS.test(before) || SPACELESS.test(after)) return false;
  if (size === 1) return WORD.test(before) && WORD.test(after);
  const isTerm = (character: string, bracket: string): boolean => /^\p{N}$/u.test(character) || character === bracket;
  return size === 2 && isTerm(before, ')') && isTerm(after, '(') && before + after !== ')(';
}

/** A run of marks, while it is being used up: as an end from the left, as a beginning from the right. */
interface Run {
  readonly order: number;
  readonly mark: number;
  readonly token: Token;
  readonly flanks: Flanks;
  readonly size: number;
  left: number;
  rest: number;
  readonly ends: Pair[];
  readonly begins: Pair[];
}

interface Pair {
  readonly group: Token;
  readonly text: Token;
  readonly opening: Token;
  readonly closing: Token;
}

/** Pairs beginnings and ends by the algorithm of CommonMark's appendix, then writes the events anew, once. */
const resolveAll: Resolver = function resolveRuns(events, context) {
  const runs = new Map<Token, Run>();
  for (const [kind, token] of events) {
    if (kind !== 'enter' || token.type !== 'attentionRun') continue;
    const size = token.end.offset - token.start.offset;
    const mark = context.sliceSerialize(token).charCodeAt(0);
    const flanks = token.flanks ?? { open: false, close: false };
    runs.set(token, { order: runs.size, mark, token, flanks, size, left: 0, rest: size, ends: [], begins: [] });
  }
  if (runs.size === 0) return events;
  pair([...runs.values()]);
  const resolved: Event[] = [];
  for (const event of events) {
    const run = runs.get(event[1]);
    if (run === undefined) resolved.push(event);
    else if (event[0] === 'enter') resolved.push(...eventsOf(run, event[2]));
  }
  // Whoever asked holds on to this very list.
  events.length = 0;
  for (const event of resolved) events.push(event);
  return events;
};

function pair(runs: readonly Run[]): void {
  const openers: Run[] = [];
  /** For each kind of end: what stands before this one has been looked through. */
  const searched = new Map<string, number>();
  for (const run of runs) {
    const kind = `${run.mark} ${run.flanks.open} ${run.mark === TILDE ? run.size : run.size % 3}`;
    while (run.flanks.close && run.rest > 0) {
      const at = openers.findLastIndex((opener) => opener.order < (searched.get(kind) ?? 0) || isPair(opener, run));
      const opener = openers[at];
      if (opener === undefined || opener.order < (searched.get(kind) ?? 0)) {
        searched.set(kind, run.order);
        break;
      }
      join(opener, run);
      // What stands between the two marks nothing any more.
      openers.length = opener.rest > 0 ? at + 1 : at;
    }
    if (run.flanks.open && run.rest > 0) openers.push(run);
  }
}

function isPair(opener: Run, closer: Run): boolean {
  if (opener.mark !== closer.mark) return false;
  if (opener.mark === TILDE) return opener.size === closer.size;
  const mayBeBoth = opener.flanks.close || closer.flanks.open;
  return !(mayBeBoth && closer.size % 3 !== 0 && (opener.size + closer.size) % 3 === 0);
}

function join(opener: Run, closer: Run): void {
  const isDeletion = opener.mark === TILDE;
  const use = isDeletion ? opener.size : opener.rest > 1 && closer.rest > 1 ? 2 : 1;
  const name = isDeletion ? 'strikethrough' : use > 1 ? 'strong' : 'emphasis';
  const openEnd = opener.left + opener.rest;
  const start = pointIn(opener, openEnd - use);
  const textStart = pointIn(opener, openEnd);
  const textEnd = pointIn(closer, closer.left);
  const end = pointIn(closer, closer.left + use);
  const tokens: Pair = {
    group: { type: name, start, end },
    opening: { type: `${name}Sequence`, start: { ...start }, end: { ...textStart } },
    text: { type: `${name}Text`, start: textStart, end: textEnd },
    closing: { type: `${name}Sequence`, start: { ...textEnd }, end: { ...end } },
  };
  opener.rest -= use;
  closer.left += use;
  closer.rest -= use;
  opener.begins.push(tokens);
  closer.ends.push(tokens);
}

function pointIn({ token }: Run, by: number): Point {
  const { start } = token;
  const [column, offset] = [start.column + by, start.offset + by];
  // oxlint-disable-next-line no-underscore-dangle -- micromark's own name
  return { ...start, column, offset, _bufferIndex: start._bufferIndex + by };
}

function eventsOf(run: Run, context: Event[2]): Event[] {
  const ends = run.ends.flatMap(({ text, closing, group }): Event[] => [
    ['exit', text, context],
    ['enter', closing, context],
    ['exit', closing, context],
    ['exit', group, context],
  ]);
  // The last one that was paired is the outermost.
  const begins = run.begins.toReversed().flatMap(({ group, opening, text }): Event[] => [
    ['enter', group, context],
    ['enter', opening, context],
    ['exit', opening, context],
    ['enter', text, context],
  ]);
  if (run.rest === 0) return [...ends, ...begins];
  const data: Token = { type: 'data', start: pointIn(run, run.left), end: pointIn(run, run.left + run.rest) };
  return [...ends, ['enter', data, context], ['exit', data, context], ...begins];
}
