import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../../bots/web/listeners/schemas/article-schema.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
let ann: WebCaller;
let ben: WebCaller;
let eve: WebCaller;

beforeAll(async () => {
  desk = await openWebDesk();
  [ann, ben, eve] = await Promise.all([desk.as(WEB_ANN), desk.as(WEB_BEN), desk.as(WEB_EVE)]);
});
afterAll(() => desk.close());

const startedByAnn = (topic: string) =>
  desk.newsroom.start(
    topic,
    { requester: WEB_ANN, thread: { platform: 'web', channel: 'web:ann' } },
    { approval: { gate: 'final', approvers: ['requester', 'web:ben'] } },
  );

async function stored(articleId: string): Promise<string | undefined> {
  const { pool } = desk.newsroom;
  const { rows } = await pool.query<{ stage: string }>('select stage from articles where article_id = $1', [articleId]);
  return rows[0]?.stage;
}

describe('an article over HTTP', () => {
  it('tells how it stands, what has been written and what the caller may do about it', async () => {
    const article = await startedByAnn('How tides work');
    await article.until('waiting');
    const { status, body } = await ann.get<Article>(`/articles/${article.articleId}`);
    expect(status).toBe(200);
    const [draft] = body.drafts;
    expect(body).toMatchObject({
      articleId: article.articleId,
      topic: 'How tides work',
      stage: 'waiting',
      requester: { key: 'web:ann', name: 'Ann' },
      home: { platform: 'web', channel: 'web:ann' },
      edition: 1,
      maxIterations: 10,
      qualityThreshold: 8,
      gate: { id: 'g1', subject: 'draft', version: body.current?.version, hash: body.current?.hash },
      mayControl: expect.arrayContaining(['pause', 'finish', 'cancel', 'add-source']),
    });
    expect(body.mayDecide).toEqual(expect.arrayContaining(['approve', 'request-changes', 'edit', 'reject']));
    expect(body.waitingFor).toHaveLength(2);
    expect(body.waitingFor[0]).toBe('Ann');
    expect(draft).toMatchObject({ version: 1, author: 'agent', score: expect.any(Number) });
    expect(body.scores).toEqual(body.drafts.map(({ score }) => score));
  });

  it('tells who decided what, and how it was delivered, also when its workflow is not asked any more', async () => {
    const article = await startedByAnn('How clocks work');
    await article.until('waiting');
    await article.decide({ kind: 'approve', by: WEB_ANN });
    await article.outcome();
    const { body } = await ben.get<Article>(`/articles/${article.articleId}`);
    expect(body).toMatchObject({ stage: 'delivered', mayDecide: [], mayControl: [], waitingFor: [] });
    expect(body.drafts.at(-1)?.decided).toMatchObject({ kind: 'approve', byName: 'Ann' });
    expect(body.delivered?.files.map(({ name }) => name.split('.').at(-1))).toEqual(['md', 'docx', 'html', 'pdf']);
    expect(body.gate).toBeUndefined();
    expect(body.closedAt).toBeDefined();
  });

  it('is shown as it was written down while no worker answers', async () => {
    const article = await startedByAnn('How kites fly');
    await article.until('waiting');
    // What is asked of the desk is known before it is written down.
    await expect.poll(() => stored(article.articleId)).toBe('waiting');
    await desk.newsroom.stopWorker();
    try {
      const { status, body } = await ann.get<Article>(`/articles/${article.articleId}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ stage: 'waiting', gate: { id: 'g1' } });
      expect(body.mayDecide).toContain('approve');
      expect(body.mayControl).toContain('cancel');
      const shownToBen = await ben.get<Article>(`/articles/${article.articleId}`);
      expect(shownToBen.body.mayDecide).toContain('approve');
    } finally {
      await desk.newsroom.startWorker();
    }
  });

  it('is not there for a stranger, nor is one that never was', async () => {
    const article = await startedByAnn('How bees dance');
    const hidden = await eve.get(`/articles/${article.articleId}`);
    const never = await eve.get('/articles/0000000000000000');
    expect([hidden.status, never.status]).toEqual([404, 404]);
    expect(hidden.body).toMatchObject({ code: 'no-such-article' });
    expect(hidden.headers.get('content-type')).toBe('application/problem+json');
    const { rows } = await desk.newsroom.pool.query(
      `select act, code from audit where actor_key = 'web:eve' and article_id = $1`,
      [article.articleId],
    );
    expect(rows).toEqual([{ act: 'see', code: 'no-such-article' }]);
  });

  it('is only for who is known, and has the scope', async () => {
    const nobody = await desk.withoutToken().get('/articles/0000000000000000');
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const starter = await desk.as(WEB_ANN, ['articles:start']);
    const refused = await starter.get('/articles/0000000000000000', { 'accept-language': 'ru' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'scope-missing', scope: 'articles:read' } });
    const mistyped = await desk.withoutToken({ authorization: `Bearer ${ann.token.slice(0, -1)}_` }).get('/healthz');
    expect(mistyped.status).toBe(401);
  });
});
