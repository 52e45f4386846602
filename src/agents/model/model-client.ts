import type { Scrub } from '../../lib/scrub.ts';
import type { AgentSettings } from '../settings.ts';
import { adapt, type Capabilities, type LearnedBook, type Sent } from './capabilities.ts';
import { createRecordingFetch, type Exchange, recordExchange } from './exchange.ts';
import { createLangChainModel } from './langchain.ts';
import {
  connectionWords,
  type Asked,
  type Failure,
  failureOf,
  readFailure,
  tooBusy,
  unavailable,
} from './model-failure.ts';
import { costOf, type Price } from './price.ts';
import { type RawAnswer, readChatAnswer, readResponsesAnswer } from './read-answer.ts';
import { bodyOfStream, cutBody, isStreamBody, textOfStream } from './read-stream.ts';
import { objectMethod, requestBody, type Wanted } from './request-body.ts';
import type { Slots } from './slots.ts';

export interface Endpoint {
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly api: 'chat' | 'responses';
  /** Every call is one with a web search that the model cannot leave out. Absent: with `responses`. */
  readonly searches?: boolean;
}

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

export interface Completion extends Omit<RawAnswer, 'model'> {
  /** The one that really answered, as far as the gateway tells. */
  readonly model: string;
  /** The gateway had the answer in its own cache: nothing was spent. */
  readonly cached: boolean;
}

export interface ModelClientOptions {
  readonly endpoint: Endpoint;
  readonly settings: AgentSettings;
  readonly asked: Asked;
  readonly scrub: Scrub;
  /** Shared by all who ask at the endpoint. */
  readonly slots: Slots;
  readonly learned: LearnedBook;
  /** By the name of a model, as configured or as it calls itself. */
  readonly prices: Readonly<Record<string, Price>>;
}

export interface Asking extends Pick<Wanted, 'format' | 'limit' | 'fresh'> {
  /** Called with each request: what it is given reads off what has come of a streamed answer. */
  readonly watch?: (textSoFar: () => string) => void;
}

/** One answer per call, no memory but of what the server takes. */
export interface ModelClient {
  /**
   * Asks, and asks again without what the server refuses of the request: a refusal costs nothing.
   * `fresh` passes the gateway's cache by, where the gateway has shown that it is a LiteLLM: its cache gives a malformed answer again.
   * @throws ModelError, or the reason of `signal`.
   */
  complete(turns: readonly Turn[], call: Asking, signal: AbortSignal): Promise<Completion>;
}

/** Node's fetch waits no longer for a first byte, nor between two. */
const MAX_IDLE_SECONDS = 300;
/** There are not more things to take back than that. */
const MAX_ADAPTATIONS = 10;
/** A place at the server is waited for so long; then the article says that the model is busy, and comes again. */
const MAX_QUEUE_MS = 60_000;
const QUEUE_RETRY_MS = 15_000;
/** A prompt of so many characters has far more than a token for eight of them, in any language. */
const NOTICED_FROM_CHARS = 6000;
const MAX_CHARS_PER_TOKEN = 10;

export function createModelClient(options: ModelClientOptions): ModelClient {
  const { endpoint, settings, asked, scrub, slots } = options;
  const { host, pathname } = new URL(endpoint.baseUrl);
  const { idleTimeoutSeconds = MAX_IDLE_SECONDS, stream: mayStream = true } = settings;
  const learned = options.learned(`${host}${pathname}`, settings.model);
  const fields = {
    apiKey: endpoint.apiKey ?? 'none',
    // Covers the body as well, which the recording fetch reads.
    timeout: settings.timeoutSeconds * 1000,
    configuration: {
      baseURL: endpoint.baseUrl,
      fetch: createRecordingFetch({
        sendsKey: endpoint.apiKey !== undefined,
        idleTimeoutMs: idleTimeoutSeconds * 1000,
        headers: settings.extraHeaders ?? {},
      }),
      // Null and off, so that no OPENAI_* variable of the machine has a say.
      organization: null,
      project: null,
      logLevel: 'off' as const,
    },
  };
  const models = { chat: createLangChainModel('chat', fields), responses: createLangChainModel('responses', fields) };

  async function send(
    turns: readonly Turn[],
    wanted: Wanted,
    state: Capabilities,
    { signal, watch }: { readonly signal: AbortSignal; readonly watch: Asking['watch'] },
  ) {
    const api = state.api ?? endpoint.api;
    const isPriced = options.prices[settings.model] !== undefined;
    // What a search found is documented for whole answers only.
    const mayBeStreamed = mayStream && !wanted.searches;
    const streams = mayBeStreamed && state.stream !== false && (state.costInStream !== false || isPriced);
    const messages = (state.system === false ? withoutSystem(turns) : turns).map(({ role, text }) => ({
      role,
      content: text,
    }));
    const fresh = wanted.fresh && state.gateway === 'litellm';
    const body = requestBody(api, { ...wanted, fresh }, state, streams);
    const request = () =>
      recordExchange(
        () => models[api].send(messages, body, signal),
        (exchange) => watch?.(() => textOfStream(exchange.partial?.body ?? '')),
      );
    const { exchange, thrown } = await slots.run(request, {
      signal,
      maxWaitMs: MAX_QUEUE_MS,
      tooLong: () => tooBusy(QUEUE_RETRY_MS, asked),
    });
    const sent: Sent = {
      object: objectMethod(wanted, state),
      hasTemperature: settings.temperature !== undefined && state.temperature !== false,
      hasLimit: wanted.limit !== undefined && state.outputLimit !== 'none',
      hasReasoningEffort: settings.reasoningEffort !== undefined && state.reasoningEffort !== false,
      hasSystem: state.system !== false && turns.some(({ role }) => role === 'system'),
      streams,
      state,
    };
    return { response: responseOf(exchange, thrown, signal), sent, api };
  }

  function responseOf(exchange: Exchange, thrown: unknown, signal: AbortSignal): NonNullable<Exchange['response']> {
    if (exchange.response !== undefined) return exchange.response;
    if (signal.aborted) throw signal.reason;
    // What a slow server has written until then was paid for: the text goes on from there.
    const isLate = thrown instanceof Error && thrown.name === 'TimeoutError';
    if (isLate && exchange.partial !== undefined && cutBody(exchange.partial.body) !== undefined)
      return { ...exchange.partial, isLate };
    if (exchange.silent === true)
      throw unavailable(
        `was silent for ${idleTimeoutSeconds} s (idle_timeout_seconds in config/agents.yaml)`,
        asked,
        scrub,
      );
    if (isLate)
      throw unavailable(
        `did not answer within ${settings.timeoutSeconds} s (timeout_seconds in config/agents.yaml)`,
        asked,
        scrub,
      );
    throw unavailable(`could not be reached or broke off: ${connectionWords(thrown)}`, asked, scrub, thrown);
  }

  /** The answer in a response, or what the response is instead. */
  function read(response: NonNullable<Exchange['response']>, api: 'chat' | 'responses'): RawAnswer | Failure {
    if (response.status >= 400) return readFailure(response);
    // What LangChain made of it does not matter, nor whether it threw: it drops sources and cost, and the text of an answer
    // that is not the JSON it asked for.
    const isStream = isStreamBody(response.headers.get('content-type'), response.body);
    const streamed = response.isLate === true ? cutBody : bodyOfStream;
    const body = isStream ? streamed(response.body) : parseJson(response.body);
    const error = errorInside(body);
    if (error !== undefined)
      return readFailure({ ...response, status: error.status, body: JSON.stringify(error.error) });
    const raw = api === 'responses' ? readResponsesAnswer(body) : readChatAnswer(body);
    if (raw === undefined) {
      const what = isStream
        ? 'broke off in the middle of its answer'
        : `answered ${response.status} with something that is not an answer of a model`;
      throw unavailable(what, asked, scrub);
    }
    return raw;
  }

  return {
    async complete(turns, { watch, ...call }, signal) {
      let wanted: Wanted = { ...call, settings, searches: endpoint.searches ?? endpoint.api === 'responses' };
      const known = await learned.of();
      let adapted: Capabilities = {};
      for (let adaptations = 0; ; adaptations += 1) {
        const { response, sent, api } = await send(turns, wanted, { ...known, ...adapted }, { signal, watch });
        const isLiteLlm = response.headers.has('x-litellm-call-id');
        const found = read(response, api);
        if (!('kind' in found)) {
          if (found.failed === true)
            throw unavailable('says that it went wrong in the middle of its answer', asked, scrub);
          const completion = completionOf(found, response.headers, settings.model, options.prices);
          await learned.learn({
            ...adapted,
            ...(isLiteLlm && { gateway: 'litellm' }),
            ...(isLiteLlm && sent.streams && completion.costUsd === undefined && { costInStream: false }),
            ...truncation(turns, found),
          });
          return completion;
        }
        // Groq: the server did not like what the model wrote; whether it can be read is ours to say.
        if (found.kind === 'malformed')
          return { answer: { text: found.generated ?? '', sources: [] }, model: settings.model, cached: false };
        const next = adaptations < MAX_ADAPTATIONS ? otherWay(found, sent, wanted) : undefined;
        if (next === undefined) throw failureOf(found, asked, scrub);
        adapted = { ...adapted, ...next.adapted };
        wanted = { ...wanted, ...next.wanted };
      }
    },
  };
}

/** How to ask again after a refusal; undefined: there is no other way. */
function otherWay(
  { kind, parameter, said }: Failure,
  sent: Sent,
  wanted: Wanted,
): { readonly adapted?: Capabilities; readonly wanted?: { readonly limit: undefined } } | undefined {
  // The limit counts to the context at vLLM and others: without it the request may fit.
  const isAboutLimit =
    parameter === 'output-limit' || (kind === 'context' && /completion|max_tokens|output/i.test(said));
  if (isAboutLimit) return wanted.limit === undefined ? undefined : { wanted: { limit: undefined } };
  if (kind !== 'parameter' && kind !== 'request') return undefined;
  const adapted = adapt(parameter, sent);
  return adapted && { adapted };
}

/** The instructions at the head of the first message, for models that know no system role. */
function withoutSystem(turns: readonly Turn[]): readonly Turn[] {
  const instructions = turns.filter(({ role }) => role === 'system').map(({ text }) => text);
  const [first, ...rest] = turns.filter(({ role }) => role !== 'system');
  return first === undefined
    ? [{ role: 'user', text: instructions.join('\n\n') }]
    : [{ ...first, text: [...instructions, first.text].join('\n\n') }, ...rest];
}

function truncation(turns: readonly Turn[], { inputTokens }: RawAnswer): Capabilities {
  const chars = turns.reduce((sum, { text }) => sum + text.length, 0);
  const isFar =
    inputTokens !== undefined &&
    inputTokens > 0 &&
    chars >= NOTICED_FROM_CHARS &&
    inputTokens < chars / MAX_CHARS_PER_TOKEN;
  return isFar ? { readsOnlyTokens: inputTokens } : {};
}

function completionOf(
  raw: RawAnswer,
  headers: Headers,
  model: string,
  prices: ModelClientOptions['prices'],
): Completion {
  const cached = headers.has('x-litellm-cache-key');
  // LiteLLM: the model behind the name; the group that answered, which after a fallback is another than was asked.
  const real = headers.get('x-litellm-model-name') ?? headers.get('x-litellm-model-group') ?? raw.model ?? model;
  const price = prices[real] ?? prices[raw.model ?? ''] ?? prices[model];
  // On a hit LiteLLM repeats what the first call cost.
  const costUsd = cached
    ? 0
    : (headerNumber(headers, 'x-litellm-response-cost') ?? raw.costUsd ?? (price && costOf(raw, price)));
  return { ...raw, model: real, cached, ...(costUsd !== undefined && { costUsd }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Some gateways answer 200 with an error inside, OpenRouter also within the choice; its code when that is a status, 500 otherwise. */
function errorInside(body: unknown): { readonly status: number; readonly error: object } | undefined {
  const error = fieldOf(body, 'error') ?? fieldOf(firstOf(fieldOf(body, 'choices')), 'error');
  if (error === undefined || error === null) return undefined;
  const code = Number(fieldOf(error, 'code') ?? fieldOf(error, 'status') ?? Number.NaN);
  return { status: code >= 400 && code < 600 ? code : 500, error: { error } };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function headerNumber(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}
