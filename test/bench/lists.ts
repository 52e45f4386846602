import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { ANN, fillArticles, plansOf } from '../support/article-plans.ts';
import type { BenchServers } from './bench-servers.ts';

const ARTICLES = 1_000_000;

/** What lists cost with a million articles, for each kind of rule that may name who decides. */
export async function benchLists({ databaseUrl }: BenchServers): Promise<void> {
  await migrate(databaseUrl, () => undefined);
  const pool = createPool(
    databaseUrl,
    { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 600 },
    () => undefined,
  );
  try {
    console.log(
      `\nLists of ${ARTICLES.toLocaleString('en')} articles, 2 of 100 under way, 1 of 101 by the one who asks\n`,
    );
    console.log('| who decides | list | time | rows read | blocks | read whole |');
    console.log('|---|---|---|---|---|---|');
    for (const rule of ['requester', 'anyone', 'slack:T1:group:S1']) {
      await pool.query('truncate articles cascade');
      await fillArticles(pool, ARTICLES, rule);
      // The second time, as every day: what is looked at often is in memory.
      await plansOf(pool, ANN);
      for (const { what, milliseconds, rowsRead, blocks, seqScans } of await plansOf(pool, ANN))
        console.log(
          `| ${rule} | ${what} | ${milliseconds.toFixed(1)} ms | ${rowsRead} | ${blocks} | ${seqScans.length === 0 ? '–' : seqScans.join(', ')} |`,
        );
    }
  } finally {
    await pool.end();
  }
}
