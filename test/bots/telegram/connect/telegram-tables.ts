import type { Pool } from 'pg';

export const SUPERGROUP = -1_001_234_567_890;

/**
 * Fills the tables of Telegram's chats with so many rows each: half of the messages in one supergroup, half in private chats; noted one
 * after another over 20 days, the last one now.
 */
export async function fillTelegramTables(
  pool: Pool,
  { bot, messages }: { readonly bot: string; readonly messages: number },
): Promise<void> {
  const chat = `case when n % 2 = 0 then ${SUPERGROUP} else n % 1000 end`;
  const rows = `from generate_series(1, ${messages}) as n`;
  await pool.query(
    `insert into telegram_messages (bot_id, chat, message, post_key, noted_at)
     select $1, ${chat}, n, case when n % 10 = 0 then 'article-' || n || '/draft-1' end,
       now() - (${messages} - n) * interval '20 days' / ${messages} ${rows}`,
    [bot],
  );
  await pool.query(
    `insert into telegram_own_messages (bot_id, chat, message, purpose)
     select $1, ${chat}, n, '{"kind":"welcome"}' ${rows}`,
    [bot],
  );
  await pool.query(
    `insert into telegram_merges (bot_id, post_key, chat, message, card, addition)
     select $1, 'article-' || n || '/critique-1', ${chat}, n, '{}', '{}' ${rows}`,
    [bot],
  );
  await pool.query(`insert into telegram_chats (bot_id, chat, moved_to) select $1, -n, ${SUPERGROUP} - n ${rows}`, [
    bot,
  ]);
  await pool.query('vacuum analyze telegram_messages, telegram_own_messages, telegram_merges, telegram_chats');
}

/** What PostgreSQL did for one statement. */
export interface Effort {
  readonly sql: string;
  /** `rows`: read from the table or index, those included that a filter dropped. */
  readonly scans: readonly { readonly node: string; readonly rows: number }[];
}

export function effortOf({ scans }: Effort): number {
  return scans.reduce((sum, { rows }) => sum + rows, 0);
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The pool, which explains every statement before it runs it. */
export function explaining(pool: Pool, efforts: Effort[]): Pool {
  return new Proxy(pool, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name) as unknown;
      return async (sql: string, values: readonly unknown[]) => {
        const client = await target.connect();
        try {
          await client.query('begin');
          const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
            `explain (analyze, format json) ${sql}`,
            [...values],
          );
          await client.query('rollback');
          const plan = rows[0]?.['QUERY PLAN'][0].Plan;
          efforts.push({ sql, scans: plan === undefined ? [] : scansIn(plan) });
        } finally {
          client.release();
        }
        return await target.query(sql, [...values]);
      };
    },
  });
}

function scansIn(node: PlanNode): readonly { readonly node: string; readonly rows: number }[] {
  const {
    'Node Type': type,
    'Relation Name': table,
    'Index Name': index,
    'Actual Rows': kept,
    'Actual Loops': loops,
    'Rows Removed by Filter': filtered = 0,
    'Rows Removed by Index Recheck': rechecked = 0,
    Plans: below = [],
  } = node;
  const isScan = type.endsWith('Scan') && type !== 'CTE Scan' && type !== 'Subquery Scan';
  const own = isScan ? [{ node: `${type} ${index ?? table ?? ''}`, rows: (kept + filtered + rechecked) * loops }] : [];
  return [...own, ...below.flatMap(scansIn)];
}
