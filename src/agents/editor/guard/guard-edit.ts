import { isDrawable } from '../../../document/markdown/drawable.ts';
import type { EditProposal, EditRecord, GuardReason, SentenceChange } from '../../../protocol/edit-record.ts';
import { alignUnits, type Pair, type ReadUnit } from './align-units.ts';
import { headingFault, saysNothing, titleFault, wordsOf } from './headings.ts';
import type { Language } from './language.ts';
import { readUnits } from './read-units.ts';
import { type Comparison, meaningFault } from './same-meaning.ts';
import { type Token, tokensOf } from './tokens.ts';

/** The approved text with what of an edit a copy editor may do, and what the editor wanted beyond that. */
export interface GuardedEdit extends EditRecord {
  readonly text: string;
}

/** White space and marks of Markdown: none of it says anything. */
const MARKS = /^(?:[\s#*+\-_=|:\\]|(?<=^|\n[ \t]*)\d{1,3}[.)](?=\s)|<br ?\/?>)*$/;
/** Characters that nobody sees. */
const UNSEEN = /(?!\u00ad)\p{Cf}/gu;
const MOST_TOKENS = 4000;

interface Side {
  readonly text: string;
  readonly units: readonly ReadUnit[];
}

interface Verdict {
  readonly pair: Pair;
  /** Undefined: it may be as the editor wanted it. */
  readonly reason: GuardReason | undefined;
}

/**
 * Goes through an edit sentence by sentence. The result is made of the approved text: a sentence of the edit stands in it only where it
 * says the same, and all else is as approved, byte for byte.
 */
export function guardEdit(approved: string, edited: string, language: Language): GuardedEdit {
  if (approved === edited) return { text: approved, changes: [], proposals: [] };
  const whole: GuardedEdit = {
    text: approved,
    changes: [],
    proposals: [{ approved: '', wanted: edited, reason: 'whole' }],
  };
  if (!isDrawable(approved) || !isDrawable(edited)) return whole;
  const from = sideOf(approved, language);
  const to = sideOf(edited, language);
  const pairs = alignUnits(from.units, to.units);
  if (pairs === undefined) return whole;
  const comparison = comparisonOf(from.units, language);
  const verdicts = pairs.map((pair): Verdict => ({ pair, reason: verdictOn(pair, from, to, comparison) }));
  return (
    assemble(from, to, verdicts, true, language) ??
    assemble(from, to, verdicts, false, language) ?? {
      ...whole,
      proposals: proposalsOf(from, to, verdicts.map(refusing)),
    }
  );
}

/** The parts of the text could not be put together so that each is what it was. */
function refusing({ pair, reason }: Verdict): Verdict {
  return { pair, reason: reason ?? 'whole' };
}

function sideOf(text: string, language: Language): Side {
  return {
    text,
    units: readUnits(text, language).map((unit) => ({
      ...unit,
      tokens: unit.kind === 'block' ? [] : tokensOf(unit, language),
    })),
  };
}

export function comparisonOf(units: readonly ReadUnit[], language: Language): Comparison {
  const counts = new Map<string, number>();
  for (const { tokens } of units) for (const { key } of tokens) counts.set(key, (counts.get(key) ?? 0) + 1);
  return { language, countOf: (word) => counts.get(word) ?? 0, words: wordsOf(units) };
}

function sliceOf({ text, units }: Side, [start, end]: readonly [number, number]): string {
  const [first, last] = [units[start], units[end - 1]];
  return first === undefined || last === undefined || start === end ? '' : text.slice(first.start, last.end);
}

function verdictOn(
  { from: [start, end], to: [other, otherEnd] }: Pair,
  from: Side,
  to: Side,
  comparison: Comparison,
): GuardReason | undefined {
  const [before, after] = [from.units.slice(start, end), to.units.slice(other, otherEnd)];
  const [one] = before;
  const [two] = after;
  if (one === undefined) return 'added';
  if (two === undefined) return 'dropped';
  const [old, wanted] = [sliceOf(from, [start, end]), sliceOf(to, [other, otherEnd])];
  if (old === wanted) return undefined;
  if (one.kind === 'block' || two.kind === 'block') return one.plain === two.plain ? undefined : 'code';
  if (unseenIn(old) !== unseenIn(wanted)) return 'words';
  const question = questionFault(old, wanted, two, comparison.language);
  const fault = question ?? meaningFaultOf(before, after, comparison);
  if (fault === undefined || one.kind !== 'heading' || two.kind !== 'heading') return fault;
  // The title of the article is not one of its sentences.
  if (start === 0 && one.plain !== '' && from.text.slice(0, one.start).trim() === '#')
    return titleFault(two.tokens, saysNothing(one, comparison) ? [] : one.tokens, comparison) && fault;
  return saysNothing(one, comparison) ? headingFault(two, comparison) : fault;
}

function meaningFaultOf(
  before: readonly ReadUnit[],
  after: readonly ReadUnit[],
  comparison: Comparison,
): GuardReason | undefined {
  const [from, to] = [before, after].map((units): readonly Token[] => units.flatMap(({ tokens }) => tokens));
  if (from === undefined || to === undefined || from.length + to.length > MOST_TOKENS) return 'words';
  return meaningFault(from, to, {
    ...comparison,
    isTitleCase: before[0]?.kind === 'heading' && (isTitleCase(from) || isTitleCase(to)),
  });
}

/** Most of its longer words begin with a capital. */
function isTitleCase(tokens: readonly Token[]): boolean {
  const long = tokens.filter(({ kind, key }) => kind === 'word' && key.length > 3);
  return long.filter(({ raw }) => /^\p{Lu}/u.test(raw)).length * 2 > long.length;
}

function unseenIn(text: string): string {
  return (text.match(UNSEEN) ?? []).join('');
}

/** A statement does not become a question, unless it begins as one. */
function questionFault(
  old: string,
  wanted: string,
  { tokens }: ReadUnit,
  { questions }: Language,
): GuardReason | undefined {
  const marksIn = (text: string): number => text.split(/[?？؟]/).length - 1;
  const [had, has] = [marksIn(old), marksIn(wanted)];
  if (had === has) return undefined;
  const isQuestion = tokens.slice(0, 2).some(({ key }) => questions.has(key));
  return had === 0 && has === 1 && isQuestion ? undefined : 'question';
}

/** Undefined: the text that comes out would not be read as it is meant, because marks of the one do not fit the other. */
function assemble(
  from: Side,
  to: Side,
  verdicts: readonly Verdict[],
  withMarks: boolean,
  language: Language,
): GuardedEdit | undefined {
  const kept = verdicts.filter(({ pair }) => pair.from[1] > pair.from[0]);
  const parts: string[] = [];
  const changes: SentenceChange[] = [];
  const plains: string[] = [];
  let written = 0;
  let previous: Verdict | undefined;
  for (const verdict of kept) {
    const { pair, reason } = verdict;
    const [old, wanted] = [sliceOf(from, pair.from), sliceOf(to, pair.to)];
    const start = from.units[pair.from[0]]?.start ?? written;
    const own = from.text.slice(written, start);
    parts.push(
      withMarks && isNext(previous, verdict) ? marksBetween(own, from, to, verdict) : own,
      reason === undefined ? wanted : old,
    );
    if (reason === undefined && old !== wanted) changes.push({ before: old, after: wanted });
    const shown = reason === undefined ? to.units.slice(...pair.to) : from.units.slice(...pair.from);
    plains.push(...shown.map(({ plain }) => plain));
    written = from.units[pair.from[1] - 1]?.end ?? written;
    previous = verdict;
  }
  parts.push(from.text.slice(written));
  const text = parts.join('');
  const read = readUnits(text, language).map(({ plain }) => plain);
  if (read.join('\n') !== plains.join('\n')) return undefined;
  return { text, changes, proposals: proposalsOf(from, to, verdicts) };
}

/** Whether both stand in the edit one behind the other, as they do in the draft. */
function isNext(previous: Verdict | undefined, { pair, reason }: Verdict): boolean {
  if (reason !== undefined || previous?.reason !== undefined) return false;
  return previous === undefined
    ? pair.from[0] === 0 && pair.to[0] === 0
    : pair.from[0] === previous.pair.from[1] && pair.to[0] === previous.pair.to[1];
}

/** What stands before a sentence, as the editor wrote it where that is nothing but marks. */
function marksBetween(own: string, from: Side, to: Side, { pair }: Verdict): string {
  const start = to.units[pair.to[0]]?.start ?? 0;
  const wanted = to.text.slice(to.units[pair.to[0] - 1]?.end ?? 0, start);
  const isSafe = MARKS.test(own) && MARKS.test(wanted);
  // A hard line break or an empty line within one paragraph is for the reading of the result to judge.
  return isSafe && from.units.length > 0 ? wanted : own;
}

function proposalsOf(from: Side, to: Side, verdicts: readonly Verdict[]): readonly EditProposal[] {
  return verdicts.flatMap(({ pair, reason }) =>
    reason === undefined ? [] : [{ approved: sliceOf(from, pair.from), wanted: sliceOf(to, pair.to), reason }],
  );
}
