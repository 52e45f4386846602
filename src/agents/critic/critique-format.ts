import { z } from 'zod';
import { shorten } from '../../lib/shorten.ts';
import { type Critique, JUDGED_NAMES, type JudgedCriterion } from '../../protocol/critique.ts';
import type { LedgerAnswer } from '../../protocol/ledger.ts';
import type { Section } from '../../protocol/section.ts';
import type { CommentToJudge, CritiqueInput } from '../agent.ts';
import { quoteIsIn } from '../comparable.ts';
import { type AnswerFormat, faulty, jsonAnswer, type Reading } from '../model/answer-format.ts';
import type { AnswerFault } from '../model/reading/article-faults.ts';
import { partialJson } from '../model/reading/partial-json.ts';
import { commentId } from '../sections.ts';
import { type RubricWeights, scoreOf, unjudged } from './rubric.ts';

/** As many as the prompt asks for; what comes behind them is not taken. */
const MOST_FINDINGS = 5;
/** A finding is a sentence or two. */
const MOST_CHARS = 1000;
/** Below it something has to be named that is to be mended. */
const PUBLISHABLE_SCORE = 8;

const finding = (text: string) =>
  z.object({
    section: z.string().nullable().describe('Id of the one section it is about; null: the text as a whole'),
    text: z.string().describe(text),
  });
type Finding = z.output<ReturnType<typeof finding>>;

const criterionShape = z.object({
  criterion: z.enum(JUDGED_NAMES),
  quote: z.string().describe('Words of the draft that show it best or worst, to the letter'),
  judgement: z.string().describe('What they show, in a sentence'),
  score: z.number().min(0).max(10).describe('0 to 10 for this criterion, one decimal'),
  fix: z.string().nullable().describe('What would make it better'),
  section: z.string().nullable().describe('Id of the section of the quotation'),
});

const shape = z.object({
  criteria: z.array(criterionShape).nullable(),
  score: z.number().min(0).max(10).describe('0 to 10 for the whole, one decimal'),
  strengths: z.array(z.string()).describe('What is good and has to stay, one sentence each'),
  weaknesses: z.array(finding('What is wrong there')),
  suggestions: z.array(finding('What to do about it, one concrete change')),
  comments: z
    .array(
      z.object({
        id: z.string().describe('Id of the comment'),
        done: z.boolean(),
        quote: z.string().nullable().describe('Words of the draft that show it, to the letter'),
        why: z.string().nullable().describe('If it is not heeded: why'),
      }),
    )
    .nullable(),
  factsQuestionable: z.boolean().describe('True when claims should be checked before the article goes on'),
});

/**
 * A critique: its score is computed from criteria that quote the draft. One that leaves a criterion out, or quotes what nobody wrote, is sent
 * back; where nothing better comes it is taken without those, and its score is bounded. So is one that never comes to its end, by the criteria
 * that it has judged. A section that is not there is none.
 */
export function critiqueFormat(
  { draft, comments, original }: CritiqueInput,
  weights: RubricWeights,
): AnswerFormat<Critique> {
  const ids = new Set(draft.map(({ id }) => id));
  const placeOf = (section: string | null): string | null => (section !== null && ids.has(section) ? section : null);
  const whole = jsonAnswer('critique', shape, (answer): Reading<Critique> => {
    const criteria = criteriaIn(answer.criteria ?? [], draft, placeOf);
    const heard = judged(answer.comments ?? [], comments, draft);
    const hasOpenComment = heard.comments?.some(({ done }) => !done) ?? false;
    const score = scoreOf(criteria, { weights, given: answer.score, hasOpenComment });
    const { weaknesses, suggestions } = findingsIn(answer, score < PUBLISHABLE_SCORE ? criteria : []);
    const value: Critique = {
      score,
      strengths: answer.strengths.map(bounded).filter(Boolean).slice(0, MOST_FINDINGS),
      weaknesses: weaknesses.map(({ text }) => text),
      suggestions: suggestions.map(({ text }) => text),
      places: {
        weaknesses: weaknesses.map(({ section }) => placeOf(section)),
        suggestions: suggestions.map(({ section }) => placeOf(section)),
      },
      ...(criteria.length > 0 && { criteria }),
      ...heard,
      // What a translation says is its original's.
      factsQuestionable: original === undefined && answer.factsQuestionable,
    };
    const faults = criteriaFaults(answer.criteria ?? [], criteria, weights);
    return faults.length === 0 ? { ok: true, value } : { ...faulty(faults), makeshift: value };
  });
  return {
    ...whole,
    read(answer, instructions) {
      const reading = whole.read(answer, instructions);
      if (reading.ok || !ENDLESS.has(reading.code ?? '')) return reading;
      const criteria = criteriaIn(begunCriteria(answer.text), draft, placeOf);
      if (criteria.length === 0) return reading;
      // What it would have said of the facts nobody knows.
      const rest = { score: 0, strengths: [], weaknesses: [], suggestions: [], comments: [], factsQuestionable: true };
      const made = whole.read({ text: JSON.stringify({ ...rest, criteria }), sources: [] }, instructions);
      const makeshift = made.ok ? made.value : made.makeshift;
      return { ...reading, ...(makeshift !== undefined && { makeshift }) };
    },
  };
}

/** Cut at the limit, or going round in circles. */
const ENDLESS: ReadonlySet<string> = new Set(['cut', 'repetition']);

/** Those that an answer without an end holds whole. */
function begunCriteria(text: string): readonly Criterion[] {
  const begun = partialJson(text);
  const list = typeof begun === 'object' && begun !== null && 'criteria' in begun ? begun.criteria : [];
  if (!Array.isArray(list)) return [];
  return list.flatMap((one) => {
    const parsed = criterionShape.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
}

/** What is wrong and what to do: where nothing is named, what the worst criterion asks for. */
function findingsIn(
  said: Pick<z.output<typeof shape>, 'weaknesses' | 'suggestions'>,
  criteria: readonly JudgedCriterion[],
): Readonly<Record<'weaknesses' | 'suggestions', readonly Finding[]>> {
  const weaknesses = thatSay(said.weaknesses);
  const suggestions = thatSay(said.suggestions);
  const [worst] = criteria.toSorted((one, other) => one.score - other.score);
  if (weaknesses.length + suggestions.length > 0 || worst === undefined || worst.fix === '')
    return { weaknesses, suggestions };
  const { judgement, fix, section } = worst;
  return { weaknesses: thatSay([{ section, text: judgement }]), suggestions: [{ section, text: fix }] };
}

function thatSay(said: readonly Finding[]): readonly Finding[] {
  return said
    .map(({ section, text }) => ({ section, text: bounded(text) }))
    .filter(({ text }) => text !== '')
    .slice(0, MOST_FINDINGS);
}

type Criterion = NonNullable<z.output<typeof shape>['criteria']>[number];

/** Each once, and only by words that are in the draft. */
function criteriaIn(
  said: readonly Criterion[],
  draft: readonly Section[],
  placeOf: (section: string | null) => string | null,
): readonly JudgedCriterion[] {
  const found = said.flatMap(({ criterion, quote, judgement, score, fix, section }): readonly JudgedCriterion[] => {
    const holders = draft.filter(({ text }) => quoteIsIn(quote, text)).map(({ id }) => id);
    const [first] = holders;
    if (first === undefined) return [];
    const named = placeOf(section);
    return [
      {
        criterion,
        quote: bounded(quote),
        judgement: bounded(judgement),
        score: Math.round(score * 10) / 10,
        fix: bounded(fix ?? ''),
        section: named !== null && holders.includes(named) ? named : first,
      },
    ];
  });
  return found.filter(({ criterion }, at) => found.findIndex((one) => one.criterion === criterion) === at);
}

/** A criterion that is left out, or judged by words that nobody wrote, would hide what is wrong there. */
function criteriaFaults(
  said: readonly Criterion[],
  found: readonly JudgedCriterion[],
  weights: RubricWeights,
): readonly AnswerFault[] {
  return unjudged(found, weights).map((name) =>
    said.some(({ criterion }) => criterion === name)
      ? { code: 'quote-not-found', place: name, words: 'The words that it quotes are not in the draft.' }
      : { code: 'criterion-missing', place: name, words: 'This criterion is not judged.' },
  );
}

type Judgement = NonNullable<z.output<typeof shape>['comments']>[number];

/** A comment is heeded where words of the draft show it, and not by somebody's word. */
function judged(
  said: readonly Judgement[],
  comments: readonly CommentToJudge[],
  draft: readonly Section[],
): Pick<Critique, 'comments'> {
  const answers = comments.flatMap(({ id: item }, at): readonly LedgerAnswer[] => {
    const one = said.find(({ id }) => id === commentId(at));
    if (item === undefined || one === undefined) return [];
    const quote = one.quote?.trim() ?? '';
    const where = one.done ? draft.find(({ text }) => quoteIsIn(quote, text)) : undefined;
    const why = bounded(one.why ?? '');
    return where === undefined
      ? [{ item, done: false, ...(why !== '' && { why }) }]
      : [{ item, done: true, section: where.id, quote }];
  });
  return answers.length === 0 ? {} : { comments: answers };
}

function bounded(text: string): string {
  return shorten(text.trim(), MOST_CHARS);
}
