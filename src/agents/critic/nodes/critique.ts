import { z } from 'zod';
import type { Critique } from '../../../protocol/critique.ts';
import { jsonAnswer } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { critiqueTurns } from '../prompts.ts';
import type { CriticState } from '../state.ts';

const points = (what: string) => z.array(z.string()).describe(what);

const shape = z.object({
  score: z.number().min(0).max(10).describe('0 to 10 by the rubric, one decimal'),
  strengths: points('What is good and has to stay, one sentence each'),
  weaknesses: points('What is wrong, each with the place it is in'),
  suggestions: points('What to do about it, one concrete change each'),
  factsQuestionable: z.boolean().describe('True when claims should be checked before the article goes on'),
});

const format = jsonAnswer('critique', shape, (answer): { ok: true; value: Critique } => ({
  ok: true,
  value: {
    score: Math.round(answer.score * 10) / 10,
    strengths: said(answer.strengths),
    weaknesses: said(answer.weaknesses),
    suggestions: said(answer.suggestions),
    factsQuestionable: answer.factsQuestionable,
  },
}));

/** Judges a draft. A score that is missing, not a number or out of range is sent back and never counts. */
export function createCritique(model: ChatModel) {
  return async (state: CriticState, runtime: NodeRuntime): Promise<Pick<CriticState, 'critique'>> => ({
    critique: await model.ask({ purpose: 'critic.critique', turns: critiqueTurns(state), format }, runOf(runtime)),
  });
}

function said(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
