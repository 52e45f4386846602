import type { LlmCache } from '../agents/llm-cache.ts';
import type { Logger } from '../lib/logger.ts';
import { createMemoryLlmCache } from './memory-llm-cache.ts';
import { createRedisLlmCache } from './redis-llm-cache.ts';

export interface LlmCacheOptions {
  /** `redis://` or `rediss://`. Absent: answers are kept in this process. */
  readonly redisUrl?: string;
  /** Upper limit of the cache in this process. */
  readonly memoryMegabytes: number;
  /** What one operation may cost when Redis is slow or gone. */
  readonly redisCommandTimeoutMs: number;
  readonly logger: Logger;
}

export function createLlmCache({
  redisUrl,
  memoryMegabytes,
  redisCommandTimeoutMs,
  logger,
}: LlmCacheOptions): LlmCache {
  if (redisUrl === undefined) return createMemoryLlmCache(memoryMegabytes * 1024 * 1024);
  return createRedisLlmCache({ url: redisUrl, commandTimeoutMs: redisCommandTimeoutMs, logger });
}
