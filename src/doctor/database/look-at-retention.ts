import type { Pool } from 'pg';
import { retentionKey, type RetentionPolicy } from '../../config/retention-schema.ts';
import { createRetentionStore, limitsOf, type SessionHours } from '../../storage/retention-store.ts';
import { type Finding, ok, type Trouble } from '../doctor.ts';

/** Workers delete what is over every ten minutes. */
const LATE_DAYS = 1;

/** Whether what was kept for long enough is deleted. */
export async function lookAtRetention(
  pool: Pick<Pool, 'query'>,
  policy: RetentionPolicy,
  sessions: SessionHours,
): Promise<Finding> {
  const store = createRetentionStore(pool, sessions);
  const limits = limitsOf(policy);
  const troubles: Trouble[] = [];
  for (const [kind, days] of limits) {
    const { count, oldest } = await store.due(kind, days + LATE_DAYS);
    if (oldest !== undefined)
      troubles.push({
        what: `retention.${retentionKey(kind)} is ${days}, and ${count} should have been deleted more than a day ago, the oldest of ${oldest.slice(0, 10)}`,
        wayOut: 'Does a worker run, and what does its log say? npm run retention deletes them now.',
      });
  }
  if (troubles.length > 0) return { kind: 'warning', troubles };
  return ok(limits.length === 0 ? 'everything is kept for ever' : 'nothing is kept for longer than retention says');
}
