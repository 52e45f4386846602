import { z } from 'zod';
import type { Critique } from '../../../protocol/critique.ts';
import type { LedgerAnswer } from '../../../protocol/ledger.ts';
import type { Section } from '../../../protocol/section.ts';
import type { CommentToJudge } from '../../agent.ts';
import { quoteIsIn } from '../../comparable.ts';
import { type AnswerFormat, jsonAnswer } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { commentId } from '../../sections.ts';
import { critiqueTurns } from '../prompts.ts';
import type { Told } from '../../settings.ts';
import type { CriticState } from '../state.ts';

const finding = (text: string) =>
  z.object({
    section: z.string().nullable().describe('Id of the one section it is about; null: the text as a whole'),
    text: z.string().describe(text),
  });
type Finding = z.output<ReturnType<typeof finding>>;

const shape = z.object({
  score: z.number().min(0).max(10).describe('0 to 10 by the rubric, one decimal'),
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

/** A section that is not there is none: the finding is about the whole. */
function formatFor({ draft, comments }: CriticState): AnswerFormat<Critique> {
  const ids = new Set(draft.map(({ id }) => id));
  const placeOf = ({ section }: Finding): string | null => (section !== null && ids.has(section) ? section : null);
  return jsonAnswer('critique', shape, (answer): { ok: true; value: Critique } => {
    const weaknesses = answer.weaknesses.filter(says);
    const suggestions = answer.suggestions.filter(says);
    return {
      ok: true,
      value: {
        score: Math.round(answer.score * 10) / 10,
        strengths: answer.strengths.map((text) => text.trim()).filter((text) => text !== ''),
        weaknesses: weaknesses.map(({ text }) => text.trim()),
        suggestions: suggestions.map(({ text }) => text.trim()),
        places: { weaknesses: weaknesses.map(placeOf), suggestions: suggestions.map(placeOf) },
        ...judged(answer.comments ?? [], comments, draft),
        factsQuestionable: answer.factsQuestionable,
      },
    };
  });
}

/** Judges a draft. A score that is missing, not a number or out of range is sent back and never counts. */
export function createCritique(model: ChatModel, told: Told) {
  return async (state: CriticState, runtime: NodeRuntime): Promise<Pick<CriticState, 'critique'>> => ({
    critique: await model.ask(
      { purpose: 'critic.critique', turns: critiqueTurns(told, state), format: formatFor(state) },
      runOf(runtime),
    ),
  });
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
    const why = one.why?.trim() ?? '';
    return where === undefined
      ? [{ item, done: false, ...(why !== '' && { why }) }]
      : [{ item, done: true, section: where.id, quote }];
  });
  return answers.length === 0 ? {} : { comments: answers };
}

function says({ text }: Finding): boolean {
  return text.trim() !== '';
}
