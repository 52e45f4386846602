import type { Pool } from 'pg';

export interface UnpricedModel {
  readonly model: string;
  readonly calls: number;
}

const MOST = 5;

/** Models of whose calls nobody told a price, those that were called most first, at most five. Rejects with what `pg` throws. */
export async function readUnpricedModels(
  pool: Pick<Pool, 'query'>,
  { withinDays }: { readonly withinDays: number },
): Promise<readonly UnpricedModel[]> {
  const { rows } = await pool.query<UnpricedModel>(
    `select model, count(*)::integer as calls from model_calls
     where created_at >= now() - make_interval(days => $1) and cost_usd is null and not cached
     group by model order by calls desc, model limit ${MOST}`,
    [withinDays],
  );
  return rows;
}
