import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHome, renderList as renderSlackList } from '../../bots/slack/render/reply.ts';
import { renderList as renderTelegramList } from '../../bots/telegram/render/answers.ts';
import { drawCard } from '../../bots/terminal/render/draw-card.ts';
import { createLook } from '../../bots/terminal/render/look.ts';
import { listCard } from '../../src/cards/list-card.ts';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { OPEN_DOOR } from '../../src/chat/door.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { messages } from '../../src/messages/messages.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createCostStore } from '../../src/storage/cost-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { createIdentityStore } from '../../src/storage/identity-store.ts';
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
    operators: [],
    audit: NO_AUDIT,
    door: OPEN_DOOR,
    membership: NO_MEMBERSHIP,
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
      const home = renderHome({ home: asked.home, links: new Map(), waiting: new Map(), language });
      const shown = {
        'Slack, /article inbox': JSON.stringify(renderSlackList(listed, new Map(), language)),
        'Slack, Home': JSON.stringify(home),
        'Telegram, /inbox': JSON.stringify(renderTelegramList(listed, new Map(), language)),
        'the terminal, /inbox': drawCard(listCard(listed, language, '/'), createLook(80, false))
          .join(' ')
          .replaceAll(/\s+/gu, ' '),
      };
      const { chat, reminders, words } = messages(language);
      const heading = chat.list.heading({ scope: 'waiting', page: 1 }, body.count);
      for (const [where, text] of Object.entries(shown)) {
        expect(text, where).toContain(heading);
        let at = 0;
        for (const { articleId, waits, score, costUsd, claimedBy } of body.articles) {
          const next = text.indexOf(`Topic of ${articleId}`);
          expect(next, where).toBeGreaterThan(at);
          at = next;
          expect(text, where).toContain(waits.missing);
          expect(text, where).toContain(reminders.waits(Date.now() - Date.parse(waits.since)));
          if (score !== undefined) expect(text, where).toContain(words.format.score(score));
          if (costUsd !== undefined) expect(text, where).toContain(words.format.money(costUsd));
          if (claimedBy !== undefined) expect(text, where).toContain(words.claimed(claimedBy));
        }
      }
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
