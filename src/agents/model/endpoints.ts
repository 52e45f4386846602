import type { AgentSettings, AgentsSettings, ExternalAgentSettings } from '../settings.ts';
import type { ChatModelOptions } from './chat-model.ts';
import { Slots } from './slots.ts';

type Place = Required<Pick<ChatModelOptions, 'endpoint' | 'slots'>>;

interface Server {
  readonly baseUrl: string;
  readonly apiKey?: string;
}

export interface Endpoints {
  /** Every key that may be sent. */
  readonly secrets: readonly string[];
  /** Where an agent asks: its own server, or the one for all. */
  forAgent(settings: AgentSettings): Place;
  /** Where claims are looked up. */
  forSearch(search: Server): Place;
  /** Where a model of somebody else is asked, under its name in the settings. */
  forExternal(name: string, settings: Exclude<ExternalAgentSettings, { readonly kind: 'http' }>): Place;
}

const DEFAULT_CONCURRENCY = 50;

/** The servers of all agents, with as many places at each as may be asked at once. */
export function createEndpoints(
  settings: AgentsSettings,
  servers: {
    readonly llm: Server;
    readonly perplexity: Server | undefined;
    /** By the variables that agents name as `keyEnv`. */
    readonly keys: Readonly<Record<string, string>>;
  },
): Endpoints {
  const { llm, perplexity, keys } = servers;
  const agents = [settings.writer, settings.critic, settings.factChecker, settings.editor].flatMap((agent) => [
    agent,
    ...(agent.fallbacks ?? []),
  ]);
  const { maxConcurrency = DEFAULT_CONCURRENCY } = settings;
  const limitOf = (baseUrl: string): number =>
    // Where several agents name a number for one server, the smallest holds.
    Math.min(
      ...agents.flatMap(({ api }) => ((api?.baseUrl ?? llm.baseUrl) === baseUrl ? (api?.maxConcurrency ?? []) : [])),
      Infinity,
    );
  const places = new Map<string, Slots>();
  const slotsAt = (baseUrl: string): Slots => {
    const limit = limitOf(baseUrl);
    const slots = places.get(baseUrl) ?? new Slots(Number.isFinite(limit) ? limit : maxConcurrency);
    places.set(baseUrl, slots);
    return slots;
  };
  const keyOf = ({ api }: AgentSettings): string | undefined => {
    if (api?.keyEnv !== undefined) return keys[api.keyEnv];
    // The key of one server is not shown to another.
    return api?.baseUrl === undefined ? llm.apiKey : undefined;
  };
  return {
    secrets: [llm.apiKey, perplexity?.apiKey, ...Object.values(keys)].filter((key) => key !== undefined),
    forAgent(agent) {
      const { api } = agent;
      const baseUrl = api?.baseUrl ?? llm.baseUrl;
      const apiKey = keyOf(agent);
      return {
        slots: slotsAt(baseUrl),
        endpoint: {
          baseUrl,
          ...(apiKey !== undefined && { apiKey }),
          api: api?.kind ?? 'chat',
          searches: false,
          baseUrlName: api?.baseUrl === undefined ? 'LLM_BASE_URL' : 'api.base_url',
          keyName: api?.keyEnv ?? (api?.baseUrl === undefined ? 'LLM_API_KEY' : 'api.key_env'),
        },
      };
    },
    forExternal(name, { baseUrl, kind, keyEnv }) {
      const apiKey = keyEnv === undefined ? undefined : keys[keyEnv];
      return {
        slots: slotsAt(baseUrl),
        endpoint: {
          baseUrl,
          ...(apiKey !== undefined && { apiKey }),
          api: kind,
          searches: kind === 'responses',
          baseUrlName: `agents.external.${name}.base_url`,
          keyName: keyEnv ?? `agents.external.${name}.key_env`,
        },
      };
    },
    forSearch({ baseUrl, ...key }) {
      const address = withVersion(baseUrl);
      return {
        slots: slotsAt(address),
        endpoint: {
          ...key,
          baseUrl: address,
          api: 'responses',
          searches: true,
          baseUrlName: 'PERPLEXITY_BASE_URL',
          keyName: 'PERPLEXITY_API_KEY',
        },
      };
    },
  };
}

/** Perplexity documents its address without the version, the OpenAI client wants it with. */
function withVersion(baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, '');
  return trimmed.endsWith('/v1') ? trimmed : `${trimmed}/v1`;
}
