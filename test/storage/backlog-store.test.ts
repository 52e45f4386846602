import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBacklogStore } from '../../src/storage/backlog-store.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createWebhookStore } from '../../src/storage/webhook-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
let pool: Pool;
beforeAll(() => {
  ({ pool } = database);
});

async function openArticle(stage: string, ago: string, more = ''): Promise<string> {
  const articleId = randomUUID().replaceAll('-', '').slice(0, 16);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage, stage_since)
     values ($1, '', '{}', 'Tides', '{}', '', '{}', 'en', '{}', '{}', $2, now() - $3::interval)`,
    [articleId, stage, ago],
  );
  if (more !== '') await pool.query(`update articles set ${more} where article_id = $1`, [articleId]);
  return articleId;
}

const say = (articleId: string, seq: number, ago: string, to: string | null = null) =>
  pool.query(
    `insert into feed (article_id, seq, message, said_to, said_at) values ($1, $2, '{}', $4, now() - $3::interval)`,
    [articleId, seq, ago, to],
  );
const follow = (articleId: string, platform: string, cursor: number, more: string) =>
  pool.query(
    `insert into followers (article_id, platform, channel, role, cursor, due_at, trouble) select $1, $2, $3, 'decides', $4, ${more}`,
    [articleId, platform, randomUUID(), cursor],
  );

describe('createBacklogStore', () => {
  it('counts articles that are not over by stage, with the age of the oldest', async () => {
    await openArticle('stuck', '1 hour');
    await openArticle('stuck', '3 hours');
    await openArticle('requested', '5 hours', 'abandoned_at = now()');
    await openArticle('delivered', '9 hours', 'closed_at = now()');
    const { stages } = await createBacklogStore(pool).read();
    expect(stages).toEqual([{ stage: 'stuck', articles: 2, oldestSeconds: expect.closeTo(3 * 3600, -2) }]);
  });

  it('tells for each platform how long what was said waits, and which threads get nothing any more', async () => {
    const articleId = await openArticle('drafting', '1 minute');
    await say(articleId, 1, '10 minutes');
    await say(articleId, 2, '2 minutes');
    await say(articleId, 3, '5 minutes', 'requester');
    await follow(articleId, 'slack', 1, 'now(), null');
    await follow(articleId, 'slack', 2, 'now(), null');
    await follow(articleId, 'slack', 3, 'null, null');
    // What comes next was said to one person alone; what waits here came after it.
    await say(articleId, 4, '4 minutes');
    await follow(articleId, 'terminal', 2, 'now(), null');
    await follow(articleId, 'telegram', 0, `null, '{"code":"x"}'`);
    const over = await openArticle('delivered', '1 minute', 'closed_at = now()');
    await follow(over, 'telegram', 0, `null, '{"code":"x"}'`);
    const { feed } = await createBacklogStore(pool).read();
    expect(feed.toSorted((a, b) => a.platform.localeCompare(b.platform))).toEqual([
      { platform: 'slack', due: 2, lagSeconds: expect.closeTo(240, -1), broken: 0 },
      { platform: 'telegram', due: 0, lagSeconds: 0, broken: 1 },
      { platform: 'terminal', due: 1, lagSeconds: expect.closeTo(240, -1), broken: 0 },
    ]);
  });

  it('counts events that endpoints are still to be told, and not those of one that is gone', async () => {
    const webhooks = createWebhookStore(pool);
    await webhooks.configure([
      { name: 'one', url: 'https://one.example.com/', allowPrivate: false },
      { name: 'two', url: 'https://two.example.com/', allowPrivate: false },
    ]);
    const articleId = await openArticle('drafting', '1 minute');
    const event = {
      type: 'article.draft' as const,
      at: '2026-11-29T09:00:00.000Z',
      body: '{}',
      endpoints: ['one', 'two'],
    };
    await webhooks.add(articleId, [{ ...event, id: `${articleId}-1` }]);
    await pool.query(`update webhook_endpoints set disabled_at = now() where name = 'two'`);
    await pool.query(`update webhook_deliveries set queued_at = now() - interval '1 hour'`);
    const { webhooks: counted } = await createBacklogStore(pool).read();
    expect(counted).toEqual({ pending: 1, oldestSeconds: expect.closeTo(3600, -1) });
  });
});

describe('a stage that an article leaves', () => {
  it('is told once, with how long the article was in it, however often its progress is written down', async () => {
    const left: [string, number][] = [];
    const store = createProgressStore(pool, (stage, durationMs) => left.push([stage, durationMs]));
    const articleId = await openArticle('waiting', '2 hours');
    const progress = (stage: 'finishing' | 'waiting', revision: number) => ({
      articleId,
      said: 0,
      entries: [],
      state: { revision, stage, iteration: 0, scores: [] },
    });
    await store.record(progress('waiting', 1), { certain: false });
    await store.record(progress('finishing', 2), { certain: false });
    await store.record(progress('finishing', 2), { certain: true });
    // Late: it changes nothing any more.
    await store.record(progress('waiting', 1), { certain: true });
    expect(left).toEqual([['waiting', expect.closeTo(7_200_000, -5)]]);
  });
});
