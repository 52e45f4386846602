import type { Logger } from '../lib/logger.ts';
import { createScrub } from '../lib/scrub.ts';
import type { Critic, Editor, FactChecker, Writer } from './agent.ts';
import type { LlmCache } from './llm-cache.ts';
import type { AgentSettings, AgentsSettings } from './settings.ts';

export interface Agents {
  readonly writer: Writer;
  readonly critic: Critic;
  readonly factChecker: FactChecker;
  readonly editor: Editor;
}

export interface AgentsDependencies {
  /** Any OpenAI-compatible address, with its `/v1`. */
  readonly llm: { readonly baseUrl: string; readonly apiKey?: string };
  /** Address without a path or with `/v1`. Needed when the fact-checker's provider is `perplexity`. */
  readonly perplexity?: { readonly baseUrl: string; readonly apiKey: string };
  readonly cache: LlmCache;
  readonly logger: Logger;
}

/** The settings ask for something that is not there. */
class AgentsSettingsError extends Error {
  override readonly name = 'AgentsSettingsError';
  readonly code = 'perplexity-not-configured';
}

/**
 * The four agents. LangGraph and LangChain take half a second to load, so they are loaded here and not with this module:
 * begin early and await late.
 * @throws AgentsSettingsError
 */
export async function createAgents(
  settings: AgentsSettings,
  { llm, perplexity, cache, logger }: AgentsDependencies,
): Promise<Agents> {
  const search = settings.factChecker.provider === 'perplexity' ? perplexity : undefined;
  if (settings.factChecker.provider === 'perplexity' && search === undefined) {
    throw new AgentsSettingsError(
      "The fact-checker's provider is perplexity, but there is no PERPLEXITY_API_KEY. Set it, or set fact_checker.provider to model in config/agents.yaml.",
    );
  }
  const [{ createChatModel }, { sealed }, { createWriter }, { createCritic }, { createFactChecker }, { createEditor }] =
    await Promise.all([
      import('./model/chat-model.ts'),
      import('./sealed-model.ts'),
      import('./writer/graph.ts'),
      import('./critic/graph.ts'),
      import('./fact-checker/graph.ts'),
      import('./editor/graph.ts'),
    ]);
  const scrub = createScrub([llm.apiKey, perplexity?.apiKey].filter((key) => key !== undefined));
  const shared = { cache, scrub, logger };
  const chat = (agent: string, agentSettings: AgentSettings) =>
    sealed(
      createChatModel({
        ...shared,
        agent,
        settings: agentSettings,
        endpoint: { ...llm, api: 'chat', baseUrlName: 'LLM_BASE_URL', keyName: 'LLM_API_KEY' },
      }),
    );
  const reader = chat('fact-checker', settings.factChecker);
  const judge =
    search === undefined
      ? reader
      : sealed(
          createChatModel({
            ...shared,
            agent: 'fact-checker',
            settings: { ...settings.factChecker, model: settings.factChecker.searchModel },
            endpoint: {
              baseUrl: withVersion(search.baseUrl),
              apiKey: search.apiKey,
              api: 'responses',
              baseUrlName: 'PERPLEXITY_BASE_URL',
              keyName: 'PERPLEXITY_API_KEY',
            },
          }),
        );
  return {
    writer: createWriter(chat('writer', settings.writer)),
    critic: createCritic(chat('critic', settings.critic)),
    factChecker: createFactChecker({
      provider: settings.factChecker.provider,
      maxClaims: settings.factChecker.maxClaims,
      reader,
      judge,
    }),
    editor: createEditor(chat('editor', settings.editor), logger),
  };
}

/** Perplexity documents its address without the version, the OpenAI client wants it with. */
function withVersion(baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, '');
  return trimmed.endsWith('/v1') ? trimmed : `${trimmed}/v1`;
}
