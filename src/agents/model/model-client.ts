import { ChatOpenAI } from '@langchain/openai';
import type { Scrub } from '../../lib/scrub.ts';
import { NO_TRACING } from '../no-tracer.ts';
import { createRecordingFetch, recordExchange } from './exchange.ts';
import { connectionWords, failureOf, unavailable, type Asked } from './model-failure.ts';
import { readChatAnswer, readResponsesAnswer, type RawAnswer } from './read-answer.ts';
import type { AgentSettings } from '../settings.ts';
import type { AnswerFormat } from './answer-format.ts';

export interface Endpoint {
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** `responses` is asked with a web search that the model cannot leave out. */
  readonly api: 'chat' | 'responses';
}

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

export interface Completion extends Omit<RawAnswer, 'model'> {
  readonly model: string;
  /** The gateway had the answer in its own cache: nothing was spent. */
  readonly cached: boolean;
}

type Format = Pick<AnswerFormat<unknown>, 'json'>;

/** One HTTP request per call, no retry, no memory. */
export interface ModelClient {
  /**
   * `fresh` passes the gateway's cache by, where the gateway has shown that it is a LiteLLM: its cache gives a malformed answer again.
   * @throws ModelError, or the reason of `signal`.
   */
  complete(
    turns: readonly Turn[],
    format: Format,
    options: { readonly fresh: boolean },
    signal: AbortSignal,
  ): Promise<Completion>;
}

export function createModelClient(
  endpoint: Endpoint,
  settings: AgentSettings,
  asked: Asked,
  scrub: Scrub,
): ModelClient {
  const create = (modelKwargs: Record<string, unknown>): ChatOpenAI =>
    new ChatOpenAI({
      model: settings.model,
      ...(settings.temperature !== undefined && { temperature: settings.temperature }),
      ...(settings.maxOutputTokens !== undefined && { maxTokens: settings.maxOutputTokens }),
      useResponsesApi: endpoint.api === 'responses',
      modelKwargs,
      maxRetries: 0,
      // Covers the body as well, which the recording fetch reads.
      timeout: settings.timeoutSeconds * 1000,
      apiKey: endpoint.apiKey ?? 'none',
      configuration: {
        baseURL: endpoint.baseUrl,
        fetch: createRecordingFetch({ sendsKey: endpoint.apiKey !== undefined }),
        // Null and off, so that no OPENAI_* variable of the machine has a say.
        organization: null,
        project: null,
        logLevel: 'off',
      },
    });
  // Through `modelKwargs`: as an option of the call, LangChain drops `tool_choice: 'required'` on this path and does not know the object.
  const always = endpoint.api === 'responses' ? { tool_choice: { type: 'web_search' } } : {};
  const model = create(always);
  const freshModel = create({ ...always, cache: { 'no-cache': true } });
  let gatewayIsLiteLlm = false;

  return {
    async complete(turns, format, options, signal) {
      const asking = options.fresh && gatewayIsLiteLlm ? freshModel : model;
      const { exchange, thrown } = await recordExchange(() =>
        asking.invoke(
          turns.map(({ role, text }) => ({ role, content: text })),
          {
            ...outputOptions(endpoint.api, settings, format),
            signal,
            ...NO_TRACING,
          },
        ),
      );
      const { response } = exchange;
      if (response === undefined) {
        if (signal.aborted) throw signal.reason;
        if (thrown instanceof Error && thrown.name === 'TimeoutError')
          throw unavailable(
            `did not answer within ${settings.timeoutSeconds} s (timeout_seconds in config/agents.yaml)`,
            asked,
            scrub,
          );
        throw unavailable(`could not be reached or broke off: ${connectionWords(thrown)}`, asked, scrub, thrown);
      }
      const { headers } = response;
      gatewayIsLiteLlm ||= headers.has('x-litellm-call-id');
      if (response.status >= 400) throw failureOf(response, asked, scrub);
      // From here on what LangChain made of it does not matter, nor whether it threw: it drops sources and cost, and the
      // text of an answer that is not the JSON it asked for.
      const body = parseJson(response.body);
      const error = errorInside(body);
      if (error !== undefined) throw failureOf({ ...response, status: error }, asked, scrub);
      const raw = endpoint.api === 'responses' ? readResponsesAnswer(body) : readChatAnswer(body);
      if (raw === undefined)
        throw unavailable(`answered ${response.status} with something that is not an answer of a model`, asked, scrub);
      const cached = headers.has('x-litellm-cache-key');
      const costUsd = cached ? 0 : (headerNumber(headers, 'x-litellm-response-cost') ?? raw.costUsd);
      return {
        ...raw,
        // LiteLLM: the group that answered, which after a fallback is another than was asked.
        model: headers.get('x-litellm-model-group') ?? raw.model ?? settings.model,
        cached,
        ...(costUsd !== undefined && { costUsd }),
      };
    },
  };
}

/** Asks for JSON by the configured method, and for a search where there is one. */
function outputOptions(api: Endpoint['api'], settings: AgentSettings, { json }: Format) {
  const search = api === 'responses' ? { tools: [{ type: 'web_search' as const }] } : {};
  if (json === undefined) return search;
  const schema = { name: json.name, schema: json.schema, strict: true };
  switch (settings.structuredOutput) {
    case 'json_schema':
      return { ...search, response_format: { type: 'json_schema' as const, json_schema: schema } };
    case 'json_mode':
      return { ...search, response_format: { type: 'json_object' as const } };
    case 'function_calling':
      // Only one tool can be forced, and that is the search.
      if (api === 'responses')
        return { ...search, response_format: { type: 'json_schema' as const, json_schema: schema } };
      return {
        tools: [{ type: 'function' as const, function: { name: json.name, parameters: json.schema, strict: true } }],
        tool_choice: { type: 'function' as const, function: { name: json.name } },
      };
    default:
      return settings.structuredOutput satisfies never;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Some gateways answer 200 with an error inside; its code when that is a status, 500 otherwise. */
function errorInside(body: unknown): number | undefined {
  if (
    typeof body !== 'object' ||
    body === null ||
    !('error' in body) ||
    body.error === null ||
    body.error === undefined
  )
    return undefined;
  const code = typeof body.error === 'object' && 'code' in body.error ? Number(body.error.code) : Number.NaN;
  return code >= 400 && code < 600 ? code : 500;
}

function headerNumber(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}
