import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { OPEN_DOOR } from '../../src/chat/door.ts';
import type { DecisionWords } from '../../src/chat/make-decision.ts';
import { answerCard } from '../../src/cards/status-card.ts';
import { cardOf } from '../../src/cards/card-of.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import type { ApprovalSettings } from '../../src/protocol/settings.ts';
import { receiptSchema } from '../../src/receipt/receipt-schema.ts';
import { createArticlePeopleStore } from '../../src/storage/article-people-store.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createCostStore } from '../../src/storage/cost-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { createIdentityStore } from '../../src/storage/identity-store.ts';
import { createOverviewStore } from '../../src/storage/overview-store.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { NO_AUDIT } from '../support/no-audit.ts';
import { NO_MEMBERSHIP } from '../support/no-membership.ts';
import { step } from '../support/scripted-model.ts';

const CID: Actor = { platform: 'memory', userId: 'U3', displayName: 'Cid', groups: [] };
/** Ben, as he is called in another chat. */
const ELSEWHERE: Actor = { platform: 'telegram', userId: '7', displayName: 'Ben Lee', groups: [] };
const THREE: ApprovalSettings = {
  gate: 'final',
  approvers: ['memory:U1', 'memory:U2', 'memory:U3', 'telegram:7'],
  voting: { approvals: 3, rejections: 2 },
};

let newsroom: Newsroom;
let desk: ChatDesk;
beforeAll(async () => {
  newsroom = await openNewsroom();
  desk = createChatDesk({
    gateway: newsroom.openGateway({ settings: { approval: THREE } }),
    drafts: createDraftStore(newsroom.pool),
    articles: createArticleStore(newsroom.pool),
    articlePeople: createArticlePeopleStore(newsroom.pool),
    costs: createCostStore(newsroom.pool),
    identities: createIdentityStore(newsroom.pool),
    operators: [],
    audit: NO_AUDIT,
    door: OPEN_DOOR,
    membership: NO_MEMBERSHIP,
    articleLanguage: 'auto',
    logger: createLogger({ level: 'silent' }),
    storeBudgetMs: 15_000,
  });
});
afterAll(() => newsroom.close());

async function atGate(topic: string): Promise<{ readonly articleId: string; readonly gate: string }> {
  newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
  const thread = { platform: newsroom.messenger.platform, channel: 'C1' };
  const started = await desk.start(ANN, { eventKey: randomUUID(), request: { topic }, thread, language: 'en' });
  const articleId = started.kind === 'started' ? started.articleId : '';
  await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('waiting');
  return { articleId, gate: (await statusOf(articleId))?.decidable[0]?.gate ?? '' };
}

async function statusOf(articleId: string): Promise<ArticleStatus | undefined> {
  const answer = await desk.status(ANN, articleId);
  return answer.kind === 'status' ? answer.status : undefined;
}

async function say(by: Actor, articleId: string, words: DecisionWords, eventKey: string = randomUUID()) {
  const [subject] = (await statusOf(articleId))?.decidable ?? [];
  const draft = { version: subject?.version ?? 0, hash: subject?.hash ?? '' };
  const button = { kind: 'decision', articleId, decision: words.kind, draft, gate: subject?.gate ?? '' } as const;
  return await desk.decide(by, { button, eventKey, ...words });
}

const APPROVE = { kind: 'approve' } as const;
const REJECT = { kind: 'reject', reason: 'Not yet' } as const;
const names = (voters: readonly { readonly name: string }[] = []) => voters.map(({ name }) => name);

async function waitsFor(actor: Actor): Promise<readonly string[]> {
  const { home } = { home: undefined, ...(await desk.home(actor)) };
  return (home?.waitingForMe.articles ?? []).map(({ articleId }) => articleId);
}

describe('a gate that takes three people', () => {
  it('tells each voter how far they are, waits for who has not voted, and is decided by the third person', async () => {
    const { articleId } = await atGate('How a bell is cast');
    expect(await say(ANN, articleId, APPROVE)).toMatchObject({
      kind: 'counted',
      tally: { approvals: 3, done: 1, waitingFor: ['memory:U2', 'memory:U3', 'telegram:7'] },
    });
    await expect.poll(() => waitsFor(ANN)).not.toContain(articleId);
    expect(await waitsFor(CID)).toContain(articleId);
    const again = randomUUID();
    expect(await say(ANN, articleId, REJECT)).toMatchObject({ tally: { done: 0, rejected: [{ name: 'Ann' }] } });
    expect(await say(ANN, articleId, APPROVE, again)).toMatchObject({ tally: { done: 1, rejected: [] } });
    expect(await say(ANN, articleId, APPROVE, again)).toMatchObject({ tally: { done: 1 } });
    expect(await say(BEN, articleId, APPROVE)).toMatchObject({ tally: { done: 2 } });
    expect(names((await statusOf(articleId))?.tally?.approved)).toEqual(['Ann', 'Ben']);
    const decisive = await say(CID, articleId, APPROVE);
    expect(decisive).toMatchObject({ kind: 'counted' });
    expect(decisive).not.toHaveProperty('tally');
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('delivered');
    expect(await say(ANN, articleId, REJECT)).toMatchObject({ kind: 'refused' });
    const { rows } = await newsroom.pool.query(
      `select actor ->> 'displayName' as name, kind, vote, rule, jsonb_path_query_array(joined, '$[*].name') as joined from decisions where article_id = $1 order by decided_at`,
      [articleId],
    );
    expect(rows).toEqual([
      { name: 'Ann', kind: 'approve', vote: true, rule: 'memory:U1', joined: null },
      { name: 'Ann', kind: 'reject', vote: true, rule: 'memory:U1', joined: null },
      { name: 'Ann', kind: 'approve', vote: true, rule: 'memory:U1', joined: null },
      { name: 'Ben', kind: 'approve', vote: true, rule: 'memory:U2', joined: null },
      { name: 'Cid', kind: 'approve', vote: false, rule: 'memory:U3', joined: ['Ann', 'Ben'] },
    ]);
  });

  it('has a receipt that names every vote, and by which rule it counted', async () => {
    const { articleId } = await atGate('How a rope is laid');
    await say(BEN, articleId, REJECT);
    for (const by of [CID, ANN, BEN]) await say(by, articleId, APPROVE);
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('delivered');
    const { rows } = await newsroom.pool.query<{ receipt: string }>(
      'select receipt from editions where article_id = $1',
      [articleId],
    );
    const receipt = receiptSchema.parse(JSON.parse(rows[0]?.receipt ?? ''));
    expect(receipt.gate.voting).toEqual(THREE.voting);
    expect(receipt.decisions.map(({ by, kind, vote, rule }) => [by.name, kind, vote, rule])).toEqual([
      ['Ben', 'reject', 'not-counted', 'memory:U2'],
      ['Cid', 'approve', 'counted', 'memory:U3'],
      ['Ann', 'approve', 'counted', 'memory:U1'],
      ['Ben', 'approve', undefined, 'memory:U2'],
    ]);
  });

  it('counts two accounts once from the moment in which they are linked, and says so in the thread', async () => {
    const { articleId } = await atGate('How a kiln is fired');
    await say(BEN, articleId, APPROVE);
    expect(await say(ELSEWHERE, articleId, APPROVE)).toMatchObject({ tally: { done: 2 } });
    const offered = await desk.link(BEN);
    const code = offered.kind === 'link-offered' ? offered.code.replace('-', '') : '';
    expect(await desk.link(ELSEWHERE, code)).toEqual({ kind: 'linked', names: ['Ben'] });
    await expect.poll(async () => (await statusOf(articleId))?.tally?.done).toBe(1);
    await expect.poll(() => newsroom.article(articleId).kinds()).toContain('notice');
    expect(newsroom.article(articleId).message('notice')).toMatchObject({
      notice: { code: 'votes-joined', byName: 'Ben Lee' },
    });
    expect(await say(ANN, articleId, APPROVE)).toMatchObject({ tally: { done: 2 } });
    expect((await statusOf(articleId))?.stage).toBe('waiting');
    expect(await say(CID, articleId, APPROVE)).toMatchObject({ kind: 'counted' });
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('delivered');
  });

  it('begins anew with another text, and names whose votes are void', async () => {
    const { articleId, gate } = await atGate('How a lens is ground');
    await say(ANN, articleId, APPROVE);
    await say(CID, articleId, APPROVE);
    expect(await say(BEN, articleId, { kind: 'edit', text: '# Lenses\n\nThey are ground.' })).toMatchObject({
      kind: 'counted',
    });
    await expect
      .poll(async () => (await statusOf(articleId))?.decidable[0])
      .toMatchObject({ version: 2, tally: { done: 0, approved: [] } });
    expect((await statusOf(articleId))?.decidable[0]?.gate).not.toBe(gate);
    await expect.poll(() => newsroom.article(articleId).kinds()).toContain('notice');
    expect(newsroom.article(articleId).message('notice')).toMatchObject({
      notice: { code: 'votes-void', version: 1, names: ['Ann', 'Cid'] },
    });
    await expect.poll(() => waitsFor(ANN)).toContain(articleId);
  });
});

describe('who is waited for', () => {
  it('is called by name where a card is in another chat, once that chat has told it, and is no name before', async () => {
    const rules: ApprovalSettings = { gate: 'final', approvers: ['telegram:77', 'telegram:78'] };
    const dora: Actor = { platform: 'telegram', userId: '77', displayName: 'Dora', groups: [] };
    const first = await newsroom.start('How names travel', {}, { approval: rules });
    await first.until('waiting');
    await expect.poll(() => first.kinds()).toContain('gate');
    expect(askedBy(first)).toContain('an approver in Telegram');
    await first.decide({ kind: 'approve', by: dora });
    await first.outcome();

    const next = await newsroom.start('How names stay', {}, { approval: rules });
    await next.until('waiting');
    await expect.poll(() => next.kinds()).toContain('gate');
    for (const said of [askedBy(next), wordsOfCard(next.message('status'))]) {
      expect(said).toContain('Dora');
      expect(said).toContain('an approver in Telegram');
    }
    const answer = await desk.status(ANN, next.articleId);
    expect(JSON.stringify(answer.kind === 'status' && answerCard(answer.status, 'en'))).toContain('Dora');
    const overview = await createOverviewStore(newsroom.pool).find(next.articleId);
    expect(overview?.names).toEqual({ 'telegram:77': 'Dora' });
  });
});

const wordsOfCard = (content: ChatContent): string => JSON.stringify(cardOf(content, ''));
const askedBy = (article: TestArticle): string => wordsOfCard(article.message('gate'));
