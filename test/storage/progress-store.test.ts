import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Progress, RecordedDecision } from '../../src/protocol/activities.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleState } from '../../src/protocol/article-state.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import type { FeedMessage } from '../../src/protocol/feed.ts';
import { createFeedPageStore } from '../../src/storage/feed-page-store.ts';
import { createPublicationStore } from '../../src/storage/publication-store.ts';
import { createProgressStore, type ProgressStore } from '../../src/storage/progress-store.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN: Actor = { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const AT = '2026-11-29T12:00:00.000Z';

const database = useDatabase();
let pool: Pool;
let store: ProgressStore;
beforeAll(async () => {
  ({ pool } = database);
  store = createProgressStore(pool);
});

/** An article with the thread that it was asked for in. */
async function openArticle(channel = 'C1') {
  const articleId = randomUUID().replaceAll('-', '').slice(0, 16);
  await pool.query(
    `with article as (
       insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
       values ($1, '', '{}', '', $2, 'memory:U1', '{requester}', 'en', '{}', '{}'))
     insert into followers (article_id, platform, channel, role) values ($1, 'memory', $3, 'decides')`,
    [articleId, ANN, channel],
  );
  const rows = async <T>(query: string): Promise<readonly T[]> =>
    (await pool.query(query, [articleId])).rows as readonly T[];
  return {
    articleId,
    progress: (revision: number, messages: readonly FeedMessage[], more: Partial<Progress> = {}): Progress => {
      const latest = more.said ?? messages.length;
      return {
        articleId,
        said: latest,
        entries: messages.map((message, index) => ({ seq: latest - messages.length + index + 1, message })),
        state: { revision, stage: 'drafting', iteration: 0, scores: [] },
        ...more,
      };
    },
    feed: () =>
      rows<{ seq: number; kind: string; by: string }>(
        `select seq, message ->> 'kind' as kind, message -> 'notice' ->> 'byName' as by from feed where article_id = $1 order by seq`,
      ),
    decisions: () =>
      rows<{ kind: string; counts: boolean }>(
        `select kind, superseded_at is null as counts from decisions where article_id = $1 order by kind`,
      ),
    followers: () =>
      rows<{ channel: string; role: string; first_seq: number; cursor: number; moved: boolean; due: boolean }>(
        `select channel, role, first_seq, cursor, moved_to is not null as moved, due_at is not null as due from followers
       where article_id = $1 order by follower_id`,
      ),
    words: async () => {
      const [row] = await rows<{ words: number | null; due: boolean; priority: number }>(
        `select case when (written ->> 'revision')::integer = revision then (written ->> 'words')::integer end as words,
           due_at is not null as due, priority
         from articles join followers using (article_id) where article_id = $1 and role = 'decides'`,
      );
      return row;
    },
    state: async () =>
      (
        await rows<{ revision: number; stage: string; over: boolean }>(
          `select revision, stage, closed_at is not null as over from articles where article_id = $1`,
        )
      )[0],
  };
}

function said(byName: string): FeedMessage {
  return { kind: 'notice', notice: { code: 'paused', byName } };
}

function made(kind: 'approve' | 'reject', by: Actor, id: string = randomUUID()): RecordedDecision {
  const draft = { version: 1, hash: '00000000' };
  const decision: Decision = kind === 'approve' ? { kind, id, draft, by } : { kind, id, draft, by, reason: 'No' };
  return { decision, at: AT };
}

const known = (...decisions: readonly RecordedDecision[]): readonly string[] =>
  decisions.map(({ decision }) => decision.id);
const soon = (progress: Progress) => store.record(progress, { certain: false });
const certain = (progress: Progress) => store.record(progress, { certain: true });

describe('what an article says', () => {
  it('is there once, however often and from however many sides it is written', async () => {
    const { progress, feed, state } = await openArticle();
    const first = progress(1, [said('Ann'), said('Ben')]);
    await Promise.all([certain(first), certain(first), soon(first), soon(first)]);
    expect(await soon(first)).toEqual({ conflict: false });
    expect(await feed()).toMatchObject([
      { seq: 1, by: 'Ann' },
      { seq: 2, by: 'Ben' },
    ]);
    expect(await state()).toMatchObject({ revision: 1, stage: 'drafting' });
  });

  it('has somebody look after each place where it is to be published, once it is delivered', async () => {
    const { progress, articleId } = await openArticle();
    const publications = createPublicationStore(pool);
    const unattended = async (): Promise<readonly string[]> =>
      (await publications.takeUnattended({ seconds: 0, limit: 10 })).map(({ target }) => target);
    const entries: readonly FeedMessage[] = ['blog', 'site'].map((target) => ({ kind: 'publication', target }));
    await certain(progress(1, entries));
    expect(await unattended()).toEqual([]);
    const delivered = { revision: 2, stage: 'delivered', iteration: 1, scores: [], approved: 1 } as const;
    await certain(progress(2, [], { said: 2, state: delivered }));
    expect((await unattended()).toSorted()).toEqual(['blog', 'site']);
    const claimed = await publications.claim({ articleId, target: 'blog', token: 'mine' }, 60_000);
    expect([claimed, await unattended()]).toEqual([{ kind: 'claimed', isUpdate: false }, ['site']]);
  });

  it('keeps no news from a place that somebody has looked at meanwhile', async () => {
    const { progress, articleId } = await openArticle();
    const publications = createPublicationStore(pool);
    const delivered = { revision: 1, stage: 'delivered', iteration: 1, scores: [], approved: 1 } as const;
    await certain(progress(1, [{ kind: 'publication', target: 'blog' }], { state: delivered }));
    const looked = (await publications.takeUnattended({ seconds: 0, limit: 10 })).filter(
      (one) => one.articleId === articleId,
    );
    await publications.claim({ articleId, target: 'blog', token: 'mine' }, 0);
    for (const one of looked) await publications.endUnattended(one, 'lost');
    const { rows } = await pool.query(`select state ->> 'status' as status from publications where article_id = $1`, [
      articleId,
    ]);
    expect([looked.length, rows]).toEqual([1, [{ status: 'publishing' }]]);
  });

  it('makes every thread due that follows, and tells whoever listens', async () => {
    const { progress, followers, articleId } = await openArticle();
    await pool.query(`update followers set due_at = null where article_id = $1`, [articleId]);
    const client = await pool.connect();
    const heard = new Promise((resolve) => client.once('notification', resolve));
    await client.query('listen copydesk_feed');
    await certain(progress(1, [said('Ann')]));
    expect(await heard).toMatchObject({ payload: 'memory' });
    client.release(true);
    expect(await followers()).toMatchObject([{ due: true }]);
  });

  it('to the requester is for their private conversation', async () => {
    const { progress, followers } = await openArticle();
    await certain(progress(1, [], { said: 1, entries: [{ seq: 1, message: said('Ann'), to: 'requester' }] }));
    expect(await followers()).toMatchObject([
      { channel: 'C1', role: 'decides' },
      { channel: 'U1', role: 'person', first_seq: 1, cursor: 0 },
    ]);
  });

  it('to the requester goes by the workspace in which they asked, wherever the article went since', async () => {
    const privately = async (requester: Actor, ...threads: readonly (readonly [string, string | null])[]) => {
      const { progress, articleId } = await openArticle();
      await pool.query('delete from followers where article_id = $1', [articleId]);
      await pool.query('update articles set requester = $2 where article_id = $1', [articleId, requester]);
      for (const [at, [platform, workspace]] of threads.entries())
        await pool.query(
          `insert into followers (article_id, platform, workspace, channel, role, moved_to) values ($1, $2, $3, 'C1', 'decides', $4)`,
          [articleId, platform, workspace, at < threads.length - 1 ? '{}' : null],
        );
      await certain(progress(1, [], { said: 1, entries: [{ seq: 1, message: said('Ann'), to: 'requester' }] }));
      const { rows } = await pool.query<{ platform: string; workspace: string | null }>(
        `select platform, workspace from followers where article_id = $1 and role = 'person'`,
        [articleId],
      );
      return rows;
    };
    const ann = { ...ANN, platform: 'slack', workspace: 'T1' };
    const inT1 = [{ platform: 'slack', workspace: 'T1' }];
    expect(await privately(ann, ['slack', 'T1'], ['slack', 'T2'])).toEqual(inT1);
    expect(await privately(ann, ['slack', 'T1'], ['telegram', null])).toEqual(inT1);
    expect(await privately(ann, ['telegram', null])).toEqual(inT1);
    // Of another company, which has not installed the app.
    expect(await privately({ ...ann, workspace: 'T9' }, ['slack', 'T1'])).toEqual(inT1);
    expect(await privately({ ...ANN, platform: 'telegram' }, ['telegram', null], ['slack', 'T1'])).toEqual([
      { platform: 'telegram', workspace: null },
    ]);
  });

  it('to a requester whose conversation is the very thread that failed makes no second one', async () => {
    const { progress, followers } = await openArticle('U1');
    await certain(progress(1, [], { said: 1, entries: [{ seq: 1, message: said('Ann'), to: 'requester' }] }));
    expect(await followers()).toHaveLength(1);
  });

  it('of an article that is not there is an error', async () => {
    const { progress } = await openArticle();
    await expect(certain({ ...progress(1, []), articleId: 'zzzzzzzzzzzzzzzz' })).rejects.toMatchObject({
      code: 'P0002',
    });
  });

  it('holds nothing that PostgreSQL could not keep', async () => {
    const { progress, feed } = await openArticle();
    await certain(progress(1, [said('A\0nn\ud800')]));
    expect(await feed()).toMatchObject([{ by: 'Ann\ufffd' }]);
  });
});

describe('how an article stands', () => {
  it('is never replaced by what is older, whoever writes late', async () => {
    const { progress, state } = await openArticle();
    const old = progress(1, [said('Ann')]);
    await certain(progress(2, [said('Ann')], { state: { revision: 2, stage: 'waiting', iteration: 1, scores: [9] } }));
    await Promise.all([certain(old), soon(old)]);
    expect(await state()).toMatchObject({ revision: 2, stage: 'waiting' });
  });

  it('closes the row when the article ends', async () => {
    const { progress, state } = await openArticle();
    await soon(progress(1, [], { state: { revision: 1, stage: 'cancelled', iteration: 0, scores: [] } }));
    expect(await state()).toMatchObject({ stage: 'cancelled', over: true });
  });
});

describe('a workflow task that got lost', () => {
  it('after it had written leaves nothing standing that its successor does not know', async () => {
    const { progress, feed, decisions, state } = await openArticle();
    const lost = made('approve', ANN);
    const counted = made('reject', BEN);
    expect(await soon(progress(1, [said('Ann')], { decisions: [lost], known: known(lost) }))).toEqual({
      conflict: false,
    });
    const successor = progress(1, [said('Ben')], {
      decisions: [counted],
      known: known(counted),
      state: { revision: 1, stage: 'rejected', iteration: 0, scores: [] },
    });
    expect(await soon(successor)).toEqual({ conflict: true });
    await certain(successor);
    expect(await feed()).toMatchObject([{ seq: 1, by: 'Ben' }]);
    expect(await decisions()).toEqual([
      { kind: 'approve', counts: false },
      { kind: 'reject', counts: true },
    ]);
    expect(await state()).toMatchObject({ stage: 'rejected' });
  });

  it('and had said more than its successor has said no more', async () => {
    const { progress, feed } = await openArticle();
    await soon(progress(3, [said('Ann'), said('Ann'), said('Ann')]));
    const successor = progress(1, [said('Ben')]);
    expect(await soon(successor)).toEqual({ conflict: true });
    await certain(successor);
    expect(await feed()).toMatchObject([{ seq: 1, by: 'Ben' }]);
  });

  it('and writes after its successor removes nothing, and counts for nothing', async () => {
    const { progress, feed, decisions, state } = await openArticle();
    const lost = made('approve', ANN);
    const counted = made('reject', BEN);
    const deciding = (by: string, decision: RecordedDecision): Progress =>
      progress(1, [said(by)], {
        decisions: [decision],
        known: known(decision),
        state: { revision: 1, stage: 'finishing', iteration: 1, scores: [], lastDecision: decision.decision.id },
      });
    await soon(deciding('Ben', counted));
    const before = await state();
    expect(await soon(deciding('Ann', lost))).toEqual({ conflict: true });
    expect(await feed()).toMatchObject([{ seq: 1, by: 'Ben' }]);
    expect(await decisions()).toEqual([
      { kind: 'approve', counts: false },
      { kind: 'reject', counts: true },
    ]);
    expect(await state()).toEqual(before);
  });

  it('and had counted less than a later state of it leaves nothing standing as if it did not count', async () => {
    const { progress, decisions } = await openArticle();
    const [vote, other] = [made('approve', ANN), made('reject', BEN)];
    await soon(progress(3, [], { decisions: [vote], known: known(vote) }));
    // Its successor has counted the same once more, and another one, and is behind it.
    const successor = progress(2, [], { decisions: [vote, other], known: known(vote, other) });
    expect(await soon(successor)).toEqual({ conflict: true });
    await certain(successor);
    expect((await decisions()).map(({ counts }) => counts)).toEqual([true, true]);
  });

  it('whose vote is given again, and decides now, has it back as that', async () => {
    const { progress, decisions } = await openArticle();
    const [vote, other] = [made('approve', ANN), made('reject', BEN)];
    await soon(progress(1, [], { decisions: [{ ...vote, vote: true }], known: known(vote) }));
    await certain(progress(2, [], { decisions: [other], known: known(other) }));
    expect((await decisions()).map(({ counts }) => counts)).toEqual([false, true]);
    const joined = [{ id: other.decision.id, name: 'Ben' }];
    const decisive = progress(3, [], { decisions: [{ ...vote, joined }], known: known(other, vote) });
    expect(await soon(decisive)).toEqual({ conflict: true });
    await certain(decisive);
    expect((await decisions()).map(({ counts }) => counts)).toEqual([true, true]);
    const { rows } = await pool.query('select vote, joined from decisions where decision_id = $1', [vote.decision.id]);
    expect(rows).toEqual([{ vote: false, joined }]);
  });

  it('is not taken back by an attempt of what stands, which slept while more was said and decided', async () => {
    const { progress, feed, decisions, state } = await openArticle();
    const first = progress(1, [said('Ann')], { known: [] });
    await certain(first);
    const vote = { ...made('approve', BEN), vote: true as const };
    await soon(progress(2, [said('Ben')], { said: 2, decisions: [vote], known: known(vote) }));
    await certain(first);
    expect(await feed()).toMatchObject([{ by: 'Ann' }, { by: 'Ben' }]);
    expect(await decisions()).toEqual([{ kind: 'approve', counts: true }]);
    expect(await state()).toMatchObject({ revision: 2 });
  });

  it('whose decision counts, at a later moment, has it there as of then', async () => {
    const { progress, articleId } = await openArticle();
    const one = made('approve', ANN);
    await soon(progress(1, [], { decisions: [one], known: known(one) }));
    const later = { ...one, at: '2026-11-29T12:00:02.000Z' };
    const again = progress(1, [], { decisions: [later], known: known(later) });
    expect(await soon(again)).toEqual({ conflict: true });
    await certain(again);
    const { rows } = await pool.query<{ at: Date }>('select decided_at as at from decisions where article_id = $1', [
      articleId,
    ]);
    expect(rows.map(({ at }) => at.toISOString())).toEqual([later.at]);
    expect(await soon(again)).toEqual({ conflict: false });
  });

  it('whose decision counts after all has it back', async () => {
    const { progress, decisions } = await openArticle();
    const one = made('approve', ANN);
    const other = made('reject', BEN);
    await soon(progress(1, [], { decisions: [one], known: known(one) }));
    await certain(progress(2, [], { decisions: [other], known: known(other) }));
    await certain(progress(3, [], { decisions: [one], known: known(other, one) }));
    expect(await decisions()).toEqual([
      { kind: 'approve', counts: true },
      { kind: 'reject', counts: true },
    ]);
  });
});

describe('a move', () => {
  const to = (channel: string): Pick<Progress, 'moved'> => ({ moved: { platform: 'memory', channel } });

  it('shows everything in the new thread when the old one had shown nothing', async () => {
    const { progress, followers } = await openArticle();
    await certain(progress(1, [said('Ann'), said('Ben')]));
    await certain(progress(2, [said('Moved')], { said: 3, ...to('C2') }));
    expect(await followers()).toMatchObject([
      { channel: 'C1', moved: true, due: true },
      { channel: 'C2', role: 'decides', first_seq: 1, cursor: 0, moved: false, due: true },
    ]);
  });

  it('goes on from there when the old one had shown all, with what people can act upon', async () => {
    const { progress, followers, articleId } = await openArticle();
    const gate: FeedMessage = { kind: 'gate', gate: 'g1', draftId: 'd1', version: 1, stopReason: 'threshold' };
    await certain(progress(1, [said('Ann'), gate, said('Ben')]));
    await pool.query(`update followers set cursor = 3 where article_id = $1`, [articleId]);
    const open = { kind: 'draft', version: 1, hash: '00000000', gate: 'g1' } as const;
    const state = { revision: 2, stage: 'waiting', iteration: 1, scores: [], open } as const;
    await certain(progress(2, [said('Moved')], { said: 4, state, ...to('C2') }));
    expect(await followers()).toMatchObject([{ moved: true }, { channel: 'C2', first_seq: 2, cursor: 1 }]);
  });

  it('back brings the first thread up to date again', async () => {
    const { progress, followers } = await openArticle();
    await certain(progress(1, [said('Moved')], { said: 1, ...to('C2') }));
    await certain(progress(2, [said('Back')], { said: 2, ...to('C1') }));
    await certain(progress(2, [said('Back')], { said: 2, ...to('C1') }));
    expect(await followers()).toMatchObject([
      { channel: 'C1', moved: false, due: true },
      { channel: 'C2', moved: true },
    ]);
  });
});

describe('an article that is shown elsewhere, too', () => {
  const home = { platform: 'memory', channel: 'C1' };
  const at = (channel: string, role: 'decides' | 'reads', more = {}) => ({
    thread: { ...home, channel },
    role,
    byName: 'Ann',
    ...more,
  });
  const shownAt = (revision: number, ...followings: readonly ReturnType<typeof at>[]): Pick<Progress, 'state'> => ({
    state: {
      revision,
      stage: 'waiting',
      iteration: 1,
      scores: [],
      open: { kind: 'draft', version: 1, hash: '00000000', gate: 'g1' },
      ...(followings.length > 0 && { followings }),
    },
  });
  const gate: FeedMessage = { kind: 'gate', gate: 'g1', draftId: 'd1', version: 1, stopReason: 'threshold' };

  async function atGate() {
    const article = await openArticle();
    await pool.query(`update articles set home = $2 where article_id = $1`, [article.articleId, home]);
    await certain(article.progress(1, [said('Ann'), gate, said('Ben')], shownAt(1)));
    return article;
  }

  it('begins there with what can be acted on, or with all where that was wanted, once', async () => {
    const { progress, followers } = await atGate();
    const told = progress(2, [said('Shown')], {
      said: 4,
      ...shownAt(2, at('C2', 'reads'), at('C3', 'decides', { whole: true })),
    });
    await Promise.all([certain(told), soon(told), certain(told)]);
    expect(await followers()).toMatchObject([
      { channel: 'C1', role: 'decides', moved: false },
      { channel: 'C2', role: 'reads', first_seq: 2, cursor: 1, moved: false, due: true },
      { channel: 'C3', role: 'decides', first_seq: 1, cursor: 0, moved: false, due: true },
    ]);
  });

  it('stays in its thread when people may decide there from now on, and ends when it is not wanted any more', async () => {
    const { progress, followers } = await atGate();
    await certain(progress(2, [], { said: 3, ...shownAt(2, at('C2', 'reads')) }));
    await certain(progress(3, [], { said: 3, ...shownAt(3, at('C2', 'decides')) }));
    expect(await followers()).toMatchObject([{ channel: 'C1' }, { channel: 'C2', role: 'decides', moved: false }]);
    await certain(progress(4, [], { said: 3, ...shownAt(4) }));
    expect(await followers()).toMatchObject([
      { channel: 'C1', moved: false },
      { channel: 'C2', moved: true, due: true },
    ]);
    await certain(progress(5, [], { said: 3, ...shownAt(5, at('C2', 'decides')) }));
    expect(await followers()).toMatchObject([{ moved: false }, { channel: 'C2', role: 'decides', moved: false }]);
  });

  it('lives there when it moves there, and the other places stay as they are', async () => {
    const { progress, followers, articleId } = await atGate();
    await certain(progress(2, [], { said: 3, ...shownAt(2, at('C2', 'decides'), at('C3', 'decides')) }));
    const moved = { platform: 'memory', channel: 'C2' };
    await certain(progress(3, [], { said: 3, moved, ...shownAt(3, at('C3', 'decides')) }));
    expect(await followers()).toMatchObject([
      { channel: 'C1', moved: true },
      { channel: 'C2', role: 'decides', moved: false },
      { channel: 'C3', role: 'decides', moved: false },
    ]);
    const { rows } = await pool.query(`select channel, is_guest from followers where article_id = $1 order by 1`, [
      articleId,
    ]);
    expect(rows.filter(({ is_guest }) => is_guest).map(({ channel }) => channel)).toEqual(['C3']);
  });
});

describe('how far a text is', () => {
  const work = { step: 'writing', work: 's1' } as const;
  const state = (revision: number, more: Partial<ArticleState> = {}): ArticleState => ({
    revision,
    stage: 'drafting',
    iteration: 0,
    scores: [],
    ...work,
    ...more,
  });
  /** An article that is being written, whose thread shows all that there is. */
  async function writing() {
    const article = await openArticle();
    const to = async (next: ArticleState): Promise<void> => {
      await certain(article.progress(next.revision, [], { state: next }));
      await pool.query(`update followers set due_at = null, priority = 2 where article_id = $1`, [article.articleId]);
    };
    await to(state(1));
    const tell = (words: number, begunAt = 1000, name = 's1') =>
      store.tellWords({ articleId: article.articleId, work: name, begunAt, words });
    return { ...article, to, tell };
  }

  it('wakes a thread that has nothing else to show, after all others, and tells whoever listens', async () => {
    const { tell, words } = await writing();
    const client = await pool.connect();
    const heard = new Promise((resolve) => client.once('notification', resolve));
    await client.query('listen copydesk_feed');
    await tell(50);
    expect(await heard).toMatchObject({ payload: 'memory' });
    client.release(true);
    expect(await words()).toEqual({ words: 50, due: true, priority: 3 });
    await tell(90);
    await tell(90);
    expect(await words()).toMatchObject({ words: 90, priority: 3 });
  });

  it('tells whoever looks at the article, wherever it lives, and whether there is more than its words', async () => {
    const { articleId, tell, to } = await writing();
    const client = await pool.connect();
    const heard: unknown[] = [];
    client.on('notification', ({ payload }) => heard.push(payload));
    await client.query('listen copydesk_article');
    await tell(50);
    await to(state(2));
    await expect.poll(() => heard).toEqual([`${articleId} words`, articleId]);
    client.release(true);
  });

  it('keeps the text itself while somebody watches, of the work that goes on', async () => {
    const { articleId, tell, to } = await writing();
    const text = (words: string, begunAt = 1000, name = 's1') =>
      store.tellText({ articleId, work: name, begunAt, text: words });
    const kept = async () =>
      (await pool.query<{ body: string | null }>('select body from watched where article_id = $1', [articleId])).rows[0]
        ?.body;
    expect(await text('Nobody watches')).toBe(false);
    expect(await tell(10)).toEqual({ isWatched: false, haveText: false });
    await createFeedPageStore(pool).watch([articleId], 60_000);
    expect(await tell(20)).toEqual({ isWatched: true, haveText: false });
    expect(await text('One\0')).toBe(true);
    expect(await tell(20)).toEqual({ isWatched: true, haveText: true });
    expect(await text('By one that slept', 500)).toBe(false);
    expect(await text('Of other work', 2000, 's9')).toBe(false);
    expect(await kept()).toBe('One');
    expect(await createFeedPageStore(pool).pulse([articleId])).toMatchObject([
      { articleId, wordsSoFar: 20, writing: { work: 's1', text: 'One' } },
    ]);
    await to(state(2, { work: 's2' }));
    const [pulse] = await createFeedPageStore(pool).pulse([articleId]);
    expect(pulse).not.toHaveProperty('writing');
  });

  it('leaves a thread alone that is written to or waits for its turn', async () => {
    const { tell, words, articleId } = await writing();
    await pool.query(`update followers set due_at = now() + interval '1 min' where article_id = $1`, [articleId]);
    await tell(50);
    expect(await words()).toMatchObject({ words: 50, priority: 2 });
    await pool.query(`update followers set moved_to = '{}', due_at = null where article_id = $1`, [articleId]);
    await tell(60);
    expect(await words()).toMatchObject({ due: false });
  });

  it('is of no worth any more when the article stands otherwise', async () => {
    const { tell, to, words } = await writing();
    await tell(50);
    await to(state(2, { lastDecision: 'd1' }));
    expect(await words()).toMatchObject({ words: null });
    await tell(60);
    expect(await words()).toMatchObject({ words: 60 });
    await to(state(3, { step: 'critiquing', work: 's2' }));
    expect(await words()).toMatchObject({ words: null });
  });

  it.each<[string, Partial<ArticleState>]>([
    ['another work', { work: 's2' }],
    ['no work at all', { stage: 'waiting', step: undefined, work: undefined } as unknown as Partial<ArticleState>],
    ['an outage', { outage: { code: 'model-unavailable', since: AT, next: AT } }],
  ])('is not told late: of work that was followed by %s', async (_what, next) => {
    const { tell, to, words } = await writing();
    await to(state(2, next));
    await tell(50);
    expect(await words()).toEqual({ words: null, due: false, priority: 2 });
  });

  it('wakes nobody when it is told again, and is there again when the article said something else in between', async () => {
    const { tell, to, words } = await writing();
    await tell(50);
    await pool.query(`update followers set due_at = null`);
    await tell(50);
    expect(await words()).toMatchObject({ words: 50, due: false });
    await to(state(2, { lastDecision: 'd1' }));
    await tell(50);
    expect(await words()).toMatchObject({ words: 50, due: true });
  });

  it('is not told by an attempt that another one has taken the place of', async () => {
    const { tell, words } = await writing();
    await tell(10, 2000);
    await tell(400, 1000);
    expect(await words()).toMatchObject({ words: 10 });
    await tell(20, 2000);
    expect(await words()).toMatchObject({ words: 20 });
  });

  it('gives way to what is said', async () => {
    const { tell, progress, words } = await writing();
    await tell(50);
    await certain(progress(2, [said('Ann')], { state: state(2) }));
    expect(await words()).toMatchObject({ words: null, due: true, priority: 2 });
  });
});
