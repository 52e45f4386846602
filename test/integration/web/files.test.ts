import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../../bots/web/listeners/schemas/article-schema.ts';
import { openWebDesk, WEB_ANN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
let ann: WebCaller;
beforeAll(async () => {
  desk = await openWebDesk();
  ann = await desk.as(WEB_ANN);
});
afterAll(() => desk.close());

const START: Readonly<Record<string, string>> = { md: '# ', docx: 'PK', html: '<!doctype html>', pdf: '%PDF-' };

describe('what is taken away over HTTP', () => {
  it('are the delivered article in every form that is offered, its receipt, and drafts before', async () => {
    const article = await desk.newsroom.start(
      'How tides work',
      { requester: WEB_ANN, thread: { platform: 'web', channel: 'web:ann' } },
      { approval: { gate: 'final', approvers: ['requester'] } },
    );
    await article.until('waiting');
    const at = `/articles/${article.articleId}`;
    const early = await ann.get(`${at}/receipt`);
    expect(early).toMatchObject({ status: 409, body: { code: 'not-delivered', outcome: 'refused' } });
    const draft = await ann.get<string>(`${at}/drafts/1/files/draft.html`);
    expect(draft.status).toBe(200);
    expect(draft.headers.get('content-disposition')).toContain('filename="how-tides-work-draft-1.html"');
    expect(draft.body).toContain('<h1 dir="auto">');

    await article.decide({ kind: 'approve', by: WEB_ANN });
    await article.outcome();
    const { body } = await ann.get<Article>(at);
    const files = body.delivered?.files ?? [];
    expect(files).toHaveLength(4);
    for (const { name, mediaType, href } of files) {
      const answer = await ann.get<string>(href);
      expect(answer.status, name).toBe(200);
      expect(answer.headers.get('content-type')).toContain(mediaType.split(';')[0]);
      expect(answer.headers.get('content-disposition')).toContain(`filename="${name}"`);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.body.startsWith(START[name.split('.').at(-1) ?? ''] ?? '?'), name).toBe(true);
    }
    const receipt = await ann.get<{ readonly article?: unknown }>(`${at}/receipt`);
    expect(receipt.status).toBe(200);
    expect((await ann.get(`${at}/files/receipt.json`)).body).toEqual(receipt.body);
    expect(await ann.get(`${at}/files/other.md`)).toMatchObject({ status: 404, body: { code: 'no-such-file' } });
    const eve = await desk.as(WEB_EVE);
    for (const path of ['receipt', 'files/receipt.json', 'drafts/1/files/draft.md', 'drafts/1', 'diff?from=1&to=1'])
      expect((await eve.get(`${at}/${path}`)).status, path).toBe(404);
  });
});
