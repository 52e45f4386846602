import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pool } from 'pg';
import type { Progress } from '../../src/protocol/activities.ts';
import type { Standing } from '../../src/protocol/webhook.ts';
import type { WebhookDesk } from '../../src/gateway/webhook-desk.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createWebhookStore, type NewEndpoint, type WebhookStore } from '../../src/storage/webhook-store.ts';
import { dispatchWebhooks } from '../../src/webhooks/dispatcher.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN = { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] };
const NEWSROOM: NewEndpoint = { name: 'newsroom', url: 'https://hooks.example.com/', allowPrivate: false };
const WAIT = { timeout: 15_000, interval: 20 };

const database = useDatabase();
let pool: Pool;
let store: WebhookStore;
beforeAll(() => {
  ({ pool } = database);
  store = createWebhookStore(pool);
});
beforeEach(() => store.configure([NEWSROOM]));

/** An article whose desk is the test. */
async function openArticle() {
  const articleId = randomUUID().replaceAll('-', '').slice(0, 16);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', '{"topic":"Tides","language":"en"}', 'Tides', $2, 'memory:U1', '{requester}', 'en', '{}', '{"thread":{"platform":"memory","channel":"C1"}}')`,
    [articleId, ANN],
  );
  const record = (progress: Pick<Progress, 'state'> & Partial<Progress>, certain: boolean) =>
    createProgressStore(pool).record(
      { articleId, entries: [], said: progress.entries?.length ?? 0, ...progress },
      { certain },
    );
  return {
    articleId,
    record,
    /** At its gate, and whether that is part of the history. */
    waits: (revision: number, certain: boolean) =>
      record(
        {
          entries: [
            { seq: 1, message: { kind: 'gate', gate: 'g1', draftId: 'd1', version: 1, stopReason: 'threshold' } },
          ],
          state: { revision, stage: 'waiting', iteration: 1, scores: [9] },
        },
        certain,
      ),
    told: async (): Promise<readonly string[]> =>
      (await store.deliveries('newsroom', { limit: 1000 }))
        .filter((one) => one.articleId === articleId)
        .map(({ type }) => type.slice('article.'.length))
        .toReversed(),
    isDue: async (): Promise<boolean> =>
      (await pool.query('select from webhook_due where article_id = $1', [articleId])).rows.length > 0,
  };
}

type Asked = (articleId: string) => Promise<Standing | undefined>;

const ending: AbortController[] = [];
const running: Promise<void>[] = [];
afterEach(async () => {
  for (const one of ending.splice(0)) one.abort();
  await Promise.all(running.splice(0));
});

function start(standing: Asked, bring: (endpoint: string, articleId: string) => Promise<void> = async () => undefined) {
  const signal = new AbortController();
  ending.push(signal);
  const calls = { standing: 0, first: 0, brought: [] as string[] };
  const onFirst = async (): Promise<void> => void (calls.first += 1);
  const desk: WebhookDesk = {
    standing: (articleId) => {
      calls.standing += 1;
      return standing(articleId);
    },
    bring: (endpoint, articleId) => {
      calls.brought.push(`${endpoint} ${articleId}`);
      return bring(endpoint, articleId);
    },
  };
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const tuning = { pollMs: 50, uncertainMs: 20, claimMs: 200 };
  running.push(dispatchWebhooks({ store, desk, onFirst, log, tuning }, signal.signal));
  return calls;
}

const standing = (more: Partial<Standing> = {}): Standing => ({ revision: 1, isWritten: true, decisions: [], ...more });

describe('dispatchWebhooks', () => {
  it('asks nobody about what is certain', async () => {
    const article = await openArticle();
    const calls = start(async () => standing());
    await article.waits(1, true);
    await vi.waitFor(async () => expect(await article.told()).toEqual(['started', 'waiting']), WAIT);
    await vi.waitFor(() => expect(calls.brought).toContain(`newsroom ${article.articleId}`), WAIT);
    expect(calls.standing).toBe(0);
    await vi.waitFor(async () => expect(await article.isDue()).toBe(false), WAIT);
  });

  it.each([
    ['is still being written', { isWritten: false }],
    ['is another one', { revision: 2 }],
  ])('tells nothing of which not all is certain while what the desk knows %s', async (_, differing) => {
    const article = await openArticle();
    let known = standing(differing);
    const calls = start(async () => known);
    await article.waits(1, false);
    await vi.waitFor(() => expect(calls.standing).toBeGreaterThan(3), WAIT);
    expect([await article.told(), await article.isDue()]).toEqual([[], true]);
    known = standing();
    await vi.waitFor(async () => expect(await article.told()).toEqual(['started', 'waiting']), WAIT);
  });

  it('tells what is written down of a workflow that there is no more', async () => {
    const article = await openArticle();
    start(async () => undefined);
    await article.waits(1, false);
    await vi.waitFor(async () => expect(await article.told()).toEqual(['started', 'waiting']), WAIT);
  });

  it('tells of no decision that only a workflow task knew which got lost', async () => {
    const article = await openArticle();
    const decision = { kind: 'approve', draft: { version: 1, hash: '00000000' }, by: ANN } as const;
    const decide = (id: string, revision: number) =>
      article.record(
        {
          state: { revision, stage: 'drafting', iteration: 1, scores: [9] },
          said: 0,
          decisions: [{ decision: { ...decision, id }, at: new Date().toISOString() }],
        },
        true,
      );
    const calls = start(async () => standing({ decisions: [`${article.articleId}-known`] }));
    await decide(`${article.articleId}-lost`, 1);
    await decide(`${article.articleId}-known`, 2);
    await vi.waitFor(async () => expect(await article.told()).toEqual(['started', 'decided']), WAIT);
    expect(calls.standing).toBeGreaterThan(0);
    const { rows } = await pool.query<{ body: string }>(
      `select body from webhook_events where article_id = $1 and type = 'article.decided'`,
      [article.articleId],
    );
    expect(rows.map(({ body }) => body.includes(`${article.articleId}-known`))).toEqual([true]);
  });

  it('keeps an article due until its workflows surely know, and tells nothing twice', async () => {
    const article = await openArticle();
    let failures = 0;
    const calls = start(
      async () => standing(),
      async (_, id) => {
        if (id === article.articleId && failures++ < 2) throw new Error('Temporal is away');
      },
    );
    await article.waits(1, true);
    await vi.waitFor(async () => expect(await article.isDue()).toBe(false), WAIT);
    expect(calls.brought.filter((one) => one.endsWith(article.articleId))).toHaveLength(3);
    expect(await article.told()).toEqual(['started', 'waiting']);
  });

  it('lets two tell the same, once and in order', async () => {
    const articles = await Promise.all(Array.from({ length: 8 }, () => openArticle()));
    start(async () => standing());
    start(async () => standing());
    await Promise.all(articles.map((article) => article.waits(1, true)));
    for (const article of articles)
      await vi.waitFor(async () => expect(await article.told()).toEqual(['started', 'waiting']), WAIT);
  });

  it('asks the database for nothing while nobody is to be told, and begins as soon as somebody is', async () => {
    await store.configure([]);
    const claim = vi.spyOn(store, 'claim');
    const endpoints = vi.spyOn(store, 'endpoints');
    const calls = start(async () => standing());
    await vi.waitFor(() => expect(endpoints).toHaveBeenCalled(), WAIT);
    const early = await openArticle();
    await early.waits(1, true);
    expect(await early.isDue()).toBe(false);
    expect([claim.mock.calls.length, calls.first]).toEqual([0, 0]);

    await store.configure([NEWSROOM]);
    const late = await openArticle();
    await late.waits(1, true);
    await vi.waitFor(async () => expect(await late.told()).toEqual(['started', 'waiting']), WAIT);
    expect([await early.told(), calls.first]).toEqual([[], 1]);
    claim.mockRestore();
    endpoints.mockRestore();
  });
});
