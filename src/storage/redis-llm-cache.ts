import { Redis } from 'ioredis';
import type { LlmCache } from '../agents/llm-cache.ts';
import type { Logger } from '../lib/logger.ts';

export interface RedisLlmCacheOptions {
  readonly url: string;
  /** What one operation may cost when Redis does not answer. */
  readonly commandTimeoutMs: number;
  readonly logger: Logger;
}

const PREFIX = 'copydesk:llm:';
/** An article of 10,000 words is about 120 KB in Cyrillic; what is larger would only push others out. */
const MAX_VALUE_CHARS = 256 * 1024;
/** After a failure nothing is asked for this long, then twice as long, up to the longest. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_MS = 5_000;

/**
 * Answers in Redis, shared by all workers. Down, slow or full, it costs a miss: at most `commandTimeoutMs`, and nothing
 * while it is known to be ailing. What is wrong is logged once when it begins and once when it is over.
 */
export function createRedisLlmCache({ url, commandTimeoutMs, logger }: RedisLlmCacheOptions): LlmCache {
  const address = new URL(url).host;
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), LONGEST_RECONNECT_MS),
  });
  // A Redis that is full still answers reads: each has its own switch.
  const reading = createSwitch('read', address, logger);
  const writing = createSwitch('write', address, logger);
  let closed = false;
  redis.on('error', (error: unknown) => {
    if (closed) return;
    reading.failed(error);
    writing.failed(error);
  });
  // A new connection is tried at once, whatever pause the old one had earned.
  redis.on('ready', () => {
    reading.retryNow();
    writing.retryNow();
  });

  async function attempt<T>(health: Switch, command: () => Promise<T>): Promise<T | undefined> {
    if (closed || redis.status !== 'ready' || !health.closed()) return undefined;
    try {
      const result = await within(commandTimeoutMs, command());
      health.worked();
      return result;
    } catch (error) {
      if (!closed) health.failed(error);
      return undefined;
    }
  }

  return {
    async get(key) {
      return (await attempt(reading, () => redis.get(PREFIX + key))) ?? undefined;
    },
    async set(key, value, ttlSeconds) {
      if (value.length > MAX_VALUE_CHARS) return;
      await attempt(writing, () => redis.set(PREFIX + key, value, 'EX', Math.max(1, Math.ceil(ttlSeconds))));
    },
    async close() {
      closed = true;
      redis.disconnect();
    },
  };
}

/** ioredis' own `commandTimeout` would also end a handshake that is merely late. */
async function within<T>(timeoutMs: number, reply: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  // The immediate comes after a look at the sockets: when this process was busy for that long, the reply is there.
  const timer = setTimeout(() => setImmediate(() => reject(new Error(`no answer within ${timeoutMs} ms`))), timeoutMs);
  try {
    return await Promise.race([reply, late]);
  } finally {
    clearTimeout(timer);
    // The losing side of the race is no longer waited for.
    reply.catch(() => undefined);
    late.catch(() => undefined);
  }
}

interface Switch {
  /** Whether to try. */
  closed(): boolean;
  worked(): void;
  failed(error: unknown): void;
  retryNow(): void;
}

function createSwitch(operation: string, address: string, logger: Logger): Switch {
  let failing = false;
  let pauseMs = FIRST_PAUSE_MS;
  let pausedUntil = 0;
  return {
    closed: () => performance.now() >= pausedUntil,
    worked() {
      if (failing) logger.info({ redis: address, operation }, 'the cache of model answers works again');
      failing = false;
      pauseMs = FIRST_PAUSE_MS;
    },
    failed(error) {
      // Several calls may have been under way: their failures are one.
      if (performance.now() < pausedUntil) return;
      pausedUntil = performance.now() + pauseMs;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      if (failing) return;
      failing = true;
      // Only the words: ioredis hangs the command with its arguments on the error, AUTH included.
      const reason =
        error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error);
      logger.warn(
        { redis: address, operation, reason },
        'the cache of model answers does not work; models are asked without it',
      );
    },
    retryNow() {
      pausedUntil = 0;
    },
  };
}
