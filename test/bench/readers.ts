import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTokenStore } from '../../bots/web/connect/token-store.ts';
import { makeToken } from '../../bots/web/connect/token.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleState } from '../../src/protocol/article-state.ts';
import type { FeedEntry } from '../../src/protocol/feed.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { readEvents } from '../support/read-events.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import type { BenchServers } from './bench-servers.ts';
import { p50P99AndMax, table } from './figures.ts';
import { type Child, startChild } from './start-child.ts';

const READERS = 500;
/** Each has fewer streams than a caller may have. */
const CALLERS = 20;
const DRAFTS = 6;
const WORDS = 1200;
const CHANGES = 30;
const BETWEEN_MS = 300;
const RETRY_MS = 1000;
const ID = '7k3m9x2c4p0qrstv';
const ANN: Actor = { platform: 'web', userId: 'ann', displayName: 'Ann', groups: [] };

/** Many who watch one article: what they take, and how soon they see what is written down. */
export async function benchReaders({ databaseUrl, temporalAddress }: BenchServers): Promise<void> {
  await migrate(databaseUrl, () => undefined);
  const pool = createPool(
    databaseUrl,
    { poolSize: 4, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 60 },
    () => undefined,
  );
  const progress = createProgressStore(pool);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', '{"topic": "Tides", "language": "en"}', 'Tides', $2, 'web:ann', '{requester}', 'en', $3, '{"thread": {"platform": "web", "channel": "web:ann"}}')`,
    [ID, ANN, TEST_SETTINGS],
  );
  const drafts = createDraftStore(pool);
  const ledger = { items: [], answers: [], superseded: [] };
  const entries: FeedEntry[] = [];
  for (let version = 1; version <= DRAFTS; version += 1) {
    const text = `# Draft ${version}\n\n${'The sea rises and falls twice a day. '.repeat(WORDS / 8)}\n`;
    await drafts.saveWritten({
      draftId: `d${version}`,
      articleId: ID,
      version,
      text,
      authorName: 'writer',
      sections: [],
      ledger,
    });
    entries.push({ seq: version, message: { kind: 'draft', draftId: `d${version}`, version } });
  }
  const stand = async (revision: number, more: readonly FeedEntry[], said: number): Promise<void> => {
    const state: ArticleState = { revision, stage: 'drafting', iteration: 1, scores: [] };
    await progress.record({ articleId: ID, state, entries: more, said }, { certain: true });
  };
  await stand(1, entries, DRAFTS);
  const tokens = await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      const { id, hash, token } = makeToken();
      await createTokenStore(pool).create({ id, hash, actor: ANN, scopes: ['articles:read'] });
      return token;
    }),
  );
  const web = await startChild([fileURLToPath(new URL('web-process.ts', import.meta.url))], {
    env: {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      COPYDESK_SECRET: 'a-secret-of-the-benchmark-for-ids',
      WEB_PORT: '0',
    },
    ready: '\n',
  });
  const url = web.said.trim();
  const before = megabytesOf(web);
  const seen = Array.from({ length: READERS }, () => 0);
  const late: number[] = [];
  let begunAt = performance.now();
  const opened: number[] = [];
  const openedAt = performance.now();
  const readers = Array.from({ length: READERS }, (_, at) =>
    readEvents({
      url: () => `${url}/articles/${ID}/events`,
      headers: { authorization: `Bearer ${tokens[at % CALLERS] ?? ''}` },
      // As browsers do when they are told to.
      retryMs: RETRY_MS,
      onEvent({ event, data }) {
        if (event !== 'state') return;
        const { revision } = data as { readonly revision: number };
        if (seen[at] === 0) opened.push(performance.now() - openedAt);
        else late.push(performance.now() - begunAt);
        seen[at] = revision;
      },
    }),
  );
  const all = async (revision: number): Promise<void> => {
    while (seen.some((one) => one < revision)) await sleep(5);
  };
  await all(1);
  const open = megabytesOf(web);
  for (let change = 1; change <= CHANGES; change += 1) {
    const seq = DRAFTS + change;
    begunAt = performance.now();
    await stand(1 + change, [{ seq, message: { kind: 'notice', notice: { code: 'paused', byName: 'Ann' } } }], seq);
    await all(1 + change);
    await sleep(BETWEEN_MS);
  }
  const after = megabytesOf(web);
  const wrong = readers.filter(({ events }) => {
    const seqs = events.flatMap(({ event, data }) => (event === 'entry' ? (data as { readonly seq: number }).seq : []));
    const isTwice = new Set(events.map(({ data }) => JSON.stringify(data))).size < events.length;
    return isTwice || new Set(seqs).size !== DRAFTS + CHANGES;
  }).length;
  console.log(`\n${READERS} readers of one article of ${DRAFTS} drafts, ${CHANGES} changes\n`);
  table([
    ['', ''],
    ['all of it, from the request on, p50 / p99 / max', p50P99AndMax(opened)],
    ['from the record of a decision to the event, p50 / p99 / max', p50P99AndMax(late)],
    ['process with no reader / all / after the changes', `${before} MB / ${open} MB / ${after} MB`],
    ['readers that got something twice, or missed something', String(wrong)],
  ]);
  await Promise.all(readers.map((reader) => reader.close()));
  await web.stop();
  await pool.end();
}

function megabytesOf({ pid }: Child): number {
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
  return Math.round(kilobytes / 1024);
}
