import { z } from 'zod';
import type { AgentSettings, ApiSettings } from '../agents/settings.ts';
import { choice, flag, group, number, shown, text } from './fields.ts';

const temperatureError = ({ input }: { readonly input?: unknown }): string =>
  `must be a number between 0 and 2, or none, is ${shown(input)}`;
const temperature = z.union([z.number().min(0).max(2), z.literal('none')], { error: temperatureError }).meta({
  description:
    'How freely the model words its answer: 0 (always the likeliest word) to 2. none: not sent, for reasoning models that refuse it.',
});

export const concurrency = (about: string) => number({ from: 1, to: 10_000, whole: true, about });

/** A variable's name; the value of it is a secret and never in a file. */
export const api = group(
  {
    base_url: text({
      like: 'https://api.anthropic.com/v1',
      pattern: /^https?:\/\/\S+$/,
      about: "The agent's own OpenAI-compatible server, with its /v1. Not set: LLM_BASE_URL.",
    }).optional(),
    key_env: text({
      like: 'ANTHROPIC_API_KEY',
      pattern: /^[A-Z][A-Z0-9_]*$/,
      about:
        'The name of the environment variable that holds the key. Not set: LLM_API_KEY at LLM_BASE_URL, no key elsewhere.',
    }).optional(),
    kind: choice(
      ['chat', 'responses'],
      'Which API is asked: chat (/chat/completions) or responses (/responses). A server that refuses chat for a model in favour of responses is asked there by itself.',
    ).default('chat'),
    max_concurrency: concurrency('Calls at once at this server. Not set: max_concurrency of this file.').optional(),
  },
  'Where the agent asks, if not at LLM_BASE_URL.',
).optional();

/** What every agent that is a model has, but the model itself. */
export function agentFields(defaultTemperature: number, cacheTtlSeconds = 3600) {
  return {
    temperature: temperature.default(defaultTemperature),
    structured_output: choice(
      ['json_schema', 'function_calling', 'json_mode'],
      'How the model is made to answer in JSON. json_schema is the strictest; a server that refuses it is asked by the next by itself.',
    ).default('json_schema'),
    cache_ttl_seconds: number({
      from: 0,
      to: 2_592_000,
      whole: true,
      about: 'How long an answer is given again to the very same question of the same workspace. 0: never.',
    }).default(cacheTtlSeconds),
    timeout_seconds: number({
      from: 1,
      to: 3600,
      about: 'The longest that one model call may take, from its request to its last byte.',
    }).default(600),
    idle_timeout_seconds: number({
      from: 1,
      to: 300,
      about:
        'The longest that a streamed answer may be silent, before its first byte and between two. Node waits no longer than 300 s.',
    }).default(120),
    stream: flag(
      'Whether answers are streamed. With a stream a slow server is waited for as long as it writes. A server that refuses it is asked without.',
    ).default(true),
    repair_attempts: number({
      from: 0,
      to: 10,
      whole: true,
      about: 'How often a malformed answer is sent back to the model with its fault named.',
    }).default(2),
    max_output_tokens: number({
      from: 1,
      to: 1_000_000,
      whole: true,
      about:
        'The longest answer, in tokens. Not set: the limit of the model. An answer that is cut there is asked for with more.',
    }).optional(),
    reasoning_effort: text({
      like: 'low',
      pattern: /^[a-z]{1,20}$/,
      about:
        'How much a reasoning model thinks: none, minimal, low, medium, high, xhigh, as its provider names it. Not set: not sent.',
    }).optional(),
    extra_body: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Sent with every request, over what Copydesk sends: provider: { order: [azure] }.' })
      .optional(),
    extra_headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string())
      .meta({ description: 'Headers of every request. No key belongs here: use api.key_env.' })
      .optional(),
  };
}

/** What a model of a list may have of its own. How an answer is remembered and mended is the agent's. */
function ownFields() {
  const fields = agentFields(0);
  return {
    temperature: temperature.optional(),
    structured_output: fields.structured_output.unwrap().optional(),
    timeout_seconds: fields.timeout_seconds.unwrap().optional(),
    idle_timeout_seconds: fields.idle_timeout_seconds.unwrap().optional(),
    stream: fields.stream.unwrap().optional(),
    max_output_tokens: fields.max_output_tokens,
    reasoning_effort: fields.reasoning_effort,
    extra_body: fields.extra_body,
    extra_headers: fields.extra_headers,
  };
}

const modelError = ({ input }: { readonly input?: unknown }): string =>
  `must be the name of a model, or a group such as { model: gpt-5-mini, temperature: none }, is ${shown(input)}`;
const modelsError = ({ input }: { readonly input?: unknown }): string =>
  `must be a list of one to ten models, is ${shown(input)}`;

/** In this order; a name, or a group with what the model has of its own. */
export const models = z
  .array(
    z.union(
      [
        z.string().regex(/\S/),
        group(
          { model: text({ like: 'gpt-5-mini', about: 'The model, as its server names it.' }), api, ...ownFields() },
          "A model with settings of its own. What is not set is as the agent has it; of a model with an api of its own, the agent's extra_body and extra_headers are none.",
        ),
      ],
      { error: modelError },
    ),
    { error: modelsError },
  )
  .min(1, { error: modelsError })
  .max(10, { error: modelsError })
  .check(({ value, issues }) => {
    const places = value.map((one) => (typeof one === 'string' ? one : JSON.stringify([one.model, one.api ?? null])));
    for (const [at, place] of places.entries())
      if (places.indexOf(place) < at)
        issues.push({ code: 'custom', input: value[at], path: [at], message: 'is in the list already; remove one' });
  })
  .meta({
    description:
      'Instead of model: models in their order. The next one is asked while one is away, refuses for a limit, a key or a budget, or is not known: [gpt-5-mini, { model: claude-sonnet-4-5, api: { base_url: ..., key_env: ... } }].',
  })
  .optional();

interface ModelYaml {
  readonly model: string;
  readonly temperature: number | 'none';
  readonly structured_output: AgentSettings['structuredOutput'];
  readonly cache_ttl_seconds: number;
  readonly timeout_seconds: number;
  readonly repair_attempts: number;
  readonly max_output_tokens?: number | undefined;
  readonly idle_timeout_seconds: number;
  readonly stream: boolean;
  readonly api?: z.output<typeof api>;
  readonly reasoning_effort?: string | undefined;
  readonly extra_body?: Readonly<Record<string, unknown>> | undefined;
  readonly extra_headers?: Readonly<Record<string, string>> | undefined;
}

type AgentYaml = Omit<ModelYaml, 'model'> & {
  readonly model?: string | undefined;
  readonly models?: z.output<typeof models>;
};

/** An agent, with the models that are asked when its first one fails. @param defaultModel where neither `model` nor `models` is set */
export function toAgent({ model, models: list, ...agent }: AgentYaml, defaultModel: string): AgentSettings {
  const [first, ...others] = (list ?? [model ?? defaultModel]).map((one) => toModel(withOwn(agent, one)));
  const settings = first ?? toModel({ ...agent, model: defaultModel });
  return others.length === 0 ? settings : { ...settings, fallbacks: others };
}

function withOwn(agent: Omit<ModelYaml, 'model'>, own: NonNullable<z.output<typeof models>>[number]): ModelYaml {
  if (typeof own === 'string') return { ...agent, model: own };
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  // What one server is sent beside the usual is not for another.
  const shared = own.api === undefined ? agent : { ...agent, extra_body: undefined, extra_headers: undefined };
  return { ...shared, model: own.model, ...given };
}

export function toModel(yaml: ModelYaml): AgentSettings {
  return {
    model: yaml.model,
    ...(yaml.temperature === 'none' ? {} : { temperature: yaml.temperature }),
    structuredOutput: yaml.structured_output,
    cacheTtlSeconds: yaml.cache_ttl_seconds,
    timeoutSeconds: yaml.timeout_seconds,
    idleTimeoutSeconds: yaml.idle_timeout_seconds,
    stream: yaml.stream,
    repairAttempts: yaml.repair_attempts,
    ...(yaml.max_output_tokens === undefined ? {} : { maxOutputTokens: yaml.max_output_tokens }),
    ...(yaml.api !== undefined && { api: toApi(yaml.api) }),
    ...(yaml.reasoning_effort !== undefined && { reasoningEffort: yaml.reasoning_effort }),
    ...(yaml.extra_body !== undefined && { extraBody: yaml.extra_body }),
    ...(yaml.extra_headers !== undefined && { extraHeaders: yaml.extra_headers }),
  };
}

function toApi(yaml: NonNullable<AgentYaml['api']>): ApiSettings {
  return {
    kind: yaml.kind,
    ...(yaml.base_url !== undefined && { baseUrl: yaml.base_url.replace(/\/+$/, '') }),
    ...(yaml.key_env !== undefined && { keyEnv: yaml.key_env }),
    ...(yaml.max_concurrency !== undefined && { maxConcurrency: yaml.max_concurrency }),
  };
}
