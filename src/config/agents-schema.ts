import { z } from 'zod';
import type { AgentsSettings, Told } from '../agents/settings.ts';
import type { Price } from '../agents/model/price.ts';
import { agentFields, api, concurrency, models, toAgent } from './agent-fields.ts';
import { external, toExternal } from './external-agents-schema.ts';
import { choice, group, number, shown, text } from './fields.ts';
import { nearest } from './nearest.ts';
import { research, toFetchSettings, toResearchSettings } from './research-schema.ts';
import type { FetchSettings } from '../research/fetch-settings.ts';

const price = group(
  {
    input_per_million: number({ from: 0, to: 100_000, about: 'USD for a million tokens of the request.' }),
    cached_input_per_million: number({
      from: 0,
      to: 100_000,
      about: 'USD for a million tokens that the provider had in its cache of prompts. Not set: as input_per_million.',
    }).optional(),
    output_per_million: number({ from: 0, to: 100_000, about: 'USD for a million tokens of the answer.' }),
  },
  'What a model costs.',
);

/** As `config/litellm.yaml` calls them. */
const DEFAULT_MODELS = { writer: 'writer', critic: 'critic', factChecker: 'fact-checker', editor: 'editor' } as const;

/** Which of the two would hold is nothing to guess. */
function eitherModel({
  value,
  issues,
}: z.core.ParsePayload<{ readonly model?: string | undefined; readonly models?: unknown }>): void {
  if (value.model === undefined || value.models === undefined) return;
  issues.push({
    code: 'custom',
    input: value.models,
    path: ['models'],
    message: 'stands beside model; write one of the two (the first of models is asked first)',
  });
}

function agent(model: string, defaultTemperature: number, cacheTtlSeconds?: number) {
  return {
    api,
    model: text({
      like: 'gpt-5-mini',
      about: `The model, as its server names it. Not set: ${model}, an alias that config/litellm.yaml maps to a real one.`,
    }).optional(),
    models,
    ...agentFields(defaultTemperature, cacheTtlSeconds),
  };
}

// Another order of the same topic is another article: the rejected one must not come back.
const writer = group(
  {
    ...agent(DEFAULT_MODELS.writer, 0.7, 0),
    drafts: choice(
      ['whole', 'sections'],
      'whole: a first draft in one call. sections: each section of its outline in a call of its own, side by side, then one for lead and transitions. Along an outline that people approved it is always by sections.',
    ).default('whole'),
  },
  'Writes the outline and the drafts.',
)
  .check(eitherModel)
  .prefault({});
const weight = (about: string) => number({ from: 0, to: 100, about }).default(1);
const weights = group(
  {
    substance: weight('Whether it says something worth knowing.'),
    truth: weight('Whether claims are plausible, exact and attributed.'),
    structure: weight('Whether the opening, each section and the end have their job.'),
    language: weight('Whether it is clear, correct and alive.'),
    fit: weight('Whether it is right for audience, length and order.'),
  },
  'How much each criterion counts in the score of a draft, which is computed from them. 0: not at all.',
)
  .refine((given) => Object.values(given).some((one) => one > 0), {
    error: 'has no weight above 0, so no draft could have a score',
  })
  .prefault({});

const critic = group(
  { ...agent(DEFAULT_MODELS.critic, 0.2), weights },
  'Scores each draft and says what is good, weak and missing.',
)
  .check(eitherModel)
  .prefault({});
const editor = group(agent(DEFAULT_MODELS.editor, 0.3), 'Makes the final edit: language, headings, title, summary.')
  .check(eitherModel)
  .prefault({});
const BUILT_IN_PROVIDERS = ['model', 'perplexity'];
const providerError = ({ input }: { readonly input?: unknown }): string =>
  `must be model, perplexity, the name of an agent under external, or a list of them, is ${shown(input)}`;
const providerName = z.string({ error: providerError }).regex(/\S/, { error: providerError });

const factChecker = group(
  {
    ...agent(DEFAULT_MODELS.factChecker, 0),
    provider: z
      .union([providerName, z.array(providerName).min(1)], { error: providerError })
      .meta({
        description:
          'Who checks; of a list the next one when one fails. perplexity: looks claims up on the web, needs PERPLEXITY_API_KEY. model: answers from memory, which the report marks as unverified. Or the name of an agent under `external`.',
      })
      .default('model'),
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
)
  .check(eitherModel)
  .prefault({});

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

/** A name that nobody has would only be missed when a claim is to be checked. */
function knownProviders({ value, issues }: z.core.ParsePayload<AgentsYaml>): void {
  const { provider } = value.fact_checker;
  const known = [...BUILT_IN_PROVIDERS, ...Object.keys(value.external)];
  const named = typeof provider === 'string' ? [provider] : provider;
  for (const [at, name] of named.entries()) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    issues.push({
      code: 'custom',
      input: name,
      path: ['fact_checker', 'provider', ...(typeof provider === 'string' ? [] : [at])],
      message: `must be one of ${known.join(', ')}, is ${shown(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    });
  }
}

interface AgentsYaml {
  readonly fact_checker: { readonly provider: string | readonly string[] };
  readonly external: Readonly<Record<string, unknown>>;
}

/** `config/agents.yaml`. */
export const agentsSchema = group(
  {
    agents: group({ writer, critic, fact_checker: factChecker, editor, external }, 'The agents.')
      .check(knownProviders)
      .prefault({}),
    max_concurrency: concurrency(
      'Calls at once at one server, for each worker; the rest wait. 1 for a local server with one slot.',
    ).default(50),
    skip_failed_seconds: number({
      from: 1,
      to: 3600,
      about:
        'How long a model that failed is passed over in favour of the next of its list, where its server does not say how long; each failure in a row doubles it, up to sixteen times as long.',
    }).default(60),
    prices: z
      .record(z.string(), price)
      .meta({ description: 'By the name of a model: what it costs, where no gateway tells it.' })
      .optional(),
    research,
    cache,
  },
  'Models and how they are used. Their address and key are environment variables: LLM_BASE_URL and LLM_API_KEY, unless an agent has its own `api`.',
).check(knownSearch);

/** A search that nobody can do would only be missed when an article is begun. */
function knownSearch({ value, issues }: z.core.ParsePayload<SearchYaml>): void {
  const { search } = value.research;
  if (search === undefined) return;
  const known = Object.entries(value.agents.external).flatMap(([name, { kind }]) =>
    kind === 'responses' ? [name] : [],
  );
  if (known.includes(search)) return;
  issues.push({
    code: 'custom',
    input: search,
    path: ['research', 'search'],
    message:
      known.length === 0
        ? `must be an agent of kind responses under agents.external, and there is none; is ${shown(search)}`
        : `must be one of ${known.join(', ')}, is ${shown(search)}`,
  });
}

interface SearchYaml {
  readonly agents: { readonly external: Readonly<Record<string, { readonly kind: string }>> };
  readonly research: { readonly search?: string | undefined };
}

export interface CacheSettings {
  readonly memoryMegabytes: number;
  readonly redisCommandTimeoutMs: number;
}

export interface AgentsConfig {
  readonly agents: AgentsSettings;
  readonly cache: CacheSettings;
  readonly fetch: FetchSettings;
}

type Yaml = z.output<typeof agentsSchema>;

export function toAgentsConfig(
  {
    agents,
    cache: cacheYaml,
    research: researchYaml,
    max_concurrency: maxConcurrency,
    skip_failed_seconds: skipFailedSeconds,
    prices,
  }: Yaml,
  told: Told,
): AgentsConfig {
  const { fact_checker: checker } = agents;
  return {
    agents: {
      writer: { ...toAgent(agents.writer, DEFAULT_MODELS.writer), drafts: agents.writer.drafts },
      critic: { ...toAgent(agents.critic, DEFAULT_MODELS.critic), weights: agents.critic.weights },
      factChecker: {
        ...toAgent(checker, DEFAULT_MODELS.factChecker),
        providers: typeof checker.provider === 'string' ? [checker.provider] : checker.provider,
        searchModel: checker.search_model,
        maxClaims: checker.max_claims,
      },
      editor: toAgent(agents.editor, DEFAULT_MODELS.editor),
      external: toExternal(agents.external),
      research: toResearchSettings(researchYaml),
      ...told,
      maxConcurrency,
      skipFailedSeconds,
      prices: Object.fromEntries(Object.entries(prices ?? {}).map(([model, yaml]) => [model, toPrice(yaml)])),
    },
    fetch: toFetchSettings(researchYaml),
    cache: { memoryMegabytes: cacheYaml.memory_megabytes, redisCommandTimeoutMs: cacheYaml.redis_command_timeout_ms },
  };
}

function toPrice(yaml: NonNullable<Yaml['prices']>[string]): Price {
  return {
    inputPerMillion: yaml.input_per_million,
    outputPerMillion: yaml.output_per_million,
    ...(yaml.cached_input_per_million !== undefined && { cachedInputPerMillion: yaml.cached_input_per_million }),
  };
}
