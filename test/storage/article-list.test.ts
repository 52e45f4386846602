import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Home, InboxFilter } from '../../src/gateway/article-list.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Stage } from '../../src/protocol/article.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { MOST_COUNTED } from '../../src/protocol/list-view.ts';
import type { Tally } from '../../src/protocol/voting.ts';
import { createArticleList } from '../../src/storage/article-list.ts';
import { ANN, fillArticles, plansOf } from '../support/article-plans.ts';
import { useDatabase } from '../support/use-database.ts';

interface Row {
  readonly requester?: string;
  readonly approvers?: readonly string[];
  readonly stage?: Stage | 'requested';
  readonly hoursAgo?: number;
  readonly closedHoursAgo?: number;
  readonly abandoned?: boolean;
  /** Default: `T1:C1`, of the requester's platform. */
  readonly home?: string;
  /** An `ArticleState`, as far as it matters. */
  readonly state?: object;
  readonly settings?: object;
}

const database = useDatabase();
let pool: pg.Pool;
beforeAll(async () => {
  ({ pool } = database);
});
beforeEach(() => pool.query('truncate articles cascade'));

/** Articles by Ann, drafting since an hour ago, unless said otherwise. */
async function write(rows: Readonly<Record<string, Row>>): Promise<void> {
  for (const [id, row] of Object.entries(rows)) {
    const {
      requester = 'slack:T1:U1',
      approvers = ['requester'],
      stage = 'drafting',
      hoursAgo = 1,
      closedHoursAgo,
    } = row;
    await pool.query(
      `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage,
                             created_at, stage_since, closed_at, abandoned_at, state)
       values ($1, 't', '{}', $2, $3, $4, $5, 'en', $12, $10, $6, now() - make_interval(hours => $7), now() - make_interval(hours => $7),
               now() - make_interval(hours => $8), case when $9 then now() end, $11)`,
      [
        id,
        `Topic of ${id}`,
        { displayName: requester === 'slack:T1:U1' ? 'Ann' : 'Somebody' },
        requester,
        approvers,
        stage,
        hoursAgo,
        closedHoursAgo ?? null,
        row.abandoned ?? false,
        { thread: threadAt(requester, row.home) },
        row.state ?? null,
        row.settings ?? {},
      ],
    );
  }
}

/** In Slack `T1:C1` unless told otherwise. */
function threadAt(requester: string, at = 'T1:C1'): Thread {
  const [platform = ''] = requester.split(':');
  if (platform !== 'slack') return { platform, channel: 'C1' };
  const [workspace = '', channel = ''] = at.split(':');
  return { platform, workspace, channel };
}

const idsOf = (articles: readonly { readonly articleId: string }[]): readonly string[] =>
  articles.map(({ articleId }) => articleId);

async function home(): Promise<Readonly<Record<keyof Home, readonly string[]>>> {
  const { waitingForMe, askedByMe, running, finishedLastWeek } = await createArticleList(pool).home(ANN);
  return {
    waitingForMe: idsOf(waitingForMe.articles),
    askedByMe: idsOf(askedByMe),
    running: idsOf(running),
    finishedLastWeek: idsOf(finishedLastWeek),
  };
}

const bens = { requester: 'slack:T1:U2' };

describe('home', () => {
  it('is empty when there is nothing', async () => {
    expect(await home()).toEqual({ waitingForMe: [], askedByMe: [], running: [], finishedLastWeek: [] });
  });

  it('puts every article into the first section that it fits: what waits longest first, else the newest', async () => {
    await write({
      'mine-drafting': { hoursAgo: 3 },
      'mine-paused': { stage: 'paused', hoursAgo: 2 },
      'mine-waiting': { stage: 'waiting', hoursAgo: 5 },
      'mine-stuck': { stage: 'stuck', approvers: ['slack:T1:U2'], hoursAgo: 8 },
      'mine-for-others': { stage: 'waiting', approvers: ['slack:T1:U2'], hoursAgo: 1 },
      'mine-requested': { stage: 'requested', hoursAgo: 0 },
      'bens-for-me': { ...bens, stage: 'stuck', approvers: ['slack:T1:U1', 'anyone'], hoursAgo: 4 },
      'bens-for-my-group': { ...bens, stage: 'waiting', approvers: ['slack:T1:group:S1'], hoursAgo: 6 },
      'bens-for-anyone': { ...bens, stage: 'waiting', approvers: ['anyone'], hoursAgo: 7 },
      'bens-drafting': { ...bens, approvers: ['anyone'] },
      'bens-waiting': { ...bens, stage: 'waiting', hoursAgo: 9 },
      'bens-requested': { ...bens, stage: 'requested', hoursAgo: 10 },
    });
    expect(await home()).toEqual({
      waitingForMe: ['mine-stuck', 'bens-for-anyone', 'bens-for-my-group', 'mine-waiting', 'bens-for-me'],
      askedByMe: ['mine-requested', 'mine-for-others', 'mine-paused', 'mine-drafting'],
      running: ['bens-drafting', 'bens-waiting', 'bens-requested'],
      finishedLastWeek: [],
    });
  });

  it('leaves out what anyone may decide elsewhere, and what runs in other workspaces', async () => {
    const anyone = { ...bens, stage: 'waiting', approvers: ['anyone'] } as const;
    await write({
      here: anyone,
      'in another channel': { ...anyone, home: 'T1:C2' },
      'in another workspace': { ...anyone, home: 'T2:C1' },
      'running elsewhere': { ...bens, home: 'T2:C1' },
      'ended elsewhere': { ...bens, home: 'T2:C1', stage: 'delivered', closedHoursAgo: 1 },
      'mine and for anyone, elsewhere': { stage: 'waiting', approvers: ['anyone'], home: 'T1:C2' },
    });
    const found = await home();
    expect(found.waitingForMe).toEqual(['here']);
    expect(found.running).toEqual(['in another channel']);
    expect(found.askedByMe).toEqual(['mine and for anyone, elsewhere']);
    expect(found.finishedLastWeek).toEqual([]);
    const places = await createArticleList(pool).placesForAnyone(ANN);
    expect(places.map(({ channel }) => channel).toSorted()).toEqual(['C1', 'C2']);
  });

  it('goes by where an article lives now', async () => {
    await write({ moved: { ...bens, stage: 'waiting', approvers: ['anyone'], home: 'T1:C2' } });
    await pool.query(`update articles set home = '{"platform":"slack","workspace":"T1","channel":"C1"}'`);
    expect((await home()).waitingForMe).toEqual(['moved']);
  });

  it('shows where it is shown, too, what members of that place may decide, and lists it there', async () => {
    const shownAt = (channel: string, more: object = {}) => ({
      followings: [
        { thread: { platform: 'slack', workspace: 'T1', channel }, role: 'decides', byName: 'Ben', ...more },
        { thread: { platform: 'telegram', channel: '-7' }, role: 'reads', byName: 'Ben' },
      ],
    });
    const waiting: Row = { ...bens, stage: 'waiting', approvers: ['anyone'], home: 'T2:C9' };
    await write({
      meant: { ...waiting, state: shownAt('C1', { anyone: true }) },
      shown: { ...waiting, state: shownAt('C1') },
      elsewhere: { ...waiting, state: shownAt('C5', { anyone: true }) },
      heard: {
        ...waiting,
        state: {
          ...shownAt('C1', { anyone: true }),
          open: { tally: { waitingFor: ['anyone'], heard: ['slack:T1:U1'] } },
        },
      },
    });
    const list = createArticleList(pool);
    expect((await home()).waitingForMe).toEqual(['meant']);
    expect(idsOf((await list.inbox({ ...ANN, channels: ['slack:T1:C1'] }, { limit: 9 })).articles)).toEqual(['meant']);
    expect((await list.placesForAnyone(ANN)).map(({ channel }) => channel).toSorted()).toEqual(['C1', 'C5']);
    const here = async (key: string) => idsOf(await list.list({ home: key, limit: 9 })).toSorted();
    expect(await here('slack:T1:C1')).toEqual(['heard', 'meant', 'shown']);
    expect(await here('telegram::-7')).toEqual(['elsewhere', 'heard', 'meant', 'shown']);
    expect(await here('slack:T2:C9')).toEqual(['elsewhere', 'heard', 'meant', 'shown']);
  });

  it('leaves out what was not taken', async () => {
    await write({
      mine: { stage: 'requested', abandoned: true },
      bens: { ...bens, stage: 'requested', abandoned: true },
    });
    expect(await home()).toEqual({ waitingForMe: [], askedByMe: [], running: [], finishedLastWeek: [] });
  });

  it('shows what ended in the last seven days, delivered ones first', async () => {
    const closed = (stage: Stage, closedHoursAgo: number): Row => ({ ...bens, stage, hoursAgo: 500, closedHoursAgo });
    await write({
      rejected: closed('rejected', 1),
      'long-ago': closed('delivered', 24 * 7 + 1),
      'delivered-before': closed('delivered', 24 * 6),
      delivered: closed('delivered', 2),
      cancelled: closed('cancelled', 3),
    });
    expect((await home()).finishedLastWeek).toEqual(['delivered', 'delivered-before', 'rejected', 'cancelled']);
  });

  it('shows nothing of other platforms but what waits for this very person', async () => {
    const telegram = { requester: 'telegram:7' };
    await write({
      running: telegram,
      'for-anyone': { ...telegram, stage: 'waiting', approvers: ['anyone'] },
      'for-ann': { ...telegram, stage: 'waiting', approvers: ['anyone', 'slack:T1:U1'] },
      closed: { ...telegram, stage: 'delivered', closedHoursAgo: 1 },
    });
    expect(await home()).toEqual({
      waitingForMe: ['for-ann'],
      askedByMe: [],
      running: [],
      finishedLastWeek: [],
    });
  });

  it('finds one’s own among hundreds of newer ones, and shows ten of each', async () => {
    const rows: Record<string, Row> = { mine: { hoursAgo: 99 } };
    for (let index = 0; index < 30; index += 1) {
      rows[`bens-${index}`] = bens;
      rows[`ended-${index}`] = { stage: 'rejected', closedHoursAgo: 1 };
    }
    await write(rows);
    const found = await home();
    expect(found.askedByMe).toEqual(['mine']);
    expect([found.running.length, found.finishedLastWeek.length]).toEqual([10, 10]);
  });

  it('tells what a list shows', async () => {
    await write({ mine: { stage: 'requested', approvers: ['slack:T1:U9', 'requester'] } });
    expect((await createArticleList(pool).home(ANN)).askedByMe).toEqual([
      {
        articleId: 'mine',
        topic: 'Topic of mine',
        requesterName: 'Ann',
        requester: 'slack:T1:U1',
        approvers: ['slack:T1:U9', 'requester'],
        stage: 'drafting',
        startedAt: expect.any(Date),
        updatedAt: expect.any(Date),
      },
    ]);
  });
});

describe('list', () => {
  const list = async (
    filter: Parameters<ReturnType<typeof createArticleList>['list']>[0],
  ): Promise<readonly string[]> => (await createArticleList(pool).list(filter)).map(({ articleId }) => articleId);

  it('shows the newest of one person, over or not', async () => {
    await write({
      old: { hoursAgo: 9, stage: 'delivered', closedHoursAgo: 8 },
      new: { hoursAgo: 1 },
      newest: { hoursAgo: 0, stage: 'requested' },
      abandoned: { stage: 'requested', abandoned: true },
      bens,
    });
    expect(await list({ requester: ANN, limit: 10 })).toEqual(['newest', 'new', 'old']);
    expect(await list({ requester: ANN, limit: 1 })).toEqual(['newest']);
    expect(await list({ requester: ANN, running: true, limit: 10 })).toEqual(['newest', 'new']);
  });

  it('finds what lives in a channel, under way or over, page by page', async () => {
    await write({
      ann: { hoursAgo: 1 },
      ben: { requester: 'slack:T1:U2', hoursAgo: 2 },
      over: { stage: 'delivered', hoursAgo: 3, closedHoursAgo: 1 },
      elsewhere: { home: 'T1:C2' },
    });
    const here = { home: 'slack:T1:C1' };
    expect(await list({ ...here, limit: 10 })).toEqual(['ann', 'ben', 'over']);
    expect(await list({ ...here, running: true, limit: 1, offset: 1 })).toEqual(['ben']);
    expect(await list({ ...here, over: true, limit: 10 })).toEqual(['over']);
    const near = { platform: 'slack', workspace: 'T1', userId: 'U9', displayName: 'Ina', groups: [] };
    expect(await list({ near, limit: 10 })).toEqual(expect.arrayContaining(['ann', 'ben', 'over', 'elsewhere']));
    expect(await list({ near: { ...near, workspace: 'T2' }, limit: 10 })).toEqual([]);
  });

  it('finds those of some stages', async () => {
    await write({
      stuck: { stage: 'stuck' },
      drafting: { hoursAgo: 2 },
      requested: { stage: 'requested', hoursAgo: 3 },
    });
    expect(await list({ stages: ['stuck'], running: true, limit: 10 })).toEqual(['stuck']);
    expect(await list({ stages: ['drafting'], limit: 10 })).toEqual(['drafting', 'requested']);
  });
});

describe('inbox', () => {
  const inbox = async (actor: Actor, filter: Partial<InboxFilter> = {}) =>
    await createArticleList(pool).inbox(actor, { limit: 10, ...filter });
  const ids = async (actor: Actor, filter: Partial<InboxFilter> = {}) => idsOf((await inbox(actor, filter)).articles);
  const here = { ...ANN, channels: ['slack:T1:C1'] };
  const atGate = (tally?: Partial<Tally>) => ({
    open: { kind: 'draft', version: 2, hash: 'abcdef01', gate: 'g1', ...(tally !== undefined && { tally }) },
  });

  it('has what a person may decide, and where it is stuck what they asked for: what has waited longest comes first', async () => {
    await write({
      own: { stage: 'waiting', hoursAgo: 1 },
      stuck: { stage: 'stuck', approvers: ['slack:T1:U9'], hoursAgo: 2 },
      named: { ...bens, approvers: ['slack:T1:U1'], stage: 'waiting', hoursAgo: 3 },
      anyone: { ...bens, approvers: ['anyone'], stage: 'waiting', hoursAgo: 4 },
      elsewhere: { ...bens, approvers: ['anyone'], stage: 'waiting', home: 'T1:C2' },
      forOthers: { ...bens, stage: 'waiting' },
      ownForOthers: { approvers: ['slack:T1:U9'], stage: 'waiting' },
      drafting: {},
    });
    expect(await inbox(here, { limit: 3 })).toMatchObject({ total: 4, isMore: false });
    expect(await ids(here)).toEqual(['anyone', 'named', 'stuck', 'own']);
    expect(await ids(here, { newestFirst: true })).toEqual(['own', 'stuck', 'named', 'anyone']);
    expect(await ids(here, { limit: 2, offset: 1 })).toEqual(['named', 'stuck']);
    expect(await ids({ ...ANN, channels: [] })).toEqual(['named', 'stuck', 'own']);
    expect(await ids(here, { stages: ['stuck'] })).toEqual(['stuck']);
    expect(await ids(here, { words: 'of named' })).toEqual(['named']);
    expect(await inbox(here, { offset: 10 })).toEqual({ articles: [], total: 4, isMore: false });
  });

  it('goes by when people began to be waited for, and not by when the article was asked for', async () => {
    await write({
      old: { stage: 'waiting', hoursAgo: 9, state: { waitingSince: '2026-11-23T12:00:00.000Z' } },
      new: { stage: 'waiting', hoursAgo: 1, state: { waitingSince: '2026-11-23T11:00:00.000Z' } },
    });
    const { articles } = await inbox(here);
    expect(articles.map(({ articleId, waits }) => [articleId, waits?.since.toISOString()])).toEqual([
      ['new', '2026-11-23T11:00:00.000Z'],
      ['old', '2026-11-23T12:00:00.000Z'],
    ]);
  });

  it('goes on behind an article that somebody has decided about meanwhile', async () => {
    await write({
      a: { stage: 'waiting', hoursAgo: 3 },
      b: { stage: 'waiting', hoursAgo: 2 },
      c: { stage: 'waiting', hoursAgo: 1 },
    });
    const [, second] = (await inbox(here)).articles;
    if (second?.waits === undefined) throw new Error('Nothing waits');
    await pool.query(`update articles set stage = 'delivered', closed_at = now() where article_id = 'b'`);
    expect(await ids(here, { after: { articleId: 'b', since: second.waits.since } })).toEqual(['c']);
  });

  it('has nothing that the person has voted on, and tells the others how far people are', async () => {
    const tally = {
      approvals: 3,
      rejections: 1,
      done: 1,
      approved: [{ name: 'Eve', keys: ['slack:T1:U9'] }],
      rejected: [],
      waitingFor: ['slack:T1:U1', 'slack:T1:U2'],
      heard: ['slack:T1:U9'],
    };
    await write({ voted: { ...bens, stage: 'waiting', approvers: ['slack:T1:U9'], state: atGate(tally) } });
    expect(await ids({ ...ANN, userId: 'U9' })).toEqual([]);
    expect((await inbox(here)).articles).toMatchObject([
      {
        articleId: 'voted',
        waits: {
          missing: {
            kind: 'decision',
            about: { kind: 'draft', version: 2 },
            votes: { approvals: 3, rejections: 1, done: 1, rejected: 0 },
            waitingFor: ['slack:T1:U1', 'slack:T1:U2'],
          },
        },
      },
    ]);
  });

  it('tells who sees to it, since when others know, and the score of the draft that is decided on, whatever came after it', async () => {
    const open = { ...atGate().open, claim: { byName: 'Eve', keys: [], at: '2026-11-23T12:00:00.000Z' } };
    await write({
      told: { stage: 'waiting', state: { open, scores: [8, 6], escalatedAt: '2026-11-23T12:30:00.000Z' } },
      outline: { stage: 'waiting', hoursAgo: 0, state: { open: { ...open, kind: 'outline', version: 1 }, scores: [] } },
    });
    await pool.query(
      `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ('d2', 'told', 2, 'agent', 'w', 'b', 's')`,
    );
    await pool.query(`insert into critiques (critique_id, draft_id, score, body) values ('c2', 'd2', 8, '{}')`);
    const [told, outline] = (await inbox(here)).articles;
    expect(told).toMatchObject({
      claimedBy: 'Eve',
      score: 8,
      waits: { escalatedAt: new Date('2026-11-23T12:30:00.000Z') },
    });
    expect(outline).toMatchObject({ waits: { missing: { about: { kind: 'outline', version: 1 } } } });
    expect(outline).not.toHaveProperty('score');
  });

  it('tells who was asked to decide, as long as they have said nothing', async () => {
    const assigned = { key: 'slack:T1:U2', name: 'Ben', byName: 'Eve', at: '2026-11-23T12:00:00.000Z' };
    await write({
      asked: { stage: 'waiting', state: { ...atGate(), assigned } },
      answered: {
        stage: 'waiting',
        hoursAgo: 0,
        state: { ...atGate({ heard: ['slack:T1:U2'], waitingFor: ['requester'] }), assigned },
      },
    });
    const [asked, answered] = (await inbox(here)).articles;
    expect(asked?.waits?.missing).toMatchObject({
      waitingFor: ['slack:T1:U2'],
      assigned: { key: 'slack:T1:U2', name: 'Ben' },
    });
    expect(answered?.waits?.missing).not.toHaveProperty('assigned');
  });

  it('has what waits for somebody who is away and for whom the person decides, unless either has spoken', async () => {
    const eve = ['slack:T1:U5', 'telegram:5'];
    const heard = (...keys: readonly string[]) => atGate({ heard: keys, waitingFor: ['slack:T1:U4', 'slack:T1:U5'] });
    await write({
      named: { ...bens, stage: 'waiting', approvers: ['telegram:5'], hoursAgo: 6 },
      asked: { requester: 'slack:T1:U5', stage: 'waiting', hoursAgo: 5 },
      stuck: { requester: 'slack:T1:U5', stage: 'stuck', hoursAgo: 4 },
      'she has voted': { ...bens, stage: 'waiting', state: heard('telegram:5') },
      'her substitute has voted': { ...bens, stage: 'waiting', state: heard('slack:T1:U1') },
      others: { ...bens, stage: 'waiting', approvers: ['slack:T1:U6'] },
    });
    expect(await ids(here)).toEqual([]);
    expect(await inbox(here, { insteadOf: [eve] })).toMatchObject({
      total: 2,
      articles: [{ articleId: 'named' }, { articleId: 'asked' }],
    });
    // Of two who are away only one has voted.
    expect(await ids(here, { insteadOf: [eve, ['slack:T1:U4']] })).toEqual(['named', 'asked', 'she has voted']);
  });

  it('tells what is stuck why, and, where a budget is spent, those who may raise it', async () => {
    const budget = { scope: 'article', capUsd: 1, spentUsd: 1.02, unpriced: 0, raiseByUsd: 1, seq: 3 };
    await write({
      failed: {
        ...bens,
        stage: 'stuck',
        approvers: ['slack:T1:U1'],
        state: { failure: { step: 'writing', code: 'x' } },
      },
      spent: { ...bens, stage: 'stuck', state: { budget }, settings: { approval: { raisers: ['slack:T1:U7'] } } },
    });
    expect((await inbox(here)).articles).toMatchObject([
      { articleId: 'failed', waits: { missing: { kind: 'way-on', step: 'writing' } } },
    ]);
    expect((await inbox({ ...ANN, userId: 'U7' })).articles).toMatchObject([
      { articleId: 'spent', waits: { missing: { kind: 'money', spentUsd: 1.02, capUsd: 1 } } },
    ]);
  });
});

describe('among 50,000 articles', () => {
  it.each(['requester', 'anyone', 'slack:T1:group:S1'])(
    'what is shown is right and read by indexes, and little else is read, when all are decided by %s',
    async (rule) => {
      await fillArticles(pool, 50_000, rule);
      const { rows } = await pool.query<{ id: string }>(
        `select article_id as id from articles
         where stage in ('waiting', 'stuck') and closed_at is null
           and case $1 when 'requester' then requester_key = 'slack:T1:U1' when 'anyone' then home_key = 'slack:T1:C1' else true end
         order by waits_since, article_id limit 10`,
        [rule],
      );
      expect((await home()).waitingForMe).toEqual(rows.map(({ id }) => id));
      const { total, isMore } = await createArticleList(pool).inbox(ANN, { limit: 1 });
      expect([total, isMore]).toEqual(rule === 'requester' ? [expect.any(Number), false] : [MOST_COUNTED, true]);
      for (const { what, seqScans, rowsRead, blocks } of await plansOf(pool, ANN)) {
        expect(seqScans, what).toEqual([]);
        expect(rowsRead, what).toBeLessThan(1000);
        expect(blocks, what).toBeLessThan(1500);
      }
    },
  );
});
