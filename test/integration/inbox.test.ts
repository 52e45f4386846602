import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderHome, renderList as renderSlackList } from '../../bots/slack/render/reply.ts';
import { renderList as renderTelegramList } from '../../bots/telegram/render/answers.ts';
import { drawCard } from '../../bots/terminal/render/draw-card.ts';
import { createLook } from '../../bots/terminal/render/look.ts';
import { listCard } from '../../src/cards/list-card.ts';
import { type ChatDesk, createChatDesk, type Listed } from '../../src/chat/chat-desk.ts';
import { OPEN_DOOR } from '../../src/chat/door.ts';
import type { Home } from '../../src/gateway/article-list.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { messages } from '../../src/messages/messages.ts';
import { createArticlePeopleStore } from '../../src/storage/article-people-store.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createCostStore } from '../../src/storage/cost-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { createDelegationStore } from '../../src/storage/delegation-store.ts';
import { createIdentityStore } from '../../src/storage/identity-store.ts';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import { NO_AUDIT } from '../support/no-audit.ts';
import { NO_MEMBERSHIP } from '../support/no-membership.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, type WebCaller, type WebDesk } from '../support/web-desk.ts';

interface Line {
  readonly articleId: string;
  readonly score?: number;
  readonly costUsd?: number;
  readonly claimedBy?: string;
  readonly waits: { readonly since: string; readonly kind: string; readonly missing: string };
}

interface Page {
  readonly articles: readonly Line[];
  readonly count: { readonly total: number; readonly isMore: boolean };
  readonly next?: string;
}

const SEAS = 'a000000000000001';
const CLOCKS = 'a000000000000002';
const BRIDGES = 'a000000000000003';
const HOUR_MS = 3_600_000;

/** Who is in the channels of two workspaces: Lin in neither workspace’s `C2`; the guest Gil in `C1` of the first alone. */
const CHANNELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['T1:C1', ['UL', 'UG']],
  ['T1:C2', ['UX']],
  ['T2:C1', ['UX']],
]);

let web: WebDesk;
let desk: ChatDesk;
let ben: WebCaller;
beforeAll(async () => {
  web = await openWebDesk();
  const { pool } = web.newsroom;
  desk = createChatDesk({
    gateway: web.newsroom.openGateway(),
    drafts: createDraftStore(pool),
    articles: createArticleStore(pool),
    costs: createCostStore(pool),
    identities: createIdentityStore(pool),
    delegations: createDelegationStore(pool),
    articlePeople: createArticlePeopleStore(pool),
    operators: [],
    audit: NO_AUDIT,
    door: OPEN_DOOR,
    membership: {
      ...NO_MEMBERSHIP,
      isMember: async ({ workspace, userId }, thread) =>
        thread.workspace === workspace && CHANNELS.get(`${workspace}:${thread.channel}`)?.includes(userId) === true,
    },
    articleLanguage: 'auto',
    logger: createLogger({ level: 'silent' }),
    storeBudgetMs: 15_000,
  });
  ben = await web.as(WEB_BEN);
  const tally = {
    approvals: 3,
    rejections: 1,
    done: 1,
    approved: [{ name: 'Ann', keys: ['web:ann'] }],
    rejected: [],
    waitingFor: ['web:ben', 'web:eve'],
    heard: ['web:ann'],
  };
  const draft = { kind: 'draft', version: 2, hash: 'abcdef01', gate: 'g1' };
  await write(SEAS, 'waiting', 30, {
    open: { ...draft, tally, claim: { byName: 'Eve', keys: ['web:eve'], at: hoursAgo(1) } },
    escalatedAt: hoursAgo(2),
    scores: [8.5],
  });
  await write(CLOCKS, 'waiting', 50, { open: { ...draft, kind: 'outline', version: 1 }, scores: [] });
  await write(BRIDGES, 'stuck', 5, {
    failure: { step: 'writing', code: 'model-unavailable', message: '' },
    scores: [7],
  });
  await pool.query(
    `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ('d', $1, 2, 'agent', 'writer', 'b', 's')`,
    [SEAS],
  );
  await pool.query(`insert into critiques (critique_id, draft_id, score, body) values ('c', 'd', 8.5, '{}')`);
});
afterAll(() => web.close());

function hoursAgo(hours: number): string {
  // Half an hour more: nobody reads the clock at the full hour.
  return new Date(Date.now() - (hours + 0.5) * HOUR_MS).toISOString();
}

async function write(id: string, stage: 'waiting' | 'stuck', hours: number, state: object): Promise<void> {
  await web.newsroom.pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage, stage_since, state)
     values ($1, 't', '{}', $2, $3, 'web:ann', '{web:ben}', 'en', '{}', '{"thread":{"platform":"web","channel":"ann"}}', $4, $5, $6)`,
    [id, `Topic of ${id}`, WEB_ANN, stage, hoursAgo(hours), state],
  );
}

type Language = 'en' | 'ru';

/** A page of it in each chat, as text. */
function inChats(listed: Listed, language: Language): Readonly<Record<string, string>> {
  return {
    'Slack, /article inbox': JSON.stringify(renderSlackList(listed, new Map(), language)),
    'Telegram, /inbox': JSON.stringify(renderTelegramList(listed, new Map(), language)),
    'the terminal, /inbox': drawCard(listCard(listed, language, '/'), createLook(80, false))
      .join(' ')
      .replaceAll(/\s+/gu, ' '),
  };
}

function inHome(home: Home, language: Language): string {
  return JSON.stringify(renderHome({ home, links: new Map(), waiting: new Map(), language }));
}

/** Each text has all articles of the page, in order, with the numbers and words that HTTP has. */
function expectShown(
  texts: Readonly<Record<string, string>>,
  { articles, count }: Pick<Page, 'articles' | 'count'>,
  language: Language,
): void {
  const { chat, reminders, words } = messages(language);
  const heading = chat.list.heading({ scope: 'waiting', page: 1 }, count);
  for (const [where, text] of Object.entries(texts)) {
    expect(text, where).toContain(heading);
    const starts = articles.map(({ articleId }) => text.indexOf(`Topic of ${articleId}`));
    for (const [index, { articleId, waits, score, costUsd, claimedBy }] of articles.entries()) {
      const at = starts[index] ?? -1;
      expect(at, `${where}: ${articleId}`).toBeGreaterThan(starts[index - 1] ?? 0);
      // Lists have plain spaces, also where a number has one that does not break.
      const own = text.slice(at, starts[index + 1] ?? text.length).replaceAll(/\s+/gu, ' ');
      const plain = (said: string): string => said.replaceAll(/\s+/gu, ' ');
      expect(own, where).toContain(plain(waits.missing));
      expect(own, where).toContain(plain(reminders.waits(Date.now() - Date.parse(waits.since))));
      if (score !== undefined) expect(own, where).toContain(plain(words.format.score(score)));
      if (costUsd !== undefined) expect(own, where).toContain(plain(words.format.money(costUsd)));
      if (claimedBy !== undefined) expect(own, where).toContain(plain(words.claimed(claimedBy)));
    }
  }
}

describe('what waits for somebody', () => {
  it.each(['en', 'ru'] as const)(
    'has the same numbers and words in Slack, in Telegram, in the terminal and over HTTP (%s)',
    async (language) => {
      const listed = await desk.list(WEB_BEN, { scope: 'waiting', page: 1 });
      const asked = await desk.home(WEB_BEN);
      const { body } = await ben.get<Page>('/articles?scope=waiting', { 'accept-language': language });
      if (listed.kind !== 'list' || asked.kind !== 'home') throw new Error('The desk did not answer');

      expect(body.articles.map(({ articleId }) => articleId)).toEqual([CLOCKS, SEAS, BRIDGES]);
      expect(body.count).toEqual({ total: 3, isMore: false });
      expectShown({ ...inChats(listed, language), 'Slack, Home': inHome(asked.home, language) }, body, language);
      if (language === 'en')
        expect(body.articles).toMatchObject([
          { waits: { kind: 'decision', subject: 'outline', missing: 'Outline 1 waits' } },
          {
            score: 8.5,
            claimedBy: 'Eve',
            waits: {
              missing: 'Draft 2: 1 of 3 approvals; not heard yet: an approver on the page',
              votes: { approvals: 3, rejections: 1, done: 1, rejected: 0 },
              escalatedAt: expect.any(String),
            },
          },
          { score: 7, waits: { kind: 'way-on', missing: 'Stuck: the draft could not be written' } },
        ]);
    },
  );

  it('is read page by page over HTTP, and goes on behind what was decided meanwhile', async () => {
    const { body: first } = await ben.get<Page>('/articles?scope=waiting&limit=1');
    expect([first.articles.map(({ articleId }) => articleId), first.count.total]).toEqual([[CLOCKS], 3]);
    await web.newsroom.pool.query(`update articles set stage = 'finishing' where article_id = $1`, [CLOCKS]);
    const { body: second } = await ben.get<Page>(`/articles?scope=waiting&limit=1&cursor=${first.next ?? ''}`);
    expect([second.articles.map(({ articleId }) => articleId), second.count.total]).toEqual([[SEAS], 2]);
    const cursor = Buffer.from(`after:${SEAS}@yesterday`).toString('base64url');
    expect((await ben.get(`/articles?scope=waiting&cursor=${cursor}`)).status).toBe(422);
  });

  it('is nothing for whoever has voted or may not decide', async () => {
    const { body } = await (await web.as(WEB_ANN)).get<Page>('/articles?scope=waiting');
    expect(body.articles.map(({ articleId }) => articleId)).toEqual([BRIDGES]);
    const eve = await web.as({ platform: 'web', userId: 'fay', displayName: 'Fay', groups: [] });
    expect((await eve.get<Page>('/articles?scope=waiting')).body).toEqual({
      articles: [],
      count: { total: 0, isMore: false },
    });
  });
});

describe('what waits for one person in several chats', () => {
  const LIN_SLACK = inSlack('UL', 'Lin');
  const LIN_TELEGRAM: Actor = { platform: 'telegram', userId: '77', displayName: 'Lin', groups: [] };
  const LIN_WEB: Actor = { platform: 'web', userId: 'lin', displayName: 'Lin', groups: [] };
  const GUEST = inSlack('UG', 'Gil');
  const SUBSTITUTE: Actor = { platform: 'web', userId: 'sue', displayName: 'Sue', groups: [] };
  const ACCOUNTS = [LIN_SLACK, LIN_TELEGRAM, LIN_WEB].map(actorKey);
  /** More than three pages of a chat. */
  const MANY = 37;
  const idOf = (index: number): string => `b${String(index).padStart(15, '0')}`;

  beforeAll(async () => {
    const { pool } = web.newsroom;
    const identities = createIdentityStore(pool);
    for (const other of [LIN_TELEGRAM, LIN_WEB]) {
      await identities.offer(LIN_SLACK, actorKey(other));
      await identities.redeem(other, actorKey(other), 10);
    }
    // The oldest last: what is written down first is not what comes first.
    for (let index = MANY - 1; index >= 0; index -= 1) {
      const tally = {
        approvals: 2,
        rejections: 1,
        done: 1,
        approved: [{ name: 'Ben', keys: ['web:ben'] }],
        rejected: [],
        waitingFor: [ACCOUNTS[index % 3], 'slack:T2:UZ'],
        heard: ['web:ben'],
      };
      const open = { kind: 'draft', version: (index % 4) + 1, hash: 'abcdef01', gate: 'g1' };
      await waitIn(idOf(index), {
        // Half an hour apart, over two weeks of waiting.
        hours: 24 * 14 - index / 2,
        approvers: [ACCOUNTS[index % 3] ?? ''],
        channel: `C${(index % 2) + 1}`,
        workspace: index % 5 === 0 ? 'T2' : 'T1',
        state: {
          open: { ...open, ...(index % 4 === 0 && { tally }) },
          scores: [5 + (index % 10) / 2],
          ...(index % 6 === 0 && { escalatedAt: hoursAgo(1) }),
        },
      });
      await pool.query(
        `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $1, $2, 'agent', 'writer', 'b', 's')`,
        [idOf(index), (index % 4) + 1],
      );
      await pool.query(`insert into critiques (critique_id, draft_id, score, body) values ($1, $1, $2, '{}')`, [
        idOf(index),
        5 + (index % 10) / 2,
      ]);
      await pool.query(
        `insert into model_calls (article_id, requester_key, trace_id, step, request_hash, purpose, model, asked_model, answer, cost_usd, cached, duration_ms)
         values ($1, 'web:ann', 't', 's', 'h', 'write', 'm', 'm', '{}', $2, false, 1)`,
        [idOf(index), 0.01 * (index + 1)],
      );
    }
    await waitIn('c000000000000001', { hours: 3, approvers: ['anyone'], channel: 'C1', workspace: 'T1' });
    await waitIn('c000000000000002', { hours: 2, approvers: ['anyone'], channel: 'C1', workspace: 'T2' });
    await waitIn('c000000000000003', { hours: 1, approvers: ['slack:T1:UG'], channel: 'C2', workspace: 'T1' });
  });

  /** All pages of a chat’s list. */
  async function listed(actor: Actor): Promise<readonly Listed[]> {
    const pages: Listed[] = [];
    for (let page = 1; ; page += 1) {
      const shown = await vi.waitUntil(
        async () => {
          const told = await desk.list(actor, { scope: 'waiting', page });
          return told.kind === 'list' ? told : undefined;
        },
        { timeout: 45_000, interval: 500 },
      );
      pages.push(shown);
      if (!shown.hasMore) return pages;
    }
  }

  async function homeOf(actor: Actor): Promise<Home> {
    const answer = await vi.waitUntil(
      async () => {
        const told = await desk.home(actor);
        return told.kind === 'home' ? told : undefined;
      },
      { timeout: 45_000, interval: 500 },
    );
    return answer.home;
  }

  async function overHttp(who: WebCaller, limit: number, language: Language): Promise<readonly Page[]> {
    const pages: Page[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; cursor = pages.at(-1)?.next) {
      const at = `/articles?scope=waiting&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      // Who is somebody else in another chat is known only when it is told in time, and nobody is shown a part.
      const answer = await vi.waitUntil(
        async () => {
          const told = await who.get<Page>(at, { 'accept-language': language });
          return told.status === 200 ? told : undefined;
        },
        { timeout: 45_000, interval: 500 },
      );
      pages.push(answer.body);
    }
    return pages;
  }

  const idsIn = (pages: readonly { readonly articles: readonly { readonly articleId: string }[] }[]) =>
    pages.flatMap(({ articles }) => articles.map(({ articleId }) => articleId));

  it.each(['en', 'ru'] as const)('is the same on every page of every chat, oldest first (%s)', async (language) => {
    const lin = await web.as(LIN_WEB);
    const pages = await overHttp(lin, 10, language);
    // The channel where anyone may decide is one of Slack, and so is who is a member there.
    const mine = Array.from({ length: MANY }, (_, index) => idOf(index));
    expect(idsIn(pages)).toEqual(mine);
    expect(pages[0]?.count).toEqual({ total: MANY, isMore: false });
    expect(pages.flatMap(({ articles }) => articles.map(({ score, costUsd }) => [score, costUsd]))).toEqual(
      mine.map((_, index) => [5 + (index % 10) / 2, expect.closeTo(0.01 * (index + 1)) as unknown]),
    );
    expect(idsIn(await overHttp(lin, 50, language))).toEqual(mine);
    for (const actor of [LIN_TELEGRAM, LIN_WEB]) {
      const shown = await listed(actor);
      expect(idsIn(shown)).toEqual(mine);
      for (const [index, page] of shown.entries())
        expectShown(
          inChats({ ...page, view: { scope: 'waiting', page: 1 } }, language),
          pages[index] ?? NO_PAGE,
          language,
        );
    }
    const inSlackToo = [...mine, 'c000000000000001'];
    expect(idsIn(await listed(LIN_SLACK))).toEqual(inSlackToo);
    const home = await homeOf(LIN_SLACK);
    const count = { total: MANY + 1, isMore: false };
    expect(home.waitingForMe).toMatchObject(count);
    expectShown({ Home: inHome(home, language) }, { articles: pages[0]?.articles ?? [], count }, language);
  });

  it('is for a guest what names them, and what anyone may decide where they are', async () => {
    expect(idsIn(await listed(GUEST))).toEqual(['c000000000000001', 'c000000000000003']);
    expect(idsIn(await listed({ ...GUEST, workspace: 'T2' }))).toEqual([]);
  });

  it('waits for their substitute, too, while they are away, in every chat alike, and not for a day longer', async () => {
    const delegations = createDelegationStore(web.newsroom.pool);
    const sue = await web.as(SUBSTITUTE);
    expect(idsIn(await overHttp(sue, 50, 'en'))).toEqual([]);
    await delegations.set(LIN_SLACK, {
      person: { key: actorKey(LIN_SLACK), name: 'Lin' },
      substitute: { key: actorKey(SUBSTITUTE), name: 'Sue' },
      from: new Date(Date.now() - HOUR_MS),
      until: new Date(Date.now() + HOUR_MS),
    });
    const pages = await overHttp(sue, 10, 'en');
    expect(idsIn(pages)).toEqual(Array.from({ length: MANY }, (_, index) => idOf(index)));
    const shown = await listed(SUBSTITUTE);
    for (const [index, page] of shown.entries())
      expectShown(inChats({ ...page, view: { scope: 'waiting', page: 1 } }, 'en'), pages[index] ?? NO_PAGE, 'en');
    const home = await homeOf(SUBSTITUTE);
    expectShown({ Home: inHome(home, 'en') }, pages[0] ?? NO_PAGE, 'en');
    await delegations.end(LIN_SLACK);
    expect(idsIn(await listed(SUBSTITUTE))).toEqual([]);
  });
});

const NO_PAGE: Page = { articles: [], count: { total: 0, isMore: false } };

function inSlack(userId: string, displayName: string): Actor {
  return { platform: 'slack', workspace: 'T1', userId, displayName, groups: [] };
}

async function waitIn(
  id: string,
  {
    hours,
    approvers,
    channel,
    workspace,
    state = { scores: [] },
  }: {
    readonly hours: number;
    readonly approvers: readonly string[];
    readonly channel: string;
    readonly workspace: string;
    readonly state?: object;
  },
): Promise<void> {
  await web.newsroom.pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage, stage_since, state)
     values ($1, 't', '{}', $2, $3, 'web:ann', $4, 'en', '{}', $5, 'waiting', $6, $7)`,
    [
      id,
      `Topic of ${id}`,
      WEB_ANN,
      approvers,
      { thread: { platform: 'slack', workspace, channel } },
      hoursAgo(hours),
      state,
    ],
  );
}
