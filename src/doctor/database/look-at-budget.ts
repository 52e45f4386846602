import type { Pool } from 'pg';
import { readUnpricedModels } from '../../storage/unpriced-models.ts';
import { type Finding, ok, warning } from '../doctor.ts';

const WITHIN_DAYS = 7;

/** Whether calls of late had a price that a budget can be compared with. */
export async function lookAtBudget(pool: Pick<Pool, 'query'>): Promise<Finding> {
  const models = await readUnpricedModels(pool, { withinDays: WITHIN_DAYS });
  if (models.length === 0) return ok(`every call of the last ${WITHIN_DAYS} days had a price`);
  const named = models.map(({ model, calls }) => `${model} (${calls === 1 ? '1 call' : `${calls} calls`})`).join(', ');
  return warning(
    `nobody told what these models cost in the last ${WITHIN_DAYS} days, and the budget does not count them: ${named}`,
    'Write their prices under prices in config/agents.yaml, by these names, and start the worker again.',
  );
}
