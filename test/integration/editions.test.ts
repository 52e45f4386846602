import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_DOOR } from '../../src/chat/door.ts';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { articleMarkdown } from '../../src/document/article-markdown.ts';
import { verifyReceipt } from '../../src/receipt/verify-receipt.ts';
import type { FinishedArticle } from '../../src/delivery/chat-content.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createCostStore } from '../../src/storage/cost-store.ts';
import { createEditionStore } from '../../src/storage/edition-store.ts';
import { createReadingStore } from '../../src/storage/reading-store.ts';
import { createThreadIndex } from '../../src/storage/thread-index.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { NO_AUDIT } from '../support/no-audit.ts';
import { NO_MEMBERSHIP } from '../support/no-membership.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
let desk: ChatDesk;
beforeAll(async () => {
  newsroom = await openNewsroom();
  const { drafts, pool } = newsroom;
  desk = createChatDesk({
    gateway: newsroom.openGateway({ settings: { approval: APPROVAL } }),
    drafts,
    articles: createArticleStore(pool),
    audit: NO_AUDIT,
    door: OPEN_DOOR,
    membership: { ...NO_MEMBERSHIP, isMember: async ({ userId }) => userId === CAT.userId },
    costs: createCostStore(pool),
    editions: createEditionStore(pool),
    readings: createReadingStore(pool),
    operators: [],
    articleLanguage: 'auto',
    logger: createLogger({ level: 'silent' }),
    storeBudgetMs: 15_000,
  });
});
afterAll(() => newsroom.close());

const APPROVAL = { gate: 'final', approvers: ['requester', actorKey(BEN)] } as const;
/** Of the channel, and nothing more. */
const CAT: Actor = { platform: 'memory', userId: 'U3', displayName: 'Cat', groups: [] };
const SECTIONS = ['Moon', 'Sun', 'Coast'];
const TEXT = `# How tides turn\n\nTwice a day the sea comes back.\n\n${SECTIONS.map(
  (name) => `## ${name}\n\nThe ${name.toLowerCase()} has a part in it, and nobody asked why.\n\n`,
).join('')}`;
/** A critic that finds fault with what nobody asked about. */
const FAULTFINDING = step.practice({
  score: 9,
  factsQuestionable: false,
  weaknesses: ['The coast is dull.'],
  suggestions: ['Add a section on sailors.'],
});

/** Delivered after a final edit that wanted one sentence otherwise than it may. */
async function withProposal(): Promise<TestArticle> {
  const topic = `How tides turn ${(topics += 1)}`;
  newsroom.script(topic, 'draft', step.text(TEXT));
  newsroom.script(topic, 'critique', FAULTFINDING);
  const wanted = TEXT.replace('the sea comes back', 'the sea does not come back');
  newsroom.script(
    topic,
    'edit',
    step.text(JSON.stringify({ title: 'How tides turn', summary: 'Tides.', text: wanted })),
  );
  const article = await newsroom.start(topic, {}, { approval: APPROVAL });
  await article.until('waiting');
  await article.decide({ kind: 'approve' });
  await article.outcome();
  return article;
}

let topics = 0;
/** Delivered, with the text above; Ann asked for it, and she and Ben decide. */
async function delivered(): Promise<TestArticle> {
  const topic = `How tides turn ${(topics += 1)}`;
  newsroom.script(topic, 'draft', step.text(TEXT));
  newsroom.script(topic, 'critique', ...Array.from({ length: 9 }, () => FAULTFINDING));
  const article = await newsroom.start(topic, {}, { approval: APPROVAL });
  await article.until('waiting');
  await article.decide({ kind: 'approve' });
  await article.outcome();
  return article;
}

function finalOf(article: TestArticle): FinishedArticle {
  const content = article.message('final');
  if (content.kind !== 'final') throw new Error('That is no final');
  return content.article;
}

const revise = (articleId: string, said: string, by = ANN, eventKey: string = randomUUID()) =>
  desk.revise(by, { articleId, said, eventKey });

async function begun(articleId: string, said: string, by = ANN): Promise<TestArticle> {
  const reply = await revise(articleId, said, by);
  if (reply.kind !== 'revising') throw new Error(`It was not taken: ${JSON.stringify(reply)}`);
  const edition = newsroom.article(reply.articleId);
  await edition.until('waiting');
  await expect.poll(() => edition.kinds()).toContain('gate');
  return edition;
}

/** The text of one section, to the byte. */
const sectionOf = (text: string, name: string): string =>
  /** Up to the next heading, or the end. */
  new RegExp(`## ${name}\\n[^]*?(?=\\n## |$)`).exec(text)?.[0] ?? '';

describe('a delivered article', () => {
  it('is revised in one section alone, in its own thread, asked about again, and delivered as edition 2 beside the first', async () => {
    const first = await delivered();
    const before = finalOf(first);
    const edition = await begun(first.articleId, 'Moon: name the year of Newton', BEN);
    expect(edition.message('status')).toMatchObject({ frame: { edition: 2, requesterName: 'Ann' } });
    expect(edition.message('notice')).toMatchObject({
      notice: { code: 'revising', byName: 'Ben', edition: 2, section: 'Moon' },
    });
    const gate = edition.message('gate');
    if (gate.kind !== 'gate') throw new Error('That is no gate');
    expect(gate).toMatchObject({ buttons: true, replaced: { version: 1 } });
    for (const name of ['Sun', 'Coast']) expect(gate.text.text).toContain(sectionOf(before.text, name));
    expect(sectionOf(gate.text.text, 'Moon')).not.toBe(sectionOf(before.text, 'Moon'));

    // What changed begins at what was delivered.
    const { draft } = gate;
    const changes = await desk.changes(BEN, {
      kind: 'changes',
      articleId: edition.articleId,
      draft: { version: draft.version, hash: draft.hash },
    });
    expect(changes).toMatchObject({ kind: 'changes', version: 2, earlier: { version: 1 } });

    await edition.decide({ kind: 'approve', by: BEN });
    expect(await edition.outcome()).toMatchObject({ stage: 'delivered' });
    const after = finalOf(edition);
    expect(after).toMatchObject({ title: before.title, summary: before.summary });
    expect(after.fileName).toBe(before.fileName.replace('.md', '-edition-2.md'));
    for (const name of ['Sun', 'Coast']) expect(sectionOf(after.text, name)).toBe(sectionOf(before.text, name));
    expect(after.text.split('\n## ')[0]).toBe(before.text.split('\n## ')[0]);
    expect(newsroom.asked(edition.message('final').frame.request.topic, 'edit')).toHaveLength(1);
    // The first stays as it was, and the receipt of the second goes back to it.
    expect(finalOf(first)).toEqual(before);
    const file = new TextEncoder().encode(articleMarkdown(after.text));
    expect(verifyReceipt(after.receipt ?? '', file, { earlier: before.receipt })).toMatchObject({
      kind: 'verified',
      receipt: {
        article: { edition: 2, fileName: after.fileName },
        revises: { articleId: first.articleId, kind: 'comment', by: { name: 'Ben' } },
        responsibleEditor: { name: 'Ben' },
        finalEdit: null,
      },
    });
    expect(await newsroom.gateway.list({ requester: ANN, limit: 2 })).toMatchObject([
      { articleId: edition.articleId, edition: 2, stage: 'delivered' },
      { articleId: first.articleId, stage: 'delivered' },
    ]);
  });

  it('goes on in its thread: below its first message, which from then on means the newest edition', async () => {
    const first = await delivered();
    const { messages } = newsroom.messenger;
    const root = { message: messages.findIndex(({ key }) => key.startsWith(`${first.articleId}/`)) };
    const edition = await begun(first.articleId, 'Sun: shorter');
    const posted = messages.filter(({ key }) => key.startsWith(`${edition.articleId}/`));
    expect(posted.length).toBeGreaterThan(2);
    expect(posted.map((message) => message.root)).toEqual(posted.map(() => root));
    const threads = createThreadIndex(newsroom.pool);
    expect(await threads.articleOf('memory', root)).toBe(edition.articleId);
    await edition.decide({ kind: 'reject', reason: 'No' });
    await edition.outcome();
    // What came to nothing is no edition: the next is number 2 again, and begins with what was delivered.
    const again = await begun(edition.articleId, 'Sun: longer');
    expect(again.message('status')).toMatchObject({ frame: { edition: 2 } });
    await again.decide({ kind: 'approve' });
    await again.outcome();
    const third = await begun(first.articleId, '2: warmer');
    expect(third.message('status')).toMatchObject({ frame: { edition: 3 } });
    const gate = third.message('gate');
    expect(gate.kind === 'gate' && sectionOf(gate.text.text, 'Sun')).toBe(sectionOf(finalOf(again).text, 'Sun'));
  });

  it('has one new edition of one wish, however often it is delivered, and of two people at once', async () => {
    const first = await delivered();
    const eventKey = randomUUID();
    const [one, other, ben] = await Promise.all([
      revise(first.articleId, 'Sun: shorter', ANN, eventKey),
      revise(first.articleId, 'Sun: shorter', ANN, eventKey),
      revise(first.articleId, 'Moon: longer', BEN),
    ]);
    const begunBy = [one, other, ben].filter(({ kind }) => kind === 'revising');
    expect(new Set(begunBy.map((reply) => 'articleId' in reply && reply.articleId)).size).toBe(1);
    if (ben.kind === 'revising') {
      for (const reply of [one, other]) expect(reply).toMatchObject({ refusal: { code: 'edition-under-way' } });
      return;
    }
    expect(one).toEqual(other);
    expect(ben).toMatchObject({ refusal: { code: 'edition-under-way', edition: 2 } });
    const again = await revise(first.articleId, 'Moon: longer', BEN);
    expect(again).toMatchObject({ refusal: { code: 'edition-under-way', byName: 'Ann', edition: 2 } });
    // Delivered once more when it is long over, the same wish still names what it began.
    const edition = newsroom.article(one.kind === 'revising' ? one.articleId : '');
    await edition.until('waiting');
    await edition.decide({ kind: 'approve' });
    await edition.outcome();
    expect(await revise(first.articleId, 'Sun: shorter', ANN, eventKey)).toMatchObject({
      kind: 'revising',
      articleId: edition.articleId,
    });
  });

  it('is not revised by who may not, nor in a section that there is not, nor before it is delivered', async () => {
    const first = await delivered();
    expect(await revise(first.articleId, 'Sun: shorter', CAT)).toMatchObject({
      refusal: { code: 'not-a-reviewer', reviewers: ['requester', actorKey(BEN)] },
    });
    expect(await revise(first.articleId, 'Sun: shorter', { ...CAT, userId: 'U4' })).toMatchObject({
      refusal: { code: 'no-such-article' },
    });
    for (const said of ['Stars: shorter', 'Sun', '', 'Sun:'])
      expect(await revise(first.articleId, said)).toMatchObject({
        refusal: { code: 'unknown-section', sections: ['How tides turn', ...SECTIONS] },
      });
    expect(await revise(first.articleId, `Sun: ${'x'.repeat(3001)}`)).toMatchObject({
      refusal: { code: 'bad-comment' },
    });
    expect(await revise('0000000000000000', 'Sun: shorter')).toMatchObject({ refusal: { code: 'no-such-article' } });
    const topic = 'How tides wait';
    newsroom.script(topic, 'critique', FAULTFINDING);
    const waiting = await newsroom.start(topic);
    await waiting.until('waiting');
    await expect
      .poll(() => revise(waiting.articleId, 'Sun: shorter'))
      .toMatchObject({ refusal: { code: 'not-delivered', stage: 'waiting' } });
  });
});

describe('what the final edit proposed', () => {
  const takeOver = (articleId: string, by = BEN, proposal = 1) =>
    desk.takeOver(by, { articleId, proposal, eventKey: randomUUID() });

  it('is taken over by a click, asked about, and delivered as edition 2, and no model is asked', async () => {
    const first = await withProposal();
    const before = finalOf(first);
    expect(before.edit?.proposals).toMatchObject([{ wanted: 'Twice a day the sea does not come back.' }]);
    const { topic } = first.message('final').frame.request;
    const asked = newsroom.model.requests.length;
    expect(await takeOver(first.articleId, CAT)).toMatchObject({ refusal: { code: 'not-a-reviewer' } });
    expect(await takeOver(first.articleId, BEN, 2)).toMatchObject({ refusal: { code: 'proposal-gone' } });
    const reply = await takeOver(first.articleId);
    expect(reply).toMatchObject({ kind: 'revising', edition: 2, topic });
    const edition = newsroom.article(reply.kind === 'revising' ? reply.articleId : '');
    await expect.poll(() => edition.kinds()).toContain('gate');
    expect(edition.message('notice')).toMatchObject({ notice: { code: 'taking-over', byName: 'Ben', edition: 2 } });
    expect(edition.message('gate')).toMatchObject({ stopReason: 'proposal', replaced: { version: 1 }, buttons: true });
    expect(await takeOver(first.articleId)).toMatchObject({ refusal: { code: 'edition-under-way', byName: 'Ben' } });
    await edition.decide({ kind: 'approve', by: BEN });
    await edition.outcome();
    expect(finalOf(edition).text).toBe(
      before.text.replace('Twice a day the sea comes back.', 'Twice a day the sea does not come back.'),
    );
    expect(newsroom.model.requests).toHaveLength(asked);
    // The newest edition has it: there is nothing left to replace.
    expect(await takeOver(first.articleId)).toMatchObject({ refusal: { code: 'proposal-gone' } });
  });
});
