import type { ArticleRequest } from '../../protocol/article.ts';
import type { FactReport } from '../../protocol/fact-report.ts';
import { type AgentRun, ModelError } from '../agent.ts';

/** Says of claims whether they hold. */
export interface Judge {
  /** As audit shows it. */
  readonly model: string;
  /**
   * One verdict per claim, in their order.
   * @throws ModelError, or the reason of `run.signal`.
   */
  judge(question: JudgeQuestion, run: AgentRun): Promise<FactReport>;
}

export interface JudgeQuestion {
  readonly request: ArticleRequest;
  readonly draft: string;
  /** At least one. */
  readonly claims: readonly string[];
}

/** The first one that gives an answer. @throws what the last one threw */
export function firstOf([first, ...rest]: readonly [Judge, ...Judge[]]): Judge {
  const [next, ...others] = rest;
  if (next === undefined) return first;
  const otherwise = firstOf([next, ...others]);
  return {
    model: first.model,
    async judge(question, run) {
      try {
        return await first.judge(question, run);
      } catch (error) {
        // Whoever was called off is not to be replaced.
        if (!(error instanceof ModelError) || run.signal.aborted) throw error;
        return await otherwise.judge(question, run);
      }
    },
  };
}
