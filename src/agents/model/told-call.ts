import type { Logger } from '../../lib/logger.ts';
import type { Telemetry } from '../../lib/telemetry.ts';
import { ModelError } from '../agent.ts';
import type { Completion } from './model-client.ts';

export interface CallAsTold {
  /** `writer` */
  readonly agent: string;
  /** As configured. */
  readonly model: string;
  /** `writer.draft` */
  readonly purpose: string;
}

/**
 * Makes one call of a model and says what came of it, in one line of the log: how long it took, tokens, cost, and `answered`, `cached`,
 * `stopped`, or the code of what went wrong; nothing of what was asked or answered.
 */
export async function toldCall<T extends Completion>(
  call: CallAsTold,
  { logger, telemetry }: { readonly logger: Pick<Logger, 'info'>; readonly telemetry: Telemetry },
  ask: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const tell = (outcome: string, completion?: T): void => {
    const { inputTokens, outputTokens, costUsd } = completion ?? {};
    const told = {
      outcome,
      durationMs: Math.round(performance.now() - startedAt),
      ...(inputTokens !== undefined && { inputTokens }),
      ...(outputTokens !== undefined && { outputTokens }),
      ...(costUsd !== undefined && { costUsd }),
    };
    logger.info({ ...call, ...told }, 'a model was asked');
    telemetry.note({ kind: 'model-call', agent: call.agent, model: call.model, ...told });
  };
  let completion: T;
  try {
    completion = await ask();
  } catch (error) {
    tell(outcomeOf(error));
    throw error;
  }
  tell(completion.cached ? 'cached' : 'answered', completion);
  return completion;
}

/** Whoever no longer wants the answer aborts the call with a reason of their own. */
function outcomeOf(error: unknown): string {
  return error instanceof ModelError ? error.code : 'stopped';
}
