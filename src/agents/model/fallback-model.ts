import { LRUCache } from 'lru-cache';
import type { Logger } from '../../lib/logger.ts';
import { type AgentRun, ModelError, type ModelErrorCode } from '../agent.ts';
import type { ChatModel, Question, RememberingModel } from './chat-model.ts';
import { requestHash } from './request-hash.ts';
import type { Resting } from './resting.ts';

/**
 * Whether another model may do better than one that failed so.
 * `for-a-while`: the next is asked, and the one that failed is passed over for a time · `this-question`: the next is asked, and the one that
 * failed is passed over for this question · `no`: it fails as if there were no other model.
 */
const ANOTHER_MAY: Readonly<Record<ModelErrorCode, 'for-a-while' | 'this-question' | 'no'>> = {
  'model-unavailable': 'for-a-while',
  // Unless it asks for a moment only: SHORT_WAIT_MS.
  'model-rate-limited': 'for-a-while',
  'model-unauthorized': 'for-a-while',
  'model-budget-exceeded': 'for-a-while',
  'model-not-found': 'for-a-while',
  'model-refused': 'this-question',
  // Too long an order is for people to shorten, or to give to a larger model for good.
  'model-context-exceeded': 'no',
  'model-request-refused': 'no',
  // Its mending was paid for as often as the settings allow.
  'model-answer-unusable': 'no',
};

/** After these somebody comes back without us: the article waits. */
const PASSING: ReadonlySet<ModelErrorCode> = new Set(['model-unavailable', 'model-rate-limited']);
/** OpenAI and Groq ask for waits of less than that where a minute's tokens are used up: they are waited for, once. */
const SHORT_WAIT_MS = 10_000;
/** Questions that models refused, as this process remembers them. */
const MAX_REFUSED = 1000;
const REFUSED_TTL_MS = 3_600_000;

export interface FallbackModelOptions {
  /** Whose models they are, for the log: `writer`. */
  readonly agent: string;
  /** The one that is asked first. */
  readonly first: RememberingModel;
  /** In their order. */
  readonly others: readonly RememberingModel[];
  /** Shared by all who ask the same models. */
  readonly resting: Resting;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Asks the first model, and the next one where one fails in a way that another can mend. What one of them has answered already stands, and is
 * not asked of another. When all have failed, the error is the one that passes soonest, with its wait; else that of the first.
 */
export function createFallbackModel({ agent, first, others, resting, logger }: FallbackModelOptions): ChatModel {
  const models = [first, ...others];
  const refusals = new LRUCache<string, ReadonlySet<RememberingModel>>({ max: MAX_REFUSED, ttl: REFUSED_TTL_MS });

  /** Who is asked, in order. Where all are passed over, only the one whose time ends first. */
  async function candidates(question: Question<unknown>, run: AgentRun): Promise<readonly RememberingModel[]> {
    await resting.hear();
    const unwilling = refusals.get(keyOf(question));
    const willing = models.filter((model) => unwilling?.has(model) !== true);
    // When all have refused, somebody wants it tried again.
    const able = willing.length === 0 ? models : willing;
    const awake = able.filter(({ place }) => resting.leftMs(place) === 0);
    const soonest = able.toSorted((one, other) => resting.leftMs(one.place) - resting.leftMs(other.place)).slice(0, 1);
    const order = awake.length === 0 ? soonest : awake;
    for (const model of models)
      if (model !== order[0] && (await model.remembers(question, run)))
        return [model, ...order.filter((other) => other !== model)];
    return order;
  }

  /** Notes what a failure says of the model. Answers whether the next one is asked. */
  function isForAnother(model: RememberingModel, error: ModelError, question: Question<unknown>, begunMs: number) {
    const may = ANOTHER_MAY[error.code];
    if (may === 'no') return false;
    if (may === 'this-question') {
      const key = keyOf(question);
      refusals.set(key, new Set(refusals.get(key)).add(model));
      return true;
    }
    const { retryAfterMs } = error;
    if (retryAfterMs !== undefined && retryAfterMs <= SHORT_WAIT_MS && !resting.hurried(model.place)) return false;
    resting.failed(model.place, begunMs, error);
    return true;
  }

  /** @param failed at least one */
  function exhausted(failed: ReadonlyMap<RememberingModel, ModelError>): ModelError {
    const failures = models.flatMap((model) => {
      const error = failed.get(model) ?? resting.reasonOf(model.place);
      return error === undefined ? [] : [{ error, leftMs: resting.leftMs(model.place) }];
    });
    const passing = failures
      .filter(({ error }) => PASSING.has(error.code))
      .toSorted((one, other) => one.leftMs - other.leftMs);
    const [chosen] = [...passing, ...failures];
    if (chosen === undefined) throw new Error('No model was asked, and none had failed.');
    const { error, leftMs } = chosen;
    if (failures.length === 1) return error;
    const { code, status, retryAfterMs } = error;
    return new ModelError(failures.map(({ error: { message } }) => message).join(' · '), {
      code,
      ...(status !== undefined && { status }),
      ...(retryAfterMs !== undefined && { retryAfterMs: Math.min(retryAfterMs, leftMs) }),
      cause: error,
    });
  }

  return {
    model: first.model,
    async ask(question, run) {
      const failed = new Map<RememberingModel, ModelError>();
      for (const model of await candidates(question, run)) {
        const begunMs = Date.now();
        try {
          const answer = await model.ask(question, run);
          resting.answered(model.place);
          return answer;
        } catch (error) {
          if (isTimeUp(run.signal)) resting.failed(model.place, begunMs, tooSlow(agent, model));
          if (!(error instanceof ModelError) || !isForAnother(model, error, question, begunMs)) throw error;
          failed.set(model, error);
          const { code, message } = error;
          logger.warn({ agent, model: model.model, code, fault: message }, 'a model failed: the next one is asked');
        }
      }
      throw exhausted(failed);
    },
  };
}

/** The step's own time was up first: its next attempt begins with another model. By name, as the error is the activities'. */
function isTimeUp({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof Error && reason.name === 'StepTimeoutError';
}

function tooSlow(agent: string, { model }: ChatModel): ModelError {
  return new ModelError(`The ${agent}'s model ${model} did not answer before the time of the step was up.`, {
    code: 'model-unavailable',
  });
}

function keyOf({ turns }: Question<unknown>): string {
  return requestHash({ turns: turns.map(({ role, text }) => [role, text]) });
}
