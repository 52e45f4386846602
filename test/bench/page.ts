import { randomUUID } from 'node:crypto';
import { webPlatform } from '../../bots/web/platform.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { startChromium } from '../support/chromium.ts';
import { signIn } from '../support/sign-in.ts';
import { WEB_ANN } from '../support/web-desk.ts';
import type { BenchServers } from './bench-servers.ts';
import { ms, median, table } from './figures.ts';

const VISITS = 10;

interface Visit {
  /** Milliseconds since the navigation began. */
  readonly firstPaint: number;
  readonly heading: number;
}

/** How long it takes until the page of an article is there, in a browser that has never been here. The first visit is that of a server that has just started. */
export async function benchPage({ temporalAddress, databaseUrl }: BenchServers): Promise<void> {
  await migrate(databaseUrl, () => undefined);
  const variables = {
    TEMPORAL_ADDRESS: temporalAddress,
    DATABASE_URL: databaseUrl,
    COPYDESK_SECRET: 'a-secret-of-the-benchmark-for-ids-of-articles',
    WEB_PORT: '0',
  };
  const web = await webPlatform.open({
    config: loadConfig('config'),
    environment: readEnvironment(variables),
    variables,
    logger: createLogger({ level: 'silent' }),
    signal: new AbortController().signal,
  });
  const limits = { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 };
  const pool = createPool(databaseUrl, limits, () => undefined);
  await using browser = await startChromium(process.env);
  try {
    const asking = await browser.newContext({ baseURL: web.url });
    await signIn(asking, WEB_ANN, { pool, url: web.url });
    const { csrfToken } = (await (await asking.request.get('/session')).json()) as { readonly csrfToken: string };
    const begun = await asking.request.post('/articles', {
      headers: { 'x-csrf-token': csrfToken, 'idempotency-key': randomUUID(), origin: web.url },
      data: { topic: 'How tides work' },
    });
    const { articleId } = (await begun.json()) as { readonly articleId: string };
    const visits: Visit[] = [];
    for (let at = 0; at < VISITS; at += 1) {
      const context = await browser.newContext({ baseURL: web.url });
      await signIn(context, WEB_ANN, { pool, url: web.url });
      const page = await context.newPage();
      await page.goto(`/articles/${articleId}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      visits.push(
        await page.evaluate<Visit>(`({
          heading: performance.now(),
          firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
        })`),
      );
      await context.close();
    }
    const row = (what: string, of: (visit: Visit) => number): readonly string[] => {
      const [first, ...others] = visits.map(of);
      return [what, ms(first ?? Number.NaN), ms(median(others))];
    };
    table([
      ['the page of an article', 'first visit', `median of ${VISITS - 1} more`],
      row('first contentful paint', ({ firstPaint }) => firstPaint),
      row('the article is shown', ({ heading }) => heading),
    ]);
  } finally {
    await web.stop();
    await pool.end();
  }
}
