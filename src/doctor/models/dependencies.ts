import { createLearnedBook } from '../../agents/model/capabilities.ts';
import { createEndpoints } from '../../agents/model/endpoints.ts';
import { createModelClient } from '../../agents/model/model-client.ts';
import type { AgentSettings, AgentsSettings } from '../../agents/settings.ts';
import type { Environment, Variables } from '../../config/environment.ts';
import { type Config, loadSettings } from '../../config/load.ts';
import { namedKeys, requireModelKeys } from '../../config/require-model-keys.ts';
import { withRunningServers } from '../../config/running-servers.ts';
import { hasLimits } from '../../protocol/budget.ts';
import { createScrub } from '../../lib/scrub.ts';
import { createCapabilityStore } from '../../storage/capability-store.ts';
import { createPool } from '../../storage/pool.ts';
import { type Examination, type Finding, ok, skipped, warning } from '../doctor.ts';
import type { DoctorSection, OpenSection } from '../doctor-command.ts';
import { probeModel } from './probe-model.ts';

/** `npm run doctor -- models`: asks the model of each agent. Only when it is asked for, as it costs something. */
export const modelsSection: DoctorSection = {
  name: 'Models',
  title: 'The models',
  explanation:
    "Asks each agent's models for a line, an object and a stop: what they can do, how fast they are, what they cost (a few hundred tokens each).",
  isSet: () => false,
  howToSet: '',
  open: openModels,
};

/** @throws {ConfigError} */
function openModels(given: Variables): OpenSection {
  const { environment: own } = loadSettings(given);
  // What was learned before is in the database of whatever runs.
  const { variables } = withRunningServers(given);
  const { config, environment } = loadSettings(variables);
  requireModelKeys(config, environment, given);
  const keys = namedKeys(config, given);
  const { databaseUrl } = environment;
  const pool =
    databaseUrl === undefined
      ? undefined
      : createPool(databaseUrl, { ...config.storage, poolSize: 1 }, () => undefined, environment.dataKeys);
  return {
    secrets: [...environment.secrets, ...Object.values(keys)],
    examinations: () => examinationsOf(config, own, keys, pool === undefined ? undefined : createCapabilityStore(pool)),
    close: async () => await pool?.end(),
  };
}

type Store = ReturnType<typeof createCapabilityStore>;

function examinationsOf(
  { agents, budget }: Pick<Config, 'agents' | 'budget'>,
  environment: Environment,
  keys: Readonly<Record<string, string>>,
  store: Store | undefined,
): readonly Examination[] {
  const { llmBaseUrl, llmApiKey, perplexityBaseUrl, perplexityApiKey } = environment;
  const search = perplexityApiKey === undefined ? undefined : { baseUrl: perplexityBaseUrl, apiKey: perplexityApiKey };
  const endpoints = createEndpoints(agents, {
    llm: { baseUrl: llmBaseUrl ?? '', ...(llmApiKey !== undefined && { apiKey: llmApiKey }) },
    perplexity: search,
    keys,
  });
  const learned = createLearnedBook({
    logger: { info: () => undefined, warn: () => undefined },
    ...(store !== undefined && { store }),
  });
  const hasBudget = hasLimits(budget);
  const answeredBy = new Map<string, string>();
  const examine = (
    name: string,
    settings: AgentSettings,
    place: ReturnType<typeof endpoints.forAgent>,
  ): Examination => ({
    name,
    examine: async () => {
      const { endpoint } = place;
      if (endpoint.baseUrl === '')
        return skipped('LLM_BASE_URL is not set; the practice model answers, which needs no look.');
      const { host, pathname } = new URL(endpoint.baseUrl);
      const asked = {
        agent: name.toLowerCase(),
        model: settings.model,
        host,
        baseUrlName: endpoint.baseUrlName,
        keyName: endpoint.keyName,
      };
      const scrub = createScrub(endpoints.secrets);
      const client = createModelClient({ ...place, settings, asked, scrub, learned, prices: agents.prices ?? {} });
      return await probeModel({
        settings,
        host,
        client,
        hasBudget,
        onAnswer: (real) => void answeredBy.set(name, real),
        capabilities: () => learned(`${host}${pathname}`, settings.model).of(),
      });
    },
  });
  const { writer, critic, factChecker, editor } = agents;
  const examineAgent = (name: string, agent: AgentSettings): readonly Examination[] =>
    [agent, ...(agent.fallbacks ?? [])].map((one, at) =>
      examine(at === 0 ? name : `${name} (${at + 1})`, one, endpoints.forAgent(one)),
    );
  return [
    ...examineAgent('Writer', writer),
    ...examineAgent('Critic', critic),
    ...examineAgent('Fact-checker', factChecker),
    ...(factChecker.providers.includes('perplexity') && search !== undefined
      ? [examine('Search', { ...factChecker, model: factChecker.searchModel }, endpoints.forSearch(search))]
      : []),
    ...examineAgent('Editor', editor),
    ...Object.entries(agents.external).flatMap(([name, own]) =>
      own.kind === 'http' ? [] : [examine(name, own, endpoints.forExternal(name, own))],
    ),
    {
      name: 'Independence',
      examine: () => Promise.resolve(independence(agents, answeredBy.get('Writer'), answeredBy.get('Critic'))),
    },
  ];
}

/** A model finds its own texts good. Behind a gateway two names may be one model. */
function independence(
  { writer, critic }: AgentsSettings,
  realWriter: string | undefined,
  realCritic: string | undefined,
): Finding {
  const isSameName = writer.model === critic.model && writer.api?.baseUrl === critic.api?.baseUrl;
  if (isSameName || (realWriter !== undefined && realWriter === realCritic))
    return warning(
      `writer and critic are the same model, ${realWriter ?? writer.model}`,
      'A model thinks well of its own texts. Give the critic another model in config/agents.yaml.',
    );
  return ok('writer and critic are different models, as far as their names tell');
}
