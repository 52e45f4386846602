import { LogLevel, type Logger as BoltLogger } from '@slack/bolt';
import type { Logger } from '../../../src/lib/logger.ts';

/** What Slack's libraries log goes into ours. Their debug lines hold whole payloads, with tokens and what people wrote: never. */
export function createBoltLogger(logger: Logger): BoltLogger {
  return {
    debug: () => undefined,
    info: (...said: readonly unknown[]) => logger.debug({}, toLine(said)),
    warn: (...said: readonly unknown[]) => logger.warn({}, toLine(said)),
    error: (...said: readonly unknown[]) => logger.error({}, toLine(said)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function toLine(said: readonly unknown[]): string {
  return said
    .map((part) => (typeof part === 'string' ? part : part instanceof Error ? part.message : typeof part))
    .join(' ');
}
