import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../../bots/web/listeners/schemas/article-schema.ts';
import type { CommentJson } from '../../../bots/web/listeners/schemas/comment-schema.ts';
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

async function atTheGate(topic: string) {
  const { body } = await ann.post<{ articleId: string }>('/articles', { topic, language: 'en' });
  const article = desk.newsroom.article(body.articleId);
  await article.until('waiting');
  const at = `/articles/${body.articleId}`;
  const { gate } = (await ann.get<Article>(at)).body;
  if (gate === undefined) throw new Error('The article waits at no gate');
  const subject = { version: gate.version, hash: gate.hash, gate: gate.id };
  const { sections } = (await ann.get<{ sections: { id: string; markdown: string }[] }>(`${at}/drafts/${gate.version}`))
    .body;
  const last = sections.at(-1);
  if (last === undefined) throw new Error('The draft has no sections');
  const quote = last.markdown.trim().split('\n').at(-1)?.slice(0, 60) ?? '';
  const about = { version: gate.version, sectionId: last.id, quote };
  const comments = async (who = ann): Promise<readonly CommentJson[]> =>
    (await who.get<{ comments: CommentJson[] }>(`${at}/comments`)).body.comments;
  return { article, at, subject, about, comments };
}

describe('comments on passages', () => {
  it('go with a request for changes that has no words of its own, and show what became of them', async () => {
    const { article, at, subject, about, comments } = await atTheGate('How tides work');
    const said = await ann.post<CommentJson>(`${at}/comments`, { ...about, words: 'Name the moon here.' });
    expect(said).toMatchObject({
      status: 201,
      body: { state: 'open', quote: about.quote, sectionId: about.sectionId, by: { key: 'web:ann', name: 'Ann' } },
    });
    const dropped = await ben.post<CommentJson>(`${at}/comments`, { ...about, words: 'Never mind.' });
    await ben.post(`${at}/comments/${dropped.body.id}/resolve`);
    const key = { 'idempotency-key': randomUUID() };
    const send = () => ben.post(`${at}/decisions`, { kind: 'request-changes', ...subject, words: '' }, key);
    expect(await send()).toMatchObject({ status: 200, body: { outcome: 'counted' } });
    await article.until(({ stage, current }) => stage === 'waiting' && (current?.version ?? 0) > subject.version);
    expect((await send()).status).toBe(200);
    const asked = JSON.stringify(desk.newsroom.model.requests.map(({ body }) => body));
    expect(asked).toContain('Name the moon here.');
    expect(asked).not.toContain('Never mind.');
    const [comment, resolved] = await comments();
    expect(comment?.state).toMatch(/^(?:done|not-done)$/);
    expect(comment?.outcome).toMatchObject({ version: expect.any(Number), done: comment?.state === 'done' });
    expect(comment?.outcome).toHaveProperty(comment?.state === 'done' ? 'quote' : 'why', expect.any(String));
    expect(resolved).toMatchObject({ state: 'resolved', resolved: { byName: 'Ben' } });
    const draft = await ann.get<{ ledger: { id: string; words: string }[] }>(`${at}/drafts/${subject.version + 1}`);
    expect(draft.body.ledger.filter(({ id }) => id === comment?.id)).toHaveLength(1);
    expect(draft.body.ledger.filter(({ words }) => words.includes('Name the moon here.'))).toHaveLength(1);
  });

  it('go with what else is asked for, once', async () => {
    const { article, at, subject, about, comments } = await atTheGate('How winds blow');
    await ann.post(`${at}/comments`, { ...about, words: 'Say where from.' });
    await ben.post(`${at}/decisions`, { kind: 'request-changes', ...subject, words: 'Make it shorter.' });
    await article.until(({ stage, current }) => stage === 'waiting' && (current?.version ?? 0) > subject.version);
    const [comment] = await comments();
    expect(comment?.state).not.toBe('open');
    const { gate } = (await ann.get<Article>(at)).body;
    const wordless = { kind: 'request-changes', version: gate?.version, hash: gate?.hash, gate: gate?.id, words: '' };
    expect(await ann.post(`${at}/decisions`, wordless)).toMatchObject({ status: 422, body: { code: 'bad-comment' } });
  });

  it('are for who may see the article, and resolved by who said them or decides', async () => {
    const { at, about, comments } = await atTheGate('How bees dance');
    const said = await ann.post<CommentJson>(`${at}/comments`, { ...about, words: 'Why?' });
    const one = `${at}/comments/${said.body.id}`;
    expect((await eve.post(`${at}/comments`, { ...about, words: 'Hello' })).status).toBe(404);
    expect((await eve.get(`${at}/comments`)).status).toBe(404);
    expect((await eve.post(`${one}/resolve`)).status).toBe(404);
    const replied = await ben.post<CommentJson>(`${one}/replies`, { words: 'Because.' });
    expect(replied).toMatchObject({ status: 201, body: { replies: [{ words: 'Because.', by: { name: 'Ben' } }] } });
    expect((await ben.post<CommentJson>(`${one}/resolve`)).body.state).toBe('resolved');
    expect((await ann.post<CommentJson>(`${one}/reopen`)).body.state).toBe('open');
    const reader = await desk.as(WEB_ANN, ['articles:read']);
    expect((await reader.post(`${one}/resolve`)).status).toBe(403);
    expect(await comments()).toMatchObject([{ id: said.body.id, mayResolve: true }]);
    const never = await ann.post(`${at}/comments/${randomUUID()}/resolve`);
    expect(never).toMatchObject({ status: 404, body: { code: 'no-such-comment' } });
  });

  it('are said once for each key, of drafts that are there, while the article is not over', async () => {
    const { article, at, about, subject, comments } = await atTheGate('How kites fly');
    const key = { 'idempotency-key': randomUUID() };
    const say = () => ann.post<CommentJson>(`${at}/comments`, { ...about, words: 'Again?' }, key);
    const both = await Promise.all([say(), say()]);
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1);
    expect(await comments()).toHaveLength(1);
    const never = await ann.post(`${at}/comments`, { ...about, version: 99, words: 'Of what?' });
    expect(never).toMatchObject({ status: 422, body: { code: 'no-draft-of-number', asked: 99 } });
    await ann.post(`${at}/decisions`, { kind: 'approve', ...subject });
    await article.outcome();
    expect(await ann.post(`${at}/comments`, { ...about, words: 'Too late?' })).toMatchObject({
      status: 409,
      body: { code: 'comments-closed' },
    });
  });
});
