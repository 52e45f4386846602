import type { Logger } from '../../lib/logger.ts';
import type { StructuredOutput } from '../settings.ts';
import type { Parameter } from './failure-rules.ts';

/** How an object can be asked for, the strictest first; `words`: by the prompt alone. */
export const OBJECT_METHODS = ['json_schema', 'function_calling', 'json_mode', 'words'] as const satisfies readonly (
  | StructuredOutput
  | 'words'
)[];
export type ObjectMethod = (typeof OBJECT_METHODS)[number];

/** What a server was seen to refuse for a model, or to do. What is not there has not been seen. Plain JSON. */
export interface Capabilities {
  readonly temperature?: false;
  /** The name under which a limit of output is taken; `none`: under no name. */
  readonly outputLimit?: 'max_completion_tokens' | 'none';
  /** The strictest way that was taken. */
  readonly object?: ObjectMethod;
  readonly strict?: false;
  /** Instructions go into the first user message. */
  readonly system?: false;
  readonly stream?: false;
  readonly streamUsage?: false;
  readonly reasoningEffort?: false;
  /** Chat completions were refused in favour of it. */
  readonly api?: 'responses';
  /** Has a cache that can be passed by, and tells costs. */
  readonly gateway?: 'litellm';
  /** A gateway that tells costs told none in a stream. */
  readonly costInStream?: false;
  /** Tokens that the server said it had read of a prompt that was far longer. */
  readonly readsOnlyTokens?: number;
}

/** Where what was learned is kept. */
export interface CapabilityStore {
  /** `{}` when nothing is known. @param endpoint host and path: `api.openai.com/v1` */
  read(endpoint: string, model: string): Promise<Capabilities>;
  /** Adds to what is known. */
  learn(endpoint: string, model: string, learned: Capabilities): Promise<void>;
}

/** What is known of one model at one endpoint. */
export interface Learned {
  of(): Promise<Capabilities>;
  /** Logged when it is new. Never fails: what cannot be stored is learned again. */
  learn(news: Capabilities): Promise<void>;
}

/** One {@link Learned} for each place, whoever asks there. @param place endpoint: host and path */
export type LearnedBook = (endpoint: string, model: string) => Learned;

const EMPTY: Capabilities = {};

/** Read once a process, then kept; `store` absent: kept in this process alone. */
export function createLearnedBook(tools: {
  readonly store?: CapabilityStore;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}): LearnedBook {
  const places = new Map<string, Learned>();
  return (endpoint, model) => {
    const key = `${endpoint} ${model}`;
    const known = places.get(key) ?? createLearned({ endpoint, model }, tools);
    places.set(key, known);
    return known;
  };
}

function createLearned(
  place: { readonly endpoint: string; readonly model: string },
  { store, logger }: Parameters<typeof createLearnedBook>[0],
): Learned {
  const { endpoint, model } = place;
  let known: Capabilities | undefined;
  return {
    async of() {
      if (known !== undefined) return known;
      try {
        const read = (await store?.read(endpoint, model)) ?? EMPTY;
        known ??= read;
        return known;
      } catch {
        // PostgreSQL is away: whoever needs it more will say so.
        return EMPTY;
      }
    },
    async learn(news) {
      const before = known ?? EMPTY;
      const fresh = Object.entries(news).filter(([name, value]) => Reflect.get(before, name) !== value);
      if (fresh.length === 0) return;
      known = { ...before, ...news };
      const learned = Object.fromEntries(fresh);
      if (learned['readsOnlyTokens'] !== undefined)
        logger.warn(
          { ...place, ...learned },
          'a model server read less of a prompt than there was: its context is too small',
        );
      else logger.info({ ...place, learned }, 'learned what a model server does');
      await store?.learn(endpoint, model, known).catch(() => undefined);
    },
  };
}

/** What was sent, as far as a server may refuse it. */
export interface Sent {
  readonly object: ObjectMethod | undefined;
  readonly hasTemperature: boolean;
  readonly hasLimit: boolean;
  readonly hasReasoningEffort: boolean;
  readonly hasSystem: boolean;
  readonly streams: boolean;
  readonly state: Capabilities;
}

/** How to ask after a refusal; undefined: what was refused was not sent, or there is no other way. */
export function adapt(parameter: Parameter | undefined, sent: Sent): Capabilities | undefined {
  const { state } = sent;
  switch (parameter) {
    case 'temperature':
      return sent.hasTemperature ? { temperature: false } : undefined;
    case 'max_tokens':
    case 'max_completion_tokens':
      if (!sent.hasLimit) return undefined;
      return {
        outputLimit: state.outputLimit === undefined && parameter === 'max_tokens' ? 'max_completion_tokens' : 'none',
      };
    case 'strict':
      return sent.object !== undefined && state.strict !== false ? { strict: false } : lessStrict(sent.object);
    case 'json_schema':
    case 'tools':
    case 'json_object':
    case undefined:
      return lessStrict(sent.object);
    case 'system':
      return sent.hasSystem ? { system: false } : undefined;
    case 'stream_options':
      return sent.streams && state.streamUsage !== false ? { streamUsage: false } : undefined;
    case 'stream':
      return sent.streams ? { stream: false } : undefined;
    case 'reasoning_effort':
      return sent.hasReasoningEffort ? { reasoningEffort: false } : undefined;
    case 'chat-api':
      return state.api === undefined ? { api: 'responses' } : undefined;
    case 'output-limit':
      return undefined;
    default:
      return parameter satisfies never;
  }
}

function lessStrict(method: ObjectMethod | undefined): Capabilities | undefined {
  const next = method === undefined ? undefined : OBJECT_METHODS[OBJECT_METHODS.indexOf(method) + 1];
  return next === undefined ? undefined : { object: next };
}
