import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, Connection } from '@temporalio/client';
import { OPEN_DOOR } from '../../src/chat/door.ts';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { decisionIdOf } from '../../src/chat/decision-id.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createArticlePeopleStore } from '../../src/storage/article-people-store.ts';
import { createCostStore } from '../../src/storage/cost-store.ts';
import { createDelegationStore } from '../../src/storage/delegation-store.ts';
import { createIdentityStore } from '../../src/storage/identity-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { ANN, BEN, type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { openGateway } from '../support/open-gateway.ts';
import { step } from '../support/scripted-model.ts';
import { NO_AUDIT } from '../support/no-audit.ts';
import { NO_MEMBERSHIP } from '../support/no-membership.ts';

const logger = createLogger({ level: 'silent' });

let newsroom: Newsroom;
let desk: ChatDesk;
beforeAll(async () => {
  newsroom = await openNewsroom();
  const drafts = createDraftStore(newsroom.pool);
  desk = createChatDesk({
    gateway: newsroom.gateway,
    drafts,
    articles: createArticleStore(newsroom.pool),
    costs: createCostStore(newsroom.pool),
    identities: createIdentityStore(newsroom.pool),
    delegations: createDelegationStore(newsroom.pool),
    articlePeople: createArticlePeopleStore(newsroom.pool),
    operators: [],
    audit: NO_AUDIT,
    door: OPEN_DOOR,
    membership: NO_MEMBERSHIP,
    articleLanguage: 'auto',
    logger,
    storeBudgetMs: 15_000,
  });
});
afterAll(() => newsroom.close());

const thread = () => ({ platform: newsroom.messenger.platform, channel: 'C1' });

async function order(topic: string, eventKey: string = randomUUID()): Promise<string> {
  const started = await desk.start(ANN, { eventKey, request: { topic }, thread: thread(), language: 'en' });
  return started.kind === 'started' ? started.articleId : '';
}

async function statusOf(articleId: string): Promise<ArticleStatus | undefined> {
  const answer = await desk.status(ANN, articleId);
  return answer.kind === 'status' ? answer.status : undefined;
}

describe('the chat desk', () => {
  it('takes an article from its order, delivered twice, to a person’s own text', async () => {
    const topic = 'How locks lift boats';
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const eventKey = randomUUID();
    const [articleId, again] = await Promise.all([order(topic, eventKey), order(topic, eventKey)]);
    expect(again).toBe(articleId);
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('waiting');
    await expect
      .poll(async () => await desk.home(ANN))
      .toMatchObject({
        home: { waitingForMe: { total: 1, articles: [{ articleId, topic, requesterName: 'Ann' }] }, askedByMe: [] },
      });

    const current = (await statusOf(articleId))?.current;
    const draft = { version: current?.version ?? 0, hash: current?.hash ?? '' };
    const button = { kind: 'decision', articleId, decision: 'edit', draft } as const;
    const click = {
      kind: 'edit',
      button,
      text: '# Locks\r\n\r\nWater lifts boats.',
    } as const;
    // Nobody tells that Ben is where the article lives.
    expect(await desk.objection(BEN, button)).toMatchObject({ refusal: { code: 'no-such-article' } });
    expect(await desk.objection(ANN, button)).toBeUndefined();
    expect(await desk.decide(BEN, click)).toMatchObject({ kind: 'refused' });
    const told = await Promise.all([desk.decide(ANN, click), desk.decide(ANN, click)]);
    expect(told).toEqual(Array.from({ length: 2 }, () => ({ kind: 'counted', asked: 'edit' })));
    // Written down with the desk's next step.
    const edited = async (): Promise<readonly unknown[]> => {
      const { rows } = await newsroom.pool.query<{ body: string }>(
        `select body from drafts where article_id = $1 and author = 'person' and version is not null`,
        [articleId],
      );
      return rows;
    };
    await expect.poll(edited).toEqual([{ body: '# Locks\n\nWater lifts boats.' }]);
    expect(await desk.control(ANN, { id: decisionIdOf(randomUUID()), control: 'cancel' })).toEqual({
      kind: 'counted',
      asked: 'cancel',
    });
    await expect.poll(async () => await desk.home(ANN)).toMatchObject({ home: { finishedLastWeek: [{ articleId }] } });
  });

  it('answers a person who approves twice alike, and says so while the article is paused', async () => {
    const topic = 'How a weir holds water';
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const articleId = await order(topic);
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('waiting');
    await desk.control(ANN, { id: randomUUID(), control: 'pause', articleId });
    const [subject] = (await statusOf(articleId))?.decidable ?? [];
    const draft = { version: subject?.version ?? 0, hash: subject?.hash ?? '' };
    const approve = {
      kind: 'approve',
      button: { kind: 'decision', articleId, decision: 'approve', draft, gate: subject?.gate ?? '' },
    } as const;
    const counted = { kind: 'counted', asked: 'approve', isPaused: true };
    expect(await desk.decide(ANN, approve)).toEqual(counted);
    expect(await desk.decide(ANN, approve)).toEqual(counted);
    await desk.control(ANN, { id: randomUUID(), control: 'resume', articleId });
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('delivered');
    expect(await desk.decide(ANN, approve)).toEqual({ kind: 'counted', asked: 'approve' });
  });

  it('takes whoever has typed a person’s code elsewhere for that person, until they part', async () => {
    const topic = 'How a canal stays full';
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const articleId = await order(topic);
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('waiting');
    const [subject] = (await statusOf(articleId))?.decidable ?? [];
    const draft = { version: subject?.version ?? 0, hash: subject?.hash ?? '' };
    const approve = {
      kind: 'approve',
      button: { kind: 'decision', articleId, decision: 'approve', draft, gate: subject?.gate ?? '' },
    } as const;
    const elsewhere = { platform: 'telegram', userId: '7', displayName: 'Ann Lee', groups: [] };
    const hidden = { kind: 'refused', refusal: { code: 'no-such-article', articleId } };
    expect(await desk.decide(elsewhere, approve)).toEqual(hidden);
    expect(await desk.list(elsewhere)).toMatchObject({ kind: 'list', articles: [] });

    const offered = await desk.link(ANN);
    const code = offered.kind === 'link-offered' ? offered.code.replace('-', '') : '';
    expect(await desk.link(elsewhere, code)).toEqual({ kind: 'linked', names: ['Ann'] });
    expect(await desk.list(elsewhere)).toEqual(await desk.list(ANN));
    expect(await desk.status(elsewhere, articleId)).toMatchObject({ kind: 'status' });
    expect(await desk.control(elsewhere, { id: randomUUID(), control: 'pause', articleId })).toMatchObject({
      kind: 'counted',
    });
    await desk.control(elsewhere, { id: randomUUID(), control: 'resume', articleId });
    expect(await desk.home(elsewhere)).toMatchObject({
      home: { waitingForMe: { total: 1, articles: [{ articleId }] } },
    });
    expect(await desk.decide(elsewhere, approve)).toEqual({ kind: 'counted', asked: 'approve' });
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('delivered');

    expect(await desk.unlink(ANN)).toEqual({ kind: 'unlinked' });
    expect(await desk.status(elsewhere, articleId)).toEqual(hidden);
  });

  it('stores no text for an article that does not exist', async () => {
    const button = {
      kind: 'decision',
      articleId: '0000000000',
      decision: 'edit',
      draft: { version: 1, hash: '0a1b2c3d' },
    } as const;
    expect(await desk.decide(ANN, { kind: 'edit', button, text: 'Mine' })).toEqual({
      kind: 'refused',
      refusal: { code: 'no-such-article', articleId: '0000000000' },
    });
  });

  it('says that nothing was taken while Temporal is away, and starts nothing', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1' });
    const gateway = openGateway({ client: new Client({ connection }), pool: newsroom.pool });
    const drafts = createDraftStore(newsroom.pool);
    const away = createChatDesk({
      gateway,
      drafts,
      articles: createArticleStore(newsroom.pool),
      costs: createCostStore(newsroom.pool),
      operators: [],
      audit: NO_AUDIT,
      door: OPEN_DOOR,
      membership: NO_MEMBERSHIP,
      articleLanguage: 'auto',
      logger,
    });
    const eventKey = randomUUID();
    const asked = await away.start(ANN, {
      eventKey,
      request: { topic: 'How fog forms' },
      thread: thread(),
      language: 'en',
    });
    expect(asked).toEqual({ kind: 'away', what: 'desk' });
    expect(await away.control(ANN, { id: randomUUID(), control: 'pause', articleId: '0'.repeat(16) })).toEqual({
      kind: 'away',
      what: 'desk',
    });
    await connection.close();
  });
});

describe('whoever is away', () => {
  it('lets somebody decide for who is away, under both names, and for nobody who is there', async () => {
    const topic = 'How storks find south';
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const articleId = await order(topic);
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('waiting');
    const { version = 0, hash = '' } = (await statusOf(articleId))?.current ?? {};
    const button = { kind: 'decision', articleId, decision: 'approve', draft: { version, hash } } as const;
    const hidden = { kind: 'refused', refusal: { code: 'no-such-article' } };
    expect(await desk.decide(BEN, { kind: 'approve', button })).toMatchObject(hidden);

    const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    expect(await desk.delegate(ANN, { kind: 'set', until, whom: actorKey(BEN) })).toMatchObject({ kind: 'delegated' });
    expect(await desk.delegate(ANN, { kind: 'end' })).toEqual({ kind: 'delegated', zone: 'UTC' });
    expect(await desk.decide(BEN, { kind: 'approve', button })).toMatchObject(hidden);
    await desk.delegate(ANN, { kind: 'set', until, whom: actorKey(BEN) });
    expect(await desk.list(BEN, { scope: 'waiting', page: 1 })).toMatchObject({ articles: [{ articleId }] });
    expect(await desk.status(BEN, articleId)).toMatchObject({ status: { decidable: [{ version, hash }] } });
    expect(await desk.decide(BEN, { kind: 'approve', button })).toEqual({ kind: 'counted', asked: 'approve' });
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('delivered');
    expect((await statusOf(articleId))?.lastDecision?.byName).toBe(`${BEN.displayName} (for ${ANN.displayName})`);
    const { rows } = await newsroom.pool.query(
      `select actor_key as who, rule from audit where article_id = $1 and act = 'approve'`,
      [articleId],
    );
    expect(rows).toEqual([{ who: actorKey(BEN), rule: `requester for ${actorKey(ANN)}` }]);
    await desk.delegate(ANN, { kind: 'end' });
  });
});
