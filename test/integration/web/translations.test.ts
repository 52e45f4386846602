import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OriginalJson, TranslationsJson } from '../../../bots/web/listeners/schemas/translation-schema.ts';
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

interface Started {
  readonly articleId: string;
  readonly topic: string;
}

describe('translations over HTTP', () => {
  it('begin once for one key, are listed, and are refused with what there is', async () => {
    const { articleId } = (await ann.post<Started>('/articles', { topic: 'How tides work', language: 'en' })).body;
    const at = `/articles/${articleId}/translations`;
    const article = desk.newsroom.article(articleId);
    await article.until('waiting');
    expect(await ann.post(at, { language: 'ru' })).toMatchObject({ status: 409, body: { code: 'not-translatable' } });
    expect((await ann.get<TranslationsJson>(at)).body).toEqual({ language: 'en', translations: [] });
    await article.decide({ kind: 'approve', by: WEB_BEN });
    await article.outcome();

    expect(await eve.post(at, { language: 'ru' })).toMatchObject({ status: 404 });
    expect(await eve.get(at)).toMatchObject({ status: 404 });
    expect(await ann.post(at, { language: 'klingonese' })).toMatchObject({
      status: 422,
      body: { code: 'unknown-tongue', typed: 'klingonese' },
    });
    expect(await ann.post(at, { language: 'English' })).toMatchObject({ status: 422, body: { code: 'own-tongue' } });
    const key = { 'idempotency-key': randomUUID() };
    const begun = await ann.post<Started>(at, { language: 'Russian' }, key);
    expect(begun).toMatchObject({ status: 201, body: { topic: 'How tides work' } });
    expect(begun.headers.get('location')).toBe(`/articles/${begun.body.articleId}`);
    expect(await ann.post(at, { language: 'Russian' }, key)).toMatchObject({ status: 200, body: begun.body });
    expect(await ben.post(at, { language: 'ru' })).toMatchObject({
      status: 409,
      body: { code: 'translation-under-way', articleId: begun.body.articleId, byName: 'Ann' },
    });

    const translation = desk.newsroom.article(begun.body.articleId);
    await translation.until('waiting');
    // Who decides about it reads both; of what is no translation there is no original.
    const original = await ben.get<OriginalJson>(`/articles/${begun.body.articleId}/original`);
    expect(original).toMatchObject({ status: 200, body: { articleId, edition: 1, language: 'en' } });
    expect(original.body.sections.length).toBeGreaterThan(1);
    expect(original.body.sections[0]).toEqual({
      id: 's1',
      heading: expect.any(String) as string,
      markdown: expect.stringMatching(/[a-z]{3}/) as string,
    });
    expect(await eve.get(`/articles/${begun.body.articleId}/original`)).toMatchObject({ status: 404 });
    expect(await ann.get(`/articles/${articleId}/original`)).toMatchObject({
      status: 404,
      body: { code: 'no-translation' },
    });
    expect((await ann.get(`/articles/${begun.body.articleId}`)).body).toMatchObject({
      language: 'ru',
      translation: { from: 'en', into: 'ru', of: 1 },
    });
    await translation.decide({ kind: 'approve', by: WEB_BEN });
    await translation.outcome();
    const expected = {
      original: { articleId, edition: 1, title: expect.any(String) as string },
      language: 'en',
      translations: [
        {
          language: 'ru',
          newest: { articleId: begun.body.articleId, stage: 'delivered', of: 1, byName: 'Ann' },
          delivered: { articleId: begun.body.articleId, edition: 1, of: 1, title: expect.any(String) as string },
          isStale: false,
        },
      ],
    };
    expect((await ben.get(at)).body).toEqual(expected);
    expect((await ben.get(`/articles/${begun.body.articleId}/translations`)).body).toEqual(expected);
    expect(await ben.post(at, { language: 'ru' })).toMatchObject({ status: 409, body: { code: 'translation-there' } });
  });
});
