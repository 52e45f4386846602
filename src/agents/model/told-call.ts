import type { Logger } from '../../lib/logger.ts';
import type { Mark, Step, Telemetry } from '../../lib/telemetry.ts';
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
  const { agent, model, purpose } = call;
  const startedAt = performance.now();
  const tell = (outcome: string, mark: Mark, completion?: T): void => {
    const { inputTokens, outputTokens, costUsd } = completion ?? {};
    const told = {
      outcome,
      durationMs: Math.round(performance.now() - startedAt),
      ...(inputTokens !== undefined && { inputTokens }),
      ...(outputTokens !== undefined && { outputTokens }),
      ...(costUsd !== undefined && { costUsd }),
    };
    logger.info({ ...call, ...told }, 'a model was asked');
    telemetry.note({ kind: 'model-call', agent, model, ...told });
    mark({
      'copydesk.outcome': outcome,
      ...(inputTokens !== undefined && { 'gen_ai.usage.input_tokens': inputTokens }),
      ...(outputTokens !== undefined && { 'gen_ai.usage.output_tokens': outputTokens }),
      ...(costUsd !== undefined && { 'copydesk.cost_usd': costUsd }),
    });
  };
  const step: Step = {
    name: `model ${agent}`,
    kind: 'client',
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model, 'copydesk.purpose': purpose },
  };
  return await telemetry.span(step, async (mark) => {
    let completion: T;
    try {
      completion = await ask();
    } catch (error) {
      tell(outcomeOf(error), mark);
      throw error;
    }
    tell(completion.cached ? 'cached' : 'answered', mark, completion);
    return completion;
  });
}

/** Whoever no longer wants the answer aborts the call with a reason of their own. */
function outcomeOf(error: unknown): string {
  return error instanceof ModelError ? error.code : 'stopped';
}
