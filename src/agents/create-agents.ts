import type { Logger } from '../lib/logger.ts';
import { createScrub } from '../lib/scrub.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { Critic, Editor, FactChecker, Researcher, Writer } from './agent.ts';
import type { Judge } from './fact-checker/judge.ts';
import type { LlmCache } from './llm-cache.ts';
import type { CapabilityStore } from './model/capabilities.ts';
import type { OutageStore } from './model/outages.ts';
import type { ChatModel } from './model/chat-model.ts';
import type { AgentSettings, AgentsSettings, ExternalAgentSettings, ResearchSettings } from './settings.ts';

export interface Agents {
  readonly writer: Writer;
  readonly critic: Critic;
  readonly factChecker: FactChecker;
  readonly editor: Editor;
  readonly researcher: Researcher;
  /** Fact-checkers of somebody else's, by name. */
  readonly external: ReadonlyMap<string, FactChecker>;
}

export interface AgentsDependencies {
  /** Any OpenAI-compatible address, with its `/v1`. */
  readonly llm: { readonly baseUrl: string; readonly apiKey?: string };
  /** Address without a path or with `/v1`. Needed when a provider of the fact-checker is `perplexity`. */
  readonly perplexity?: { readonly baseUrl: string; readonly apiKey: string };
  /** Values of the variables that agents name as `keyEnv`. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly cache: LlmCache;
  /** Where it is kept what a model's server refuses. Absent: in this process alone. */
  readonly capabilities?: CapabilityStore;
  /** What workers tell one another of models that are away. Absent: each finds out for itself. */
  readonly outages?: OutageStore;
  readonly logger: Logger;
  /** Absent: nobody watches. */
  readonly telemetry?: Telemetry;
}

const DEFAULT_SKIP_SECONDS = 60;

/** Where nothing is said of research; `config/agents.yaml` has the same. */
const RESEARCH: ResearchSettings = { maxFound: 5, maxNotes: 12, maxSourceChars: 60_000 };

/** The settings ask for something that is not there. */
class AgentsSettingsError extends Error {
  override readonly name = 'AgentsSettingsError';
  readonly code: 'perplexity-not-configured' | 'provider-unknown';

  constructor(code: AgentsSettingsError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The four agents, and those of others. LangGraph and LangChain take half a second to load, so they are loaded here and not with this
 * module: begin early and await late.
 * @throws AgentsSettingsError
 */
export async function createAgents(
  settings: AgentsSettings,
  { llm, perplexity, keys = {}, cache, capabilities, outages, logger, telemetry }: AgentsDependencies,
): Promise<Agents> {
  const [
    { createChatModel },
    { createFallbackModel },
    { Resting },
    { createLearnedBook },
    { createEndpoints },
    { sealed },
    { createWriter },
    { createCritic },
    { createFactChecker },
    { createModelJudge },
    { createHttpJudge },
    { firstOf },
    { createEditor },
    { createResearcher },
  ] = await Promise.all([
    import('./model/chat-model.ts'),
    import('./model/fallback-model.ts'),
    import('./model/resting.ts'),
    import('./model/capabilities.ts'),
    import('./model/endpoints.ts'),
    import('./sealed-model.ts'),
    import('./writer/graph.ts'),
    import('./critic/graph.ts'),
    import('./fact-checker/graph.ts'),
    import('./fact-checker/model-judge.ts'),
    import('./fact-checker/http-judge.ts'),
    import('./fact-checker/judge.ts'),
    import('./editor/graph.ts'),
    import('./researcher/researcher.ts'),
  ]);
  const endpoints = createEndpoints(settings, { llm, perplexity, keys });
  const scrub = createScrub(endpoints.secrets);
  const learned = createLearnedBook({ logger, ...(capabilities !== undefined && { store: capabilities }) });
  const shared = {
    cache,
    scrub,
    logger,
    learned,
    prices: settings.prices ?? {},
    ...(telemetry !== undefined && { telemetry }),
  };
  const { factChecker, prompts } = settings;
  const resting = new Resting({
    firstMs: (settings.skipFailedSeconds ?? DEFAULT_SKIP_SECONDS) * 1000,
    ...(outages !== undefined && { store: outages }),
  });

  const modelAt = (agent: string, own: AgentSettings, place: ReturnType<typeof endpoints.forAgent>) =>
    createChatModel({ ...shared, ...place, agent, settings: own });
  const chat = (agent: string, own: AgentSettings): ChatModel => {
    const modelOf = (one: AgentSettings) => modelAt(agent, one, endpoints.forAgent(one));
    const first = modelOf(own);
    const others = (own.fallbacks ?? []).map(modelOf);
    return sealed(others.length === 0 ? first : createFallbackModel({ agent, first, others, resting, logger }));
  };
  const reader = chat('fact-checker', factChecker);

  const research = settings.research ?? RESEARCH;
  const searching = research.search === undefined ? undefined : settings.external[research.search];
  const searcher =
    searching?.kind === 'responses'
      ? sealed(modelAt('researcher', searching, endpoints.forExternal(research.search ?? '', searching)))
      : undefined;

  function externalJudge(name: string, own: ExternalAgentSettings): Judge {
    if (own.kind === 'http') {
      const apiKey = own.keyEnv === undefined ? undefined : keys[own.keyEnv];
      return createHttpJudge({ name, settings: own, scrub, ...(apiKey !== undefined && { apiKey }) });
    }
    const model = modelAt(name, own, endpoints.forExternal(name, own));
    return createModelJudge(sealed(model), { provider: name, searches: own.kind === 'responses', prompts });
  }

  function perplexityJudge(): Judge {
    if (perplexity === undefined)
      throw new AgentsSettingsError(
        'perplexity-not-configured',
        "The fact-checker's provider is perplexity, but there is no PERPLEXITY_API_KEY. Set it, or set fact_checker.provider to model in config/agents.yaml.",
      );
    const own = { ...factChecker, model: factChecker.searchModel };
    const model = modelAt('fact-checker', own, endpoints.forSearch(perplexity));
    return createModelJudge(sealed(model), { provider: 'perplexity', searches: true, prompts });
  }

  function judgeCalled(provider: string): Judge {
    const own = settings.external[provider];
    if (own !== undefined) return externalJudge(provider, own);
    if (provider === 'perplexity') return perplexityJudge();
    if (provider === 'model') return createModelJudge(reader, { provider, searches: false, prompts });
    throw new AgentsSettingsError(
      'provider-unknown',
      `The fact-checker's provider ${provider} is neither model nor perplexity, nor under agents.external in config/agents.yaml. Name one that is.`,
    );
  }

  const checker = (provider: string, judge: Judge): FactChecker =>
    createFactChecker({ provider, maxClaims: factChecker.maxClaims, reader, judge, prompts });
  const sectionsAtOnce = settings.writer.api?.maxConcurrency ?? settings.maxConcurrency;
  const [provider = 'model', ...others] = factChecker.providers;
  return {
    writer: createWriter(chat('writer', settings.writer), settings, {
      ...(settings.writer.drafts !== undefined && { drafts: settings.writer.drafts }),
      ...(sectionsAtOnce !== undefined && { atOnce: sectionsAtOnce }),
    }),
    critic: createCritic(chat('critic', settings.critic), settings, settings.critic.weights),
    factChecker: checker(provider, firstOf([judgeCalled(provider), ...others.map(judgeCalled)])),
    researcher: createResearcher({
      settings: research,
      prompts,
      reader,
      ...(searcher !== undefined && { searcher }),
    }),
    editor: createEditor(chat('editor', settings.editor), settings, logger),
    external: new Map(
      Object.entries(settings.external).map(([name, own]) => [name, checker(name, externalJudge(name, own))]),
    ),
  };
}
