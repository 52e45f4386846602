import type { Pool } from 'pg';
import type { BudgetScope } from '../protocol/budget.ts';
import { type PaidFor, PAYERS } from './model-call-store.ts';

/** What was spent where a cap holds. USD. */
export interface Spent {
  readonly usd: number;
  /** Calls of which nobody told a price: they are not in `usd`. */
  readonly unpriced: number;
}

/** Sums of the table `model_calls` that caps are compared with: exact, of all that is stored. Rejects with what `pg` throws. */
export interface SpendingStore {
  /** @param id of an article, or of what else is paid `for` @param since the first moment of the day, for the scopes that are about one */
  spent(
    id: string,
    scopes: readonly BudgetScope[],
    since: Date,
    paidFor?: PaidFor,
  ): Promise<Readonly<Partial<Record<BudgetScope, Spent>>>>;
}

const ROWS: Readonly<Record<Exclude<BudgetScope, 'article'>, string>> = {
  'person-day': 'requester_key = a.requester_key and created_at >= $2',
  'channel-day': 'channel_key = a.channel_key and created_at >= $2',
  day: 'created_at >= $2',
};

export function createSpendingStore(pool: Pick<Pool, 'query'>): SpendingStore {
  return {
    async spent(id, scopes, since, paidFor = 'article') {
      const { table, column } = PAYERS[paidFor];
      const sums = scopes.map(
        (scope) => `'${scope}', (
          select jsonb_build_object('usd', coalesce(sum(cost_usd), 0), 'unpriced', count(*) filter (where cost_usd is null))
          from model_calls where ${scope === 'article' ? `${column} = a.${column}` : ROWS[scope]} and not cached)`,
      );
      // PostgreSQL wants every parameter named: the scope of an article alone has no use for the moment.
      const { rows } = await pool.query<{ spent: Readonly<Partial<Record<BudgetScope, Spent>>> }>(
        `select jsonb_build_object(${sums.join(', ')}) as spent from ${table} a where ${column} = $1 and $2::timestamptz is not null`,
        [id, since],
      );
      return rows[0]?.spent ?? {};
    },
  };
}
