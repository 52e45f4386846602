import { Context } from '@temporalio/activity';
import type { AgentRun } from '../agents/agent.ts';
import type { Progress, StepOutcome } from '../protocol/activities.ts';
import type { BudgetRaise } from '../protocol/budget.ts';
import type { ActivityTools } from './create-activities.ts';
import { isUnstorable, StepTimeoutError, toStepFailure } from './failures.ts';
import { tellWords } from './tell-words.ts';

/** A model call that nobody wants any more goes on for so long at most; each heartbeat is a write on the server, so not more often. */
export const HEARTBEAT_MS = 2000;
/** Before Temporal's own limit, after which nobody would hear why. */
const TIMEOUT_MARGIN_MS = 1000;

export interface StepInput {
  readonly articleId: string;
  readonly step: string;
  /** `2026-11-29`: when it was begun, UTC. */
  readonly today: string;
  readonly progress?: Progress;
  readonly raises?: readonly BudgetRaise[];
}

/**
 * Says that the activity lives, which is also how it learns that it was cancelled. The work gets the signal that aborts what it waits for;
 * its errors become what the workflow acts upon.
 */
export async function whileItLives<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { heartbeat, cancellationSignal, info } = Context.current();
  const beating = setInterval(heartbeat, HEARTBEAT_MS);
  const late = new AbortController();
  const limitMs = info.startToCloseTimeoutMs;
  const timeout = setTimeout(
    () => late.abort(new StepTimeoutError(limitMs)),
    Math.max(limitMs - TIMEOUT_MARGIN_MS, limitMs / 2),
  );
  try {
    return await work(AbortSignal.any([cancellationSignal, late.signal]));
  } catch (error) {
    throw toStepFailure(late.signal.aborted ? late.signal.reason : error);
  } finally {
    clearInterval(beating);
    clearTimeout(timeout);
  }
}

/**
 * Runs one step of an article: first writes down what was said and decided until then; then the work.
 */
export async function runStep<T extends object>(
  {
    progress: store,
    modelCalls,
    budget,
    wordsEveryMs,
  }: Pick<ActivityTools, 'progress' | 'modelCalls' | 'budget' | 'wordsEveryMs'>,
  { articleId, step, today, progress, raises = [] }: StepInput,
  work: (run: AgentRun) => Promise<T>,
): Promise<T & StepOutcome> {
  const journal = modelCalls.journal(articleId, step);
  const begunAt = Context.current().info.currentAttemptScheduledTimestampMs;
  const written = { articleId, work: step, begunAt };
  const words = tellWords({
    words: (count) => store.tellWords({ ...written, words: count }),
    text: (text) => store.tellText({ ...written, text }),
    everyMs: wordsEveryMs,
  });
  const purse = budget?.forStep(articleId, raises);
  return await whileItLives(async (signal) => {
    try {
      if (progress !== undefined) await store.record(progress, { certain: true });
      const { tenant, isWatched = false } = (await modelCalls.about(articleId)) ?? {};
      words.watched(isWatched);
      const result = await work({
        signal,
        journal,
        today,
        onWriting: words.onWriting,
        ...(tenant !== undefined && { tenant }),
        ...(purse !== undefined && { mayCall: () => purse.mayCall() }),
      });
      const warnings = (await purse?.warnings().catch(() => [])) ?? [];
      return warnings.length === 0 ? result : { ...result, warnings };
    } catch (error) {
      // What was answered could not be stored; asked again, the journal must not give the same.
      if (isUnstorable(error)) await modelCalls.discardStep(articleId, step).catch(() => undefined);
      throw error;
    } finally {
      words.stop();
    }
  });
}
