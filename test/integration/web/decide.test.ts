import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionCookie } from '../../../bots/web/connect/session-cookie.ts';
import { createSessionStore } from '../../../bots/web/connect/session-store.ts';
import type { Article } from '../../../bots/web/listeners/schemas/article-schema.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { messages } from '../../../src/messages/messages.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
let ann: WebCaller;
let ben: WebCaller;
let eve: WebCaller;

interface Section {
  readonly id: string;
  readonly heading: string;
  readonly markdown: string;
  readonly sha256: string;
}

beforeAll(async () => {
  desk = await openWebDesk();
  [ann, ben, eve] = await Promise.all([desk.as(WEB_ANN), desk.as(WEB_BEN), desk.as(WEB_EVE)]);
});
afterAll(() => desk.close());

/** An article of Ann's that waits at its gate. */
async function atTheGate(topic: string) {
  const { body } = await ann.post<{ articleId: string }>('/articles', { topic, language: 'en' });
  const { articleId } = body;
  const article = desk.newsroom.article(articleId);
  await article.until('waiting');
  const at = `/articles/${articleId}`;
  const shown = async (): Promise<Article> => (await ann.get<Article>(at)).body;
  const { gate } = await shown();
  if (gate === undefined) throw new Error('The article waits at no gate');
  return { articleId, article, at, shown, subject: { version: gate.version, hash: gate.hash, gate: gate.id } };
}

describe('a decision over HTTP', () => {
  it('counts, once, however often it is sent', async () => {
    const { article, at, subject, articleId } = await atTheGate('How tides work');
    const approve = () => ann.post(`${at}/decisions`, { kind: 'approve', ...subject });
    const answers = await Promise.all([approve(), approve()]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ outcome: 'counted', detail: expect.any(String) });
    }
    await article.outcome();
    expect((await approve()).status).toBe(200);
    const { rowCount } = await desk.newsroom.pool.query('select from decisions where article_id = $1', [articleId]);
    expect(rowCount).toBe(1);
    const late = await ben.post(`${at}/decisions`, { kind: 'reject', ...subject, words: 'Too long.' });
    expect(late).toMatchObject({ status: 409, body: { code: 'already-decided', byName: 'Ann', outcome: 'refused' } });
  });

  it('has nothing published again that nobody publishes, and nothing at all by who may not see it', async () => {
    const { at } = await atTheGate('How dunes walk');
    expect(await ann.post(`${at}/publications/blog`, {})).toMatchObject({
      status: 409,
      body: { code: 'nothing-to-publish', outcome: 'refused' },
    });
    expect((await eve.post(`${at}/publications/blog`, {})).status).toBe(404);
    expect((await ann.post(`${at}/publications/..`, {})).status).not.toBe(200);
  });

  it('asks for changes with words, and brings an earlier draft back', async () => {
    const { article, at, subject, shown } = await atTheGate('How winds blow');
    const wordless = await ben.post(`${at}/decisions`, { kind: 'request-changes', ...subject, words: ' ' });
    expect(wordless).toMatchObject({ status: 422, body: { code: 'bad-comment' } });
    const asked = await ben.post(`${at}/decisions`, { kind: 'request-changes', ...subject, words: 'Name a storm.' });
    expect(asked.status).toBe(200);
    await article.until(({ stage, current }) => stage === 'waiting' && (current?.version ?? 0) > subject.version);
    const { gate, mayDecide } = await shown();
    expect(mayDecide).toContain('bring-back');
    const now = { version: gate?.version, hash: gate?.hash, gate: gate?.id };
    const stale = await ann.post(`${at}/decisions`, { kind: 'approve', ...subject });
    expect(stale).toMatchObject({ status: 409, body: { code: expect.stringMatching(/already-decided|current/) } });
    const never = await ann.post(`${at}/decisions`, { kind: 'bring-back', ...now, to: 99 });
    expect(never).toMatchObject({ status: 409, body: { code: 'no-such-draft' } });
    const back = await ann.post(`${at}/decisions`, { kind: 'bring-back', ...now, to: subject.version });
    expect(back).toMatchObject({ status: 200, body: { outcome: 'counted' } });
    await article.until(({ current }) => current?.hash === subject.hash);
  });

  it('is refused to who may not decide, hidden from who may not see, and not there without the scope', async () => {
    const { at, subject } = await atTheGate('How bees dance');
    const approve = { kind: 'approve', ...subject };
    expect(await eve.post(`${at}/decisions`, approve)).toMatchObject({
      status: 404,
      body: { code: 'no-such-article' },
    });
    const reader = await desk.as(WEB_ANN, ['articles:read']);
    expect(await reader.post(`${at}/decisions`, approve)).toMatchObject({
      status: 403,
      body: { code: 'scope-missing' },
    });
    expect(await reader.post(`${at}/controls`, { kind: 'pause' })).toMatchObject({ status: 403 });
    expect(await ann.post(`${at}/decisions`, { ...approve, hash: 'nothing' })).toMatchObject({ status: 422 });
    expect(await ann.post(`${at}/decisions`, { kind: 'applaud', ...subject })).toMatchObject({ status: 422 });
  });

  it('is noted while no worker answers, and counts when one is back', async () => {
    const { article, at, subject } = await atTheGate('How kites fly');
    await desk.newsroom.stopWorker();
    try {
      const answer = await ann.post(`${at}/decisions`, { kind: 'approve', ...subject });
      expect(answer).toMatchObject({ status: 202, body: { outcome: 'noted' } });
    } finally {
      await desk.newsroom.startWorker();
    }
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
  });
});

describe('an edit over HTTP', () => {
  const sectionsOf = async (at: string, version: number): Promise<readonly Section[]> =>
    (await ann.get<{ sections: readonly Section[] }>(`${at}/drafts/${version}`)).body.sections;
  const edited = ({ id, sha256, markdown }: Section, words: string) => ({
    id,
    sha256,
    markdown: `${markdown.trimEnd()}\n\n${words}`,
  });

  it('is the next draft, whole', async () => {
    const { article, at, subject } = await atTheGate('How rivers bend');
    const answer = await ann.post(`${at}/decisions`, { kind: 'edit', ...subject, text: '# Rivers\n\nThey bend.' });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'counted' } });
    await article.until(({ current }) => current?.author === 'person');
    const neither = await ann.post(`${at}/decisions`, { kind: 'edit', ...subject });
    expect(neither).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
  });

  it('of other sections keeps what somebody else changed meanwhile', async () => {
    const { article, at, subject, shown } = await atTheGate('How glaciers move');
    const sections = await sectionsOf(at, subject.version);
    const [first, second] = sections;
    if (first === undefined || second === undefined) throw new Error('The draft has too few sections');
    const byAnn = { kind: 'edit', ...subject, sections: [edited(second, 'By Ann.')] };
    const byBen = { kind: 'edit', ...subject, sections: [edited(first, 'By Ben.')] };
    expect((await ann.post(`${at}/decisions`, byAnn)).status).toBe(200);
    await article.until(({ stage, current }) => stage === 'waiting' && current?.author === 'person');
    const key = { 'idempotency-key': randomUUID() };
    expect(await ben.post(`${at}/decisions`, byBen, key)).toMatchObject({ status: 200, body: { outcome: 'counted' } });
    await article.until(({ stage, drafts }) => stage === 'waiting' && drafts.length === subject.version + 2);
    const { current } = await shown();
    const now = await sectionsOf(at, current?.version ?? 0);
    expect(now.map(({ heading }) => heading)).toEqual(sections.map(({ heading }) => heading));
    expect(now.find(({ id }) => id === first.id)?.markdown).toContain('By Ben.');
    expect(now.find(({ id }) => id === second.id)?.markdown).toContain('By Ann.');
  });

  it('of the same section comes back with both texts, and nothing is done', async () => {
    const { article, at, subject, shown } = await atTheGate('How dunes wander');
    const [, second] = await sectionsOf(at, subject.version);
    if (second === undefined) throw new Error('The draft has too few sections');
    await ann.post(`${at}/decisions`, { kind: 'edit', ...subject, sections: [edited(second, 'By Ann.')] });
    await article.until(({ stage, current }) => stage === 'waiting' && current?.author === 'person');
    const mine = edited(second, 'By Ben.');
    const late = await ben.post(`${at}/decisions`, { kind: 'edit', ...subject, sections: [mine] });
    const { current, gate } = await shown();
    expect(late).toMatchObject({
      status: 409,
      body: {
        code: 'sections-changed',
        outcome: 'refused',
        current,
        conflicts: [{ id: second.id, yours: mine.markdown, theirs: expect.stringContaining('By Ann.') }],
      },
    });
    expect(current?.version).toBe(subject.version + 1);
    const { conflicts } = late.body as { conflicts: readonly { sha256: string }[] };
    const again = await ben.post(`${at}/decisions`, {
      kind: 'edit',
      ...current,
      gate: gate?.id,
      sections: [{ ...mine, sha256: conflicts[0]?.sha256 }],
    });
    expect(again.status).toBe(200);
  });
});

describe('a control over HTTP', () => {
  it('acts once for each key, and says what does not make sense now', async () => {
    const { article, at, shown } = await atTheGate('How locks turn');
    const key = { 'idempotency-key': randomUUID() };
    const pause = () => ann.post(`${at}/controls`, { kind: 'pause' }, key);
    expect(await pause()).toMatchObject({ status: 200, body: { outcome: 'counted' } });
    await article.until('paused');
    expect((await pause()).status).toBe(200);
    expect(await ann.post(`${at}/controls`, { kind: 'pause' })).toMatchObject({
      status: 409,
      body: { code: 'not-now', control: 'pause', stage: 'paused' },
    });
    expect(await ann.post(`${at}/controls`, { kind: 'language', language: 'äJ' })).toMatchObject({
      status: 422,
      body: { code: 'invalid-request' },
    });
    expect((await shown()).mayControl).toContain('resume');
    expect((await ann.post(`${at}/controls`, { kind: 'resume' })).status).toBe(200);
    await article.until('waiting');
    expect((await ben.post(`${at}/controls`, { kind: 'move' })).status).toBe(200);
    expect((await shown()).home).toEqual({ platform: 'web', channel: 'web:ben' });
    expect((await ann.post(`${at}/controls`, { kind: 'cancel' })).status).toBe(200);
    await article.until('cancelled');
    expect(await ann.post(`${at}/controls`, { kind: 'retry' })).toMatchObject({
      status: 409,
      body: { code: 'article-over' },
    });
  });

  it('has the article shown elsewhere, too, where the person belongs, and ends that', async () => {
    const { article, at, shown } = await atTheGate('How kites climb');
    const place = { platform: 'slack', workspace: 'T1', channel: 'C9' };
    expect(await ann.post(`${at}/followers`, place)).toMatchObject({
      status: 403,
      body: { code: 'not-in-place' },
    });
    expect(await ann.post(`${at}/followers`, { ...place, platform: 'web' })).toMatchObject({ status: 422 });
    expect(await ann.request('DELETE', `${at}/followers/slack::${'0'.repeat(201)}`)).toMatchObject({ status: 422 });
    expect(await ann.request('DELETE', `${at}/followers/slack:T1:C9`)).toMatchObject({
      status: 409,
      body: { code: 'not-shown-here' },
    });
    expect(await shown()).not.toHaveProperty('followers');
    expect((await shown()).mayControl).toEqual(expect.arrayContaining(['follow']));
    // As a chat has it done in which Ann is.
    const asked = { id: randomUUID(), kind: 'follow', by: WEB_ANN, thread: place, role: 'reads' } as const;
    expect(await desk.newsroom.gateway.control(article.articleId, asked)).toEqual({ kind: 'counted' });
    const follower = { key: 'slack:T1:C9', platform: 'slack', channel: 'C9', role: 'reads', byName: 'Ann' };
    await expect.poll(async () => (await shown()).followers).toEqual([follower]);
    expect(await ann.request('DELETE', `${at}/followers/slack:T1:C9`)).toMatchObject({
      status: 200,
      body: { outcome: 'counted' },
    });
    await expect.poll(async () => (await shown()).followers).toBeUndefined();
  });

  it('has it shown in a place of which the chat has told, once for each key', async () => {
    const { pool } = desk.newsroom;
    const cora = { platform: 'terminal', userId: 'cora', displayName: 'Cora', groups: [] };
    const secret = await createSessionStore(pool, loadConfig('config').web.sessions).begin(cora, 'machine');
    const [cookie = ''] = sessionCookie(secret, { origin: desk.url, isSecure: false, isLoopback: true }, 1).split(';');
    const browser = { cookie, origin: desk.url, 'sec-fetch-site': 'same-origin' };
    const { csrfToken } = (await desk.withoutToken(browser).get<{ csrfToken: string }>('/session')).body;
    const caller = desk.withoutToken({ ...browser, 'x-csrf-token': csrfToken });
    const { articleId } = (await caller.post<{ articleId: string }>('/articles', { topic: 'Kites', language: 'en' }))
      .body;
    const at = `/articles/${articleId}`;
    const shown = async (): Promise<Article> => (await caller.get<Article>(at)).body;
    await expect.poll(async () => (await shown()).mayFollowAt).toEqual([{ platform: 'terminal', channel: 'cora' }]);
    const [place] = (await shown()).mayFollowAt ?? [];
    const follow = () =>
      caller.post(`${at}/followers`, { ...place, role: 'decides' }, { 'idempotency-key': 'follow-1' });
    const counted = { status: 200, body: { outcome: 'counted', detail: messages('en').answers.counted.follow } };
    expect(await follow()).toMatchObject(counted);
    expect(await follow()).toMatchObject(counted);
    await expect
      .poll(async () => (await shown()).followers)
      .toEqual([{ key: 'terminal::cora', platform: 'terminal', channel: 'cora', role: 'decides', byName: 'Cora' }]);
    expect(await shown()).not.toHaveProperty('mayFollowAt');
    const { rows } = await pool.query('select 1 from followers where article_id = $1 and is_guest', [articleId]);
    expect(rows).toHaveLength(1);
  });

  it('adds a file as a source', async () => {
    const { at } = await atTheGate('How reefs grow');
    const form = new FormData();
    form.append('file', new File(['Coral grows a centimetre a year.'], 'reefs.md'));
    const kept = await ann.request<{ fileId: string }>('POST', '/files', form);
    const added = await ann.post(`${at}/controls`, { kind: 'add-source', fileId: kept.body.fileId });
    expect(added).toMatchObject({ status: 200, body: { outcome: 'counted' } });
    const unknown = await ann.post(`${at}/controls`, { kind: 'add-source', fileId: randomUUID() });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown-file' } });
  });
});
