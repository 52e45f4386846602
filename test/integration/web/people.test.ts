import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorKey } from '../../../src/protocol/actor.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, WEB_EVE, type WebDesk } from '../../support/web-desk.ts';

interface People {
  readonly people: readonly { readonly key: string; readonly name?: string }[];
}

let desk: WebDesk;
beforeAll(async () => {
  desk = await openWebDesk();
});
afterAll(() => desk.close());

describe('whom somebody may mean by name', () => {
  it('are those who may decide about an article, for who sees it, and later whoever they worked with', async () => {
    const article = await desk.newsroom.start(
      'How tides work',
      { requester: WEB_ANN, thread: { platform: 'web', channel: actorKey(WEB_ANN) } },
      { approval: { gate: 'final', approvers: ['requester', actorKey(WEB_BEN), 'telegram:5'] } },
    );
    const { hash, version } = (await article.until('waiting')).current ?? {};
    const [ann, ben, eve] = await Promise.all([WEB_ANN, WEB_BEN, WEB_EVE].map((one) => desk.as(one)));
    const at = `/people?article=${article.articleId}`;
    const keysFor = async (who: typeof ann, path: string) =>
      (await who?.get<People>(path))?.body.people.map(({ key }) => key).toSorted();
    expect(await keysFor(ann, at)).toEqual(['telegram:5', actorKey(WEB_BEN)]);
    expect(await keysFor(ben, at)).toEqual(['telegram:5', actorKey(WEB_ANN)]);
    expect((await eve?.get(at))?.status).toBe(404);
    expect(await keysFor(ann, '/people')).toEqual([]);
    // Asked by name before anybody has heard of them, nobody is.
    await ben?.post(`/articles/${article.articleId}/decisions`, {
      kind: 'request-changes',
      version,
      hash,
      words: 'Name the Moon',
    });
    await expect.poll(() => keysFor(ann, '/people')).toEqual([actorKey(WEB_BEN)]);
    expect((await ann?.get<People>('/people'))?.body.people).toEqual([{ key: actorKey(WEB_BEN), name: 'Ben' }]);
    const begun = await ann?.post<{ readonly articleId: string }>('/articles', {
      topic: 'How a sextant works',
      approval: { approvers: ['Ben'] },
    });
    const { rows } = await desk.newsroom.pool.query<{ approvers: readonly string[] }>(
      `select request -> 'approval' -> 'approvers' as approvers from articles where article_id = $1`,
      [begun?.body.articleId],
    );
    expect(rows[0]?.approvers).toEqual([actorKey(WEB_BEN)]);
  });

  it('are asked for by who may look at articles', async () => {
    expect((await (await desk.as(WEB_ANN, ['articles:start'])).get('/people')).status).toBe(403);
    expect((await desk.withoutToken().get('/people')).status).toBe(401);
  });
});
