import type { Scrub } from '../../lib/scrub.ts';
import { ModelError, type ModelErrorCode } from '../agent.ts';

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

/** LiteLLM names what happened only in words, see the patterns' comments; OpenAI's codes are matched too. */
const OUT_OF_MONEY =
  /budget_exceeded|exceeded budget|crossed budget|exceeded your current quota|insufficient_quota|insufficient credits/i;
const UNKNOWN_MODEL = /invalid model name|model_not_found|model .{0,80}(?:does not exist|not found)/i;

/** The error for a response that is not an answer. */
export function failureOf(response: FailedResponse, asked: Asked, scrub: Scrub): ModelError {
  const said = errorWords(response.body);
  const status = response.status;
  const code = codeOf(status, said);
  const retryAfterMs = retryAfter(response.headers);
  const quote = scrub(said).replaceAll(/\s+/g, ' ').trim().slice(0, MAX_QUOTE_CHARS);
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} at ${asked.host} answered ${status}${quote === '' ? '' : `: ${quote}`}. ${wayOut(code, asked)}`,
    {
      code,
      status,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  );
}

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

export function refused(words: string, asked: Asked, scrub: Scrub): ModelError {
  return new ModelError(
    `The ${asked.agent}'s model ${asked.model} declined: ${scrub(words).slice(0, MAX_QUOTE_CHARS)}. ${wayOut('model-refused', asked)}`,
    {
      code: 'model-refused',
    },
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

function codeOf(status: number, said: string): ModelErrorCode {
  if (status === 402 || OUT_OF_MONEY.test(said)) return 'model-budget-exceeded';
  if (status === 429) return 'model-rate-limited';
  if (status === 401 || status === 403) return 'model-unauthorized';
  // LiteLLM answers 400 for a model it does not know.
  if (status === 404 || (status < 500 && UNKNOWN_MODEL.test(said))) return 'model-not-found';
  if (status === 408 || status === 409 || status === 425 || status >= 500 || status < 400) return 'model-unavailable';
  return 'model-refused';
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
      return `Change the topic or shorten what is asked, or give the ${asked.agent} another model in config/agents.yaml.`;
    case 'model-answer-unusable':
      return `Try again, or give the ${asked.agent} another model or another structured_output in config/agents.yaml.`;
    default:
      return code satisfies never;
  }
}

/** Message, type and code of an error body; the body itself when it has another form. */
function errorWords(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('error' in parsed)) return body;
    const { error } = parsed;
    if (typeof error === 'string') return error;
    if (typeof error !== 'object' || error === null) return body;
    const part = (name: string): string => {
      const value: unknown = Reflect.get(error, name);
      return typeof value === 'string' ? value : '';
    };
    const labels = [part('type'), part('code')].filter((label) => label !== '' && !/^\d+$/.test(label));
    return labels.length === 0 ? part('message') : `${part('message')} (${[...new Set(labels)].join(', ')})`;
  } catch {
    return body;
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
