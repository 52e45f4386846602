import { toSections } from '../../src/document/sections/draft-sections.ts';
import type { AgentRun, ModelAnswer, ModelCallInfo } from '../../src/agents/agent.ts';
import type { LlmCache } from '../../src/agents/llm-cache.ts';
import type { AgentSettings } from '../../src/agents/settings.ts';
import type { Logger } from '../../src/lib/logger.ts';

export interface MemoryRun extends AgentRun {
  /** What happened, in order: `find`, `store writer.draft`, `discard`. */
  readonly events: string[];
  readonly calls: ModelCallInfo[];
  readonly answers: Map<string, ModelAnswer>;
}

/** A run whose journal keeps everything in memory; `from` goes on with the journal of an earlier run. */
export function memoryRun(options: { readonly signal?: AbortSignal; readonly from?: MemoryRun } = {}): MemoryRun {
  const events: string[] = [];
  const calls: ModelCallInfo[] = [];
  const answers = new Map(options.from?.answers);
  return {
    today: '2026-11-29',
    signal: options.signal ?? new AbortController().signal,
    events,
    calls,
    answers,
    journal: {
      find: async (hash) => {
        events.push('find');
        return answers.get(hash);
      },
      store: async (hash, answer, call) => {
        events.push(`store ${call.purpose}`);
        // As a database would: what comes back is not the same object.
        answers.set(hash, JSON.parse(JSON.stringify(answer)) as ModelAnswer);
        calls.push(call);
      },
      discard: async (hash) => {
        events.push('discard');
        answers.delete(hash);
      },
    },
  };
}

export interface MapCache extends LlmCache {
  readonly entries: Map<string, string>;
}

export function mapCache(): MapCache {
  const entries = new Map<string, string>();
  return {
    entries,
    get: async (key) => entries.get(key),
    set: async (key, value) => void entries.set(key, value),
    close: async () => {},
  };
}

/** Keeps what is logged, as one text. */
export function memoryLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const log = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { lines, debug: log, info: log, warn: log, error: log };
}

export const SETTINGS: AgentSettings = {
  model: 'scripted',
  temperature: 0.4,
  structuredOutput: 'json_schema',
  cacheTtlSeconds: 3600,
  timeoutSeconds: 10,
  repairAttempts: 2,
};

export const REQUEST = { topic: 'How tides work', language: 'en' } as const;

/** Long enough to pass for a text. */
export const DRAFT =
  '# How tides work\n\nTwice a day the sea comes back, because the Moon pulls harder on the near side of the Earth than on the far one.';

/** The same by its sections. */
export const SECTIONS = toSections(DRAFT, 'agent');
