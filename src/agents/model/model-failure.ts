import type { Scrub } from '../../lib/scrub.ts';
import { ModelError, type ModelErrorCode } from '../agent.ts';
import { readErrorBody } from './error-body.ts';
import { type FailureKind, judge, type Judgement } from './failure-rules.ts';

/** Who was asked, for messages: names only, no address with a password and no key. */
export interface Asked {
  readonly agent: string;
  readonly model: string;
  readonly host: string;
  /** Names of the variables that hold the address and the key. */
  readonly baseUrlName: string;
  readonly keyName: string;
}

/** An answer that is none: an HTTP error, or a body with an `error` in it. */
export interface FailedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Longest piece of a server's own words in a message, in characters. */
const MAX_QUOTE_CHARS = 300;

/** A response that is not an answer, read. */
export interface Failure extends Judgement {
  readonly status: number;
  readonly retryAfterMs?: number;
  /** The server's own words, in one line. */
  readonly said: string;
  /** What the model wrote, where the server refused its answer. */
  readonly generated?: string;
}

export function readFailure({ status, headers, body }: FailedResponse): Failure {
  const { said, generated, delayMs } = readErrorBody(body);
  const retryAfterMs = retryAfter(headers) ?? delayMs;
  return {
    ...judge(status, said, retryAfterMs !== undefined),
    status,
    said: said.replaceAll(/\s+/g, ' ').trim(),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(generated !== undefined && { generated }),
  };
}

/** The error for a response that is not an answer. */
export function failureOf({ kind, status, said, retryAfterMs }: Failure, asked: Asked, scrub: Scrub): ModelError {
  const code = CODES[kind];
  const quote = scrub(said).slice(0, MAX_QUOTE_CHARS);
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} at ${asked.host} answered ${status}${quote === '' ? '' : `: ${quote}`}. ${wayOut(code, asked)}`,
    { code, status, ...(retryAfterMs !== undefined && { retryAfterMs }) },
  );
}

const CODES: Readonly<Record<FailureKind, ModelErrorCode>> = {
  key: 'model-unauthorized',
  budget: 'model-budget-exceeded',
  'rate-limit': 'model-rate-limited',
  content: 'model-refused',
  context: 'model-context-exceeded',
  outage: 'model-unavailable',
  model: 'model-not-found',
  malformed: 'model-answer-unusable',
  parameter: 'model-request-refused',
  request: 'model-request-refused',
};

/** The error for a call without any usable response; `why` is a clause without a full stop. */
export function unavailable(why: string, asked: Asked, scrub: Scrub, cause?: unknown): ModelError {
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} at ${asked.host} ${scrub(why)}. ${wayOut('model-unavailable', asked)}`,
    {
      code: 'model-unavailable',
      ...(cause !== undefined && { cause: cleanCause(cause, scrub) }),
    },
  );
}

/** There was no place at the server, whose `max_concurrency` is ours. */
export function tooBusy(retryAfterMs: number, asked: Asked): ModelError {
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} at ${asked.host} has as many calls under way as it may (max_concurrency in config/agents.yaml). It is asked again by itself.`,
    { code: 'model-rate-limited', retryAfterMs },
  );
}

export function refused(words: string, asked: Asked, scrub: Scrub): ModelError {
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} declined: ${scrub(words).slice(0, MAX_QUOTE_CHARS)}. ${wayOut('model-refused', asked)}`,
    {
      code: 'model-refused',
    },
  );
}

/** Cut off again and again, with ever higher limits. */
export function cutOff(purpose: string, asked: Asked): ModelError {
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} was cut off at its output limit again and again (${purpose}). Set max_output_tokens of the ${asked.agent} in config/agents.yaml higher, order a shorter article, or take another model.`,
    { code: 'model-answer-unusable' },
  );
}

export function unusable(purpose: string, fault: string, asked: Asked, scrub: Scrub): ModelError {
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} gave no usable answer (${purpose}): ${scrub(fault).slice(0, MAX_QUOTE_CHARS)} ${wayOut('model-answer-unusable', asked)}`,
    { code: 'model-answer-unusable' },
  );
}

/** The innermost words of an error of the network: `fetch failed` alone says nothing. */
export function connectionWords(error: unknown): string {
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return String(innermost);
  const code = 'code' in innermost && typeof innermost.code === 'string' ? innermost.code : '';
  return innermost.message || code || innermost.name;
}

function wayOut(code: ModelErrorCode, asked: Asked): string {
  switch (code) {
    case 'model-unavailable':
      return `If trying again does not help, check that ${asked.baseUrlName} is right and the server is up.`;
    case 'model-rate-limited':
      return 'Wait, or raise the limit of the key.';
    case 'model-unauthorized':
      return `Set ${asked.keyName} to a key that this address accepts for this model.`;
    case 'model-not-found':
      return `Set the ${asked.agent}'s model in config/agents.yaml to one that ${asked.baseUrlName} offers.`;
    case 'model-budget-exceeded':
      return `Raise the budget of ${asked.keyName} or top up the account.`;
    case 'model-refused':
      return `Ask in other words, or give the ${asked.agent} another model in config/agents.yaml.`;
    case 'model-context-exceeded':
      return `Order a shorter article, or give the ${asked.agent} a model with a larger context in config/agents.yaml (a local server may have a setting for it).`;
    case 'model-request-refused':
      return `Look at what npm run doctor -- models says about the ${asked.agent}'s model, and at its settings in config/agents.yaml. Without a cause there, it is a fault in Copydesk.`;
    case 'model-answer-unusable':
      return `Try again, or give the ${asked.agent} another model or another structured_output in config/agents.yaml.`;
    default:
      return code satisfies never;
  }
}

/** `retry-after` in seconds or as a date; LiteLLM passes an upstream's on only under its own name. */
function retryAfter(headers: Headers): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const value = headers.get('retry-after') ?? headers.get('llm_provider-retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  if (seconds >= 0) return seconds * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** The SDK's errors hold whole responses, which may repeat the key; only name and words are kept. */
function cleanCause(cause: unknown, scrub: Scrub): Error {
  const clean = new Error(scrub(connectionWords(cause)));
  clean.name = cause instanceof Error ? cause.name : 'Error';
  return clean;
}
