import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebDesk, WEB_ANN, WEB_BEN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
let ann: WebCaller;
let ben: WebCaller;
let eve: WebCaller;

interface Started {
  readonly articleId: string;
}
interface List {
  readonly articles: readonly { readonly articleId: string; readonly topic: string; readonly stage: string }[];
  readonly next?: string;
}

beforeAll(async () => {
  desk = await openWebDesk();
  [ann, ben, eve] = await Promise.all([desk.as(WEB_ANN), desk.as(WEB_BEN), desk.as(WEB_EVE)]);
});
afterAll(() => desk.close());

const start = (topic: string, headers = {}, more = {}) =>
  ann.post<Started>('/articles', { topic, language: 'en', ...more }, headers);
const requestOf = async (articleId: string): Promise<unknown> => {
  const { rows } = await desk.newsroom.pool.query<{ request: unknown }>(
    'select request from articles where article_id = $1',
    [articleId],
  );
  return rows[0]?.request;
};
const countOf = async (topic: string): Promise<number> =>
  (await desk.newsroom.pool.query('select from articles where topic = $1', [topic])).rowCount ?? 0;

describe('an order over HTTP', () => {
  it('becomes an article of the caller, which is written', async () => {
    const { status, body, headers } = await start('How tides work', {}, { audience: 'sailors', lengthWords: 300 });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/articles/${body.articleId}`);
    await desk.newsroom.article(body.articleId).until('waiting');
    const { body: article } = await ann.get(`/articles/${body.articleId}`);
    expect(article).toMatchObject({ topic: 'How tides work', requester: { key: 'web:ann' }, stage: 'waiting' });
    expect(await requestOf(body.articleId)).toMatchObject({ audience: 'sailors', lengthWords: 300 });
  });

  it('asks for more people than the settings do, or is refused when it asks for less or for more than there are', async () => {
    const strict = { approval: { approvers: ['telegram:5'] }, gates: ['every_draft'] };
    const { body } = await start('How a sextant works', {}, strict);
    const { rows } = await desk.newsroom.pool.query<{ approval: unknown }>(
      `select settings -> 'approval' as approval from articles where article_id = $1`,
      [body.articleId],
    );
    expect(rows[0]?.approval).toMatchObject({
      gate: 'every_draft',
      approvers: expect.arrayContaining(['telegram:5']) as unknown,
      voting: { approvals: 2, must: ['telegram:5'] },
    });
    const many = await start('How a sextant was made', {}, { approval: { atLeast: 90 } });
    expect(many).toMatchObject({ status: 422, body: { code: 'bad-approval' } });
    const nobody = await start('How a sextant was sold', {}, { approval: { approvers: ['Ben'] } });
    expect(nobody).toMatchObject({ status: 422, body: { code: 'bad-approval' } });
  });

  it('is one article, however often it arrives under one key, also at the same moment', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      [key, `"${key}"`, key, key].map((sent) => start('How locks work', { 'idempotency-key': sent })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.articleId)).size).toBe(1);
    expect(await countOf('How locks work')).toBe(1);
    // Whoever lost their token and has another one is the same person.
    const renewed = await desk.as(WEB_ANN);
    const again = await renewed.post(
      '/articles',
      { topic: 'How locks work', language: 'en' },
      { 'idempotency-key': key },
    );
    expect(again.status).toBe(200);
  });

  it('is refused under a key that was another order’s, but not under somebody else’s', async () => {
    const key = randomUUID();
    await start('How keys work', { 'idempotency-key': key });
    const other = await start('How doors work', { 'idempotency-key': key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await countOf('How doors work')).toBe(0);
    const hers = await eve.post('/articles', { topic: 'How doors work', language: 'en' }, { 'idempotency-key': key });
    expect(hers.status).toBe(201);
  });

  it('may be put right and sent under the same key when it was not taken', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const wrong = await start('How maps lie', headers, { template: 'no-such-template' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'unknown-template', outcome: 'refused' } });
    expect((await start('How maps lie', headers)).status).toBe(201);
  });

  it('is asked about when it is like another one of the caller’s, and starts when they say that it is meant', async () => {
    const { body: first } = await start('How bread is baked');
    const headers = { 'idempotency-key': randomUUID() };
    const asked = await start('how is the bread baked?', headers);
    expect(asked).toMatchObject({
      status: 409,
      body: {
        code: 'like-another',
        outcome: 'refused',
        detail: expect.stringContaining('There is an article like this one here: How bread is baked'),
        other: { articleId: first.articleId, topic: 'How bread is baked', requesterName: 'Ann' },
      },
    });
    expect(JSON.stringify(asked.body)).not.toContain('anyway');
    expect(await start('how is the bread baked?', headers, { evenIfLike: false })).toMatchObject({ status: 409 });
    expect(await countOf('how is the bread baked?')).toBe(0);
    // The key of what was not taken is free.
    const sent = async () => {
      for (;;) {
        const answer = await start('how is the bread baked?', headers, { evenIfLike: true });
        // A busy database is away for a moment; programs come back.
        if (answer.status !== 503) return answer;
      }
    };
    const answers = await Promise.all([sent(), sent()]);
    expect(answers.map(({ status }) => status)).toContain(201);
    expect(answers[0].body).toEqual(answers[1].body);
    expect(await countOf('how is the bread baked?')).toBe(1);
    expect(await requestOf(answers[0].body.articleId)).not.toHaveProperty('evenIfLike');
    // Where nobody else's is like it, nothing is asked.
    expect((await eve.post('/articles', { topic: 'how is the bread baked?', language: 'en' })).status).toBe(201);
    // An order that was taken is the same one, however often it arrives.
    const key = { 'idempotency-key': randomUUID() };
    expect((await start('How glaciers move', key)).status).toBe(201);
    expect((await start('How glaciers move', key)).status).toBe(200);
  });

  it.each([
    ['no topic', { language: 'en' }],
    ['a field that there is not', { topic: 'Tides', titel: 'x' }],
    ['a topic that is too long', { topic: 'x'.repeat(301) }],
    ['a source that is nothing', { topic: 'Tides', sources: [{ link: 'https://example.org' }] }],
    ['no object', 'Tides'],
    ['a list', []],
  ])('is refused with what is wrong: %s', async (_what, body) => {
    const answer = await ann.request('POST', '/articles', JSON.stringify(body), { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    expect(answer.body).toHaveProperty('errors.0.message');
  });

  it('is refused when it cannot be read', async () => {
    const broken = await ann.request('POST', '/articles', '{"topic":', { 'content-type': 'application/json' });
    expect(broken).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
    const form = await ann.request('POST', '/articles', 'topic=Tides', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.status).toBeGreaterThanOrEqual(400);
    expect(form.status).toBeLessThan(500);
  });

  it('may rest on a text and on files that were sent before', async () => {
    const form = new FormData();
    form.append('file', new File(['Spring tides come at new moon.'], 'tides.md', { type: 'text/markdown' }));
    const kept = await ann.request<{ fileId: string; name: string }>('POST', '/files', form);
    expect(kept).toMatchObject({ status: 201, body: { name: 'tides.md' } });
    const { fileId } = kept.body;
    const { status, body } = await start('How moons pull', {}, { sources: [{ fileId }, { text: 'One\nTwo words' }] });
    expect(status).toBe(201);
    expect(await requestOf(body.articleId)).toMatchObject({
      files: [{ id: fileId, name: 'tides.md' }],
      pasted: 'One\nTwo words',
    });
    const unknown = await start('How moons fall', {}, { sources: [{ fileId: randomUUID() }] });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown-file' } });
  });

  it('takes no file that can be no source', async () => {
    const sent = async (name: string, content: string) => {
      const form = new FormData();
      form.append('file', new File([content], name));
      return await ann.request('POST', '/files', form);
    };
    expect(await sent('tides.exe', 'MZ')).toMatchObject({ body: { code: 'file-kind' } });
    expect(await sent('tides.md', '')).toMatchObject({ body: { code: 'file-empty' } });
    expect((await sent('tides.md', 'x'.repeat(6_000_000))).status).toBe(413);
    expect((await ann.post('/files', { file: 'text' })).status).toBeGreaterThanOrEqual(400);
  });
});

describe('lists over HTTP', () => {
  it('have each article once, page by page, whatever is added meanwhile', async () => {
    const nora = await desk.as({ platform: 'web', userId: 'nora', displayName: 'Nora', groups: [] });
    const order = (topic: string) => nora.post<Started>('/articles', { topic, language: 'en' });
    const ids: string[] = [];
    for (const topic of ['One', 'Two', 'Three', 'Four', 'Five'])
      ids.push((await order(`${topic} for Nora`)).body.articleId);
    const seen: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page: List = (await nora.get<List>(`/articles?limit=2${next && `&cursor=${next}`}`)).body;
      seen.push(...page.articles.map(({ articleId }) => articleId));
      next = page.next;
      if (seen.length === 2) await order('Six for Nora');
    }
    expect(seen).toEqual(ids.toReversed());
    const oldest = await nora.get<List>('/articles?order=oldest&limit=1');
    expect(oldest.body.articles.map(({ articleId }) => articleId)).toEqual(ids.slice(0, 1));
    expect((await nora.get('/articles?cursor=nothing')).status).toBe(422);
  });

  it('have what was looked for', async () => {
    const { body: started } = await start('Salt 100% and how_to find it');
    const found = async (query: string) =>
      (await ann.get<List>(`/articles?${query}`)).body.articles.map(({ articleId }) => articleId);
    expect(await found('q=100%25')).toEqual([started.articleId]);
    expect(await found('q=HOW_TO')).toEqual([started.articleId]);
    expect(await found(`q=${started.articleId}`)).toEqual([started.articleId]);
    await desk.newsroom.article(started.articleId).until('waiting');
    await expect.poll(() => found('stage=waiting&q=salt')).toEqual([started.articleId]);
    expect(await found('state=done&q=salt')).toEqual([]);
    expect((await ann.get('/articles?q=salt%00')).status).toBe(422);
  });

  it('show what waits for a person, and nothing to whom it is not for', async () => {
    const { body: started } = await start('How lists wait');
    await desk.newsroom.article(started.articleId).until('waiting');
    const waiting = async (who: WebCaller) =>
      (await who.get<List>('/articles?scope=waiting&q=How lists wait')).body.articles;
    await expect
      .poll(() => waiting(ben))
      .toMatchObject([{ articleId: started.articleId, stage: 'waiting', waitingFor: ['Ann', expect.any(String)] }]);
    expect(await waiting(eve)).toEqual([]);
    expect((await ben.get<List>('/articles?q=How lists wait')).body.articles).toEqual([]);
    expect(await ann.get('/articles?scope=everywhere')).toMatchObject({
      status: 403,
      body: { code: 'not-an-administrator' },
    });
  });
});
