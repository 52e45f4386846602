import pg from 'pg';

const BUDGET_MS = 10_000;

/**
 * What to say when Temporal's database was made anew beside one that has articles: what was under way stood in the one that is gone.
 *
 * @returns undefined: there is nothing to say
 */
export async function toldOfLostArticles(databaseUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl, query_timeout: BUDGET_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ lost: number }>(
      `select count(*)::integer as lost from articles where closed_at is null and abandoned_at is null and stage <> 'requested'`,
    );
    const lost = rows[0]?.lost ?? 0;
    if (lost === 0) return undefined;
    const which = lost === 1 ? '1 article that is under way' : `${lost} articles that are under way`;
    return `temporal.db was not there, and a new one was made: ${which} cannot go on with it, what is finished is all there. A backup brings them back: npm run restore -- FILE --force.`;
  } finally {
    await client.end();
  }
}
