import { createAgents, type Agents } from '../../src/agents/create-agents.ts';
import { shippedPrompts } from '../../src/config/prompts.ts';
import type { AgentsSettings } from '../../src/agents/settings.ts';
import type { ModelServer } from './model-server.ts';
import { mapCache, memoryLogger, SETTINGS } from './run.ts';

export const AGENTS: AgentsSettings = {
  writer: { ...SETTINGS, model: 'writer' },
  critic: { ...SETTINGS, model: 'critic' },
  factChecker: {
    ...SETTINGS,
    model: 'fact-checker',
    providers: ['model'],
    searchModel: 'perplexity/sonar',
    maxClaims: 3,
  },
  editor: { ...SETTINGS, model: 'editor' },
  external: {},
  prompts: shippedPrompts(),
  house: { templates: [], styles: {} },
};

/** The agents before a server that plays a script, without a cache between tests. */
export function agentsAt(
  server: ModelServer,
  settings: Partial<AgentsSettings> = {},
  logger = memoryLogger(),
): Promise<Agents> {
  return createAgents(
    { ...AGENTS, ...settings },
    {
      llm: { baseUrl: server.baseUrl, apiKey: 'k-llm' },
      perplexity: { baseUrl: server.baseUrl.replace('/v1', ''), apiKey: 'k-perplexity' },
      cache: mapCache(),
      logger,
    },
  );
}

/** System and user message of a request, and the sections of the user message by tag, without the call's own suffix. */
export function promptOf(
  server: ModelServer,
  at: number,
): { readonly system: string; readonly user: string; readonly tags: readonly string[] } {
  const [system, user] = server.requests[at]?.body.messages ?? [];
  const text = (user?.content ?? '').replaceAll(/-[0-9a-f]{16}(?=[ >])/g, '');
  return { system: system?.content ?? '', user: text, tags: topTags(text) };
}

function topTags(text: string): readonly string[] {
  return [...text.matchAll(/<([a-z_]+)[^>]*>[\s\S]*?<\/\1>/g)].map((match) => match[1] ?? '');
}
