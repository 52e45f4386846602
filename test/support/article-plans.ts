import type { Pool, QueryResult } from 'pg';
import type { Actor } from '../../src/protocol/actor.ts';
import { createArticleList } from '../../src/storage/article-list.ts';

/** How PostgreSQL answered one question. */
export interface Plan {
  readonly what: string;
  /** Tables read from end to end. */
  readonly seqScans: readonly string[];
  /** Rows that scans of `articles` and `model_calls` found, those included that did not fit. */
  readonly rowsRead: number;
  /** Blocks of 8 KB that were looked at. */
  readonly blocks: number;
  readonly milliseconds: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** Who asks. */
export const ANN = {
  platform: 'slack',
  workspace: 'T1',
  userId: 'U1',
  displayName: 'Ann',
  groups: ['S1'],
  channels: ['slack:T1:C1'],
};

/** Each is a statement, which has a limit on machines that are busy, too. */
const AT_ONCE = 10_000;

/**
 * Fills `articles`: of a hundred one is by Ann, two are under way, and the ages are spread evenly.
 * @param rule who decides about all of them.
 */
export async function fillArticles(pool: Pool, count: number, rule: string): Promise<void> {
  for (let from = 1; from <= count; from += AT_ONCE)
    await pool.query(
      `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage,
                             created_at, updated_at, closed_at)
       select 'a' || n, 't', '{"topic":"How tides work"}', 'How tides work', '{"displayName":"Somebody"}',
              case when n % 7 = 6 then 'telegram:' else 'slack:T1:' end || case when n % 101 = 1 then 'U1' else 'U' || 2 + n % 5000 end, array[$2],
              'en', '{}',
              case when n % 7 = 6 then '{"thread":{"platform":"telegram","channel":"1"}}'
                   else '{"thread":{"platform":"slack","workspace":"T1","channel":"C1"}}' end::jsonb,
              case when n % 50 = 1 then (array['drafting', 'waiting', 'finishing', 'paused', 'stuck', 'waiting'])[1 + n / 50 % 6]
                   else (array['delivered', 'rejected', 'cancelled'])[1 + n % 3] end,
              now() - n * interval '20 seconds', now(), case when n % 50 <> 1 then now() - n * interval '19 seconds' end
       from generate_series($1::int, $3::int) n`,
      [from, rule, Math.min(from + AT_ONCE, count + 1) - 1],
    );
  await pool.query('vacuum analyze articles');
}

/** What each list costs this person. */
export async function plansOf(pool: Pool, actor: Actor): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  const explaining = (what: string) => createArticleList(explainingPool(pool, (plan) => plans.push({ ...plan, what })));
  await explaining('places where anyone decides').placesForAnyone(actor);
  await explaining('home').home(actor);
  await explaining('inbox').inbox(actor, { limit: 51 });
  await explaining('inbox, second page').inbox(actor, { limit: 51, after: { articleId: 'a7', since: new Date(0) } });
  await explaining('own').list({ requester: actor, limit: 20 });
  await explaining('own, under way').list({ requester: actor, running: true, limit: 10 });
  await explaining('here').list({ home: 'slack:T1:C1', limit: 11 });
  await explaining('stuck').list({ stages: ['stuck'], running: true, limit: 100 });
  return plans;
}

/** Answers no rows, and tells how it would have found them. `what`: the statement. */
export function explainingPool(pool: Pool, tell: (plan: Plan) => void): Pick<Pool, 'query'> {
  return {
    query: async (text: string, values: readonly unknown[]): Promise<QueryResult> => {
      const { rows } = await pool.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode; 'Execution Time': number }] }>(
        `explain (analyze, buffers, format json) ${text}`,
        [...values],
      );
      const [explained] = rows[0]?.['QUERY PLAN'] ?? [];
      if (explained === undefined) throw new Error('PostgreSQL explained nothing');
      tell({ what: text, ...read(explained.Plan), milliseconds: explained['Execution Time'] });
      return { rows: [] as unknown[] } as QueryResult;
    },
  } as never;
}

function read(root: PlanNode): Omit<Plan, 'what' | 'milliseconds'> {
  const nodes = flatten(root);
  const scans = nodes.filter((node) => ['articles', 'model_calls'].includes(node['Relation Name'] ?? ''));
  return {
    seqScans: scans.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Node Type']),
    rowsRead: scans.reduce(
      (sum, node) =>
        sum +
        (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) *
          node['Actual Loops'],
      0,
    ),
    blocks: root['Shared Hit Blocks'] + root['Shared Read Blocks'],
  };
}

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
