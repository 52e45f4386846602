import { LRUCache } from 'lru-cache';
import type { LlmCache } from '../agents/llm-cache.ts';

/** V8 keeps most texts in two bytes per character. */
const BYTES_PER_CHAR = 2;

/** Least recently used answers leave first. An answer larger than an eighth of `maxBytes` is not kept. */
export function createMemoryLlmCache(maxBytes: number): LlmCache {
  const entries = new LRUCache<string, string>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 8),
    sizeCalculation: (value, key) => (value.length + key.length) * BYTES_PER_CHAR,
  });
  return {
    get: async (key) => entries.get(key),
    set: async (key, value, ttlSeconds) => {
      entries.set(key, value, { ttl: ttlSeconds * 1000 });
    },
    close: async () => entries.clear(),
  };
}
