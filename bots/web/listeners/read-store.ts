import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import type { Away } from '../../../src/chat/reply.ts';
import { STORE_BUDGET_MS } from '../connect/store-budget.ts';

/** What a store answers. @param what could not be read, for the log */
export async function readStore<T>(
  logger: Logger,
  what: string,
  work: Promise<T>,
): Promise<{ readonly kind: 'read'; readonly value: T } | Away> {
  try {
    return { kind: 'read', value: await within(STORE_BUDGET_MS, 'PostgreSQL', work) };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, `Could not read ${what}`);
    return { kind: 'away', what: 'desk' };
  }
}
