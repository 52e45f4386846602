import { z } from 'zod';
import type { AgentSettings, AgentsSettings } from '../agents/settings.ts';
import { choice, group, number, shown, text } from './fields.ts';

const temperatureError = ({ input }: { readonly input?: unknown }): string =>
  `must be a number between 0 and 2, or none, is ${shown(input)}`;
const temperature = z.union([z.number().min(0).max(2), z.literal('none')], { error: temperatureError }).meta({
  description:
    'How freely the model words its answer: 0 (always the likeliest word) to 2. none: not sent, for reasoning models that refuse it.',
});

function agent(model: string, defaultTemperature: number) {
  return {
    model: text({
      like: 'gpt-5-mini',
      about:
        'The model, as the server at LLM_BASE_URL names it. The default is an alias that config/litellm.yaml maps to a real one.',
    }).default(model),
    temperature: temperature.default(defaultTemperature),
    structured_output: choice(
      ['json_schema', 'function_calling', 'json_mode'],
      'How the model is made to answer in JSON. json_schema is the strictest; older and local models may only know one of the others.',
    ).default('json_schema'),
    cache_ttl_seconds: number({
      from: 0,
      to: 2_592_000,
      whole: true,
      about: 'How long an answer is given again to the very same question. 0: never.',
    }).default(3600),
    timeout_seconds: number({
      from: 1,
      to: 300,
      about:
        'The longest that one model call may take. Node waits no longer than 300 s for the first byte of an answer.',
    }).default(120),
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
      about: 'The longest answer, in tokens. Not set: the limit of the model.',
    }).optional(),
  };
}

const writer = group(agent('writer', 0.7), 'Writes the outline and the drafts.').prefault({});
const critic = group(agent('critic', 0.2), 'Scores each draft and says what is good, weak and missing.').prefault({});
const editor = group(agent('editor', 0.3), 'Makes the final edit: language, headings, title, summary.').prefault({});
const factChecker = group(
  {
    ...agent('fact-checker', 0),
    provider: choice(
      ['model', 'perplexity'],
      'Who checks. perplexity: looks claims up on the web, needs PERPLEXITY_API_KEY. model: answers from memory, which the report marks as unverified.',
    ).default('model'),
    search_model: text({
      like: 'perplexity/sonar',
      about: 'With provider perplexity: the model that searches.',
    }).default('perplexity/sonar'),
    max_claims: number({
      from: 1,
      to: 50,
      whole: true,
      about: 'Claims checked per draft, the most consequential first.',
    }).default(8),
  },
  'Checks the claims of a draft when the critic doubts them.',
).prefault({});

const cache = group(
  {
    memory_megabytes: number({
      from: 1,
      to: 16_384,
      whole: true,
      about: 'Size of the cache of model answers in each worker, when REDIS_URL is not set.',
    }).default(64),
    redis_command_timeout_ms: number({
      from: 1,
      to: 10_000,
      whole: true,
      about:
        'What a slow or dead Redis may cost a model call, in milliseconds. After that the model is asked as if there were no cache.',
    }).default(50),
  },
  'The cache of model answers.',
).prefault({});

/** `config/agents.yaml`. */
export const agentsSchema = group(
  {
    agents: group({ writer, critic, fact_checker: factChecker, editor }, 'The four agents.').prefault({}),
    cache,
  },
  'Models and how they are used. Their address and key are environment variables: LLM_BASE_URL and LLM_API_KEY.',
);

export interface CacheSettings {
  readonly memoryMegabytes: number;
  readonly redisCommandTimeoutMs: number;
}

export interface AgentsConfig {
  readonly agents: AgentsSettings;
  readonly cache: CacheSettings;
}

type Yaml = z.output<typeof agentsSchema>;

export function toAgentsConfig({ agents, cache: cacheYaml }: Yaml): AgentsConfig {
  const { fact_checker: checker } = agents;
  return {
    agents: {
      writer: toAgent(agents.writer),
      critic: toAgent(agents.critic),
      factChecker: {
        ...toAgent(checker),
        provider: checker.provider,
        searchModel: checker.search_model,
        maxClaims: checker.max_claims,
      },
      editor: toAgent(agents.editor),
    },
    cache: { memoryMegabytes: cacheYaml.memory_megabytes, redisCommandTimeoutMs: cacheYaml.redis_command_timeout_ms },
  };
}

function toAgent(yaml: Yaml['agents']['writer']): AgentSettings {
  return {
    model: yaml.model,
    ...(yaml.temperature === 'none' ? {} : { temperature: yaml.temperature }),
    structuredOutput: yaml.structured_output,
    cacheTtlSeconds: yaml.cache_ttl_seconds,
    timeoutSeconds: yaml.timeout_seconds,
    repairAttempts: yaml.repair_attempts,
    ...(yaml.max_output_tokens === undefined ? {} : { maxOutputTokens: yaml.max_output_tokens }),
  };
}
