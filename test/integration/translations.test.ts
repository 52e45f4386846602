import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitSections } from '../../src/document/sections/split-sections.ts';
import { differencesBetween } from '../../src/agents/translation/differences.ts';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { translateDue } from '../../src/chat/keep-translating.ts';
import { OPEN_DOOR } from '../../src/chat/door.ts';
import { refused } from '../../src/chat/reply.ts';
import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import type { TranslationOrder } from '../../src/gateway/translation-order.ts';
import { articleMarkdown } from '../../src/document/article-markdown.ts';
import { verifyReceipt } from '../../src/receipt/verify-receipt.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { createCostStore } from '../../src/storage/cost-store.ts';
import { createEditionStore, type DeliveredEdition } from '../../src/storage/edition-store.ts';
import { createTranslationStore } from '../../src/storage/translation-store.ts';
import { reviseArticle } from '../support/revise-article.ts';
import { NO_MEMBERSHIP } from '../support/no-membership.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';

let newsroom: Newsroom;
let gateway: ArticleGateway;
let desk: ChatDesk;
beforeAll(async () => {
  newsroom = await openNewsroom();
  gateway = newsroom.openGateway({
    policies: {
      approval: [{ language: 'ru', approval: { gate: 'final', outline: true, approvers: [actorKey(BEN)] } }],
      patience: [],
    },
  });
  const { drafts, pool } = newsroom;
  desk = createChatDesk({
    gateway,
    drafts,
    articles: createArticleStore(pool),
    audit: createAuditLog(pool, 'memory'),
    door: {
      ...OPEN_DOOR,
      whyNot: async ({ userId }) =>
        userId === EVE.userId ? refused({ code: 'may-not-start', why: 'person', ask: [] }) : undefined,
    },
    membership: { ...NO_MEMBERSHIP, canRead: async ({ userId }) => userId !== 'U9' },
    costs: createCostStore(pool),
    editions: createEditionStore(pool),
    translations: createTranslationStore(pool),
    operators: [],
    articleLanguage: 'auto',
    logger: createLogger({ level: 'silent' }),
    storeBudgetMs: 15_000,
  });
});
afterAll(() => newsroom.close());

const EVE: Actor = { ...BEN, userId: 'U3', displayName: 'Eve', groups: [] };
const translate = (by: Actor, articleId: string, into: string, eventKey: string = randomUUID()) =>
  desk.translate(by, {
    articleId,
    into,
    eventKey,
    thread: { platform: 'memory', channel: randomUUID() },
    language: 'en',
  });

async function delivered(topic: string): Promise<DeliveredEdition> {
  const article = await newsroom.start(topic);
  await article.until('waiting');
  await article.decide({ kind: 'approve' });
  await article.outcome();
  const found = await createEditionStore(newsroom.pool).find(article.articleId, 'nobody');
  if (found?.delivered === undefined) throw new Error('It was not delivered.');
  return found.delivered;
}

function orderOf({ first, articleId, edition, sha256, request, thread }: DeliveredEdition): TranslationOrder {
  return {
    original: { first, articleId, edition, sha256, language: request.language, asked: 'w1' },
    failed: 0,
    request: { ...request, language: 'ru' },
    requester: ANN,
    thread,
    language: 'en',
  };
}

function textOf(article: TestArticle, kind: 'gate' | 'final'): string {
  const content = article.message(kind);
  if (content.kind === 'gate') return content.text.text;
  if (content.kind === 'final') return content.article.text;
  throw new Error(`That is no ${kind}`);
}

function finalOf(article: TestArticle) {
  const content = article.message('final');
  if (content.kind !== 'final') throw new Error('That is no final');
  return content.article;
}

describe('a translation', () => {
  it('is an article of its own, with the sections of its original, its own people and its own delivery', async () => {
    const original = await delivered('How tides work');
    const { articleId } = await gateway.translate(orderOf(original));
    expect(articleId).not.toBe(original.articleId);
    const translation = newsroom.article(articleId);
    await translation.until('waiting');
    await expect.poll(() => translation.kinds()).toContain('gate');
    expect(translation.message('notice')).toMatchObject({
      notice: { code: 'translating', byName: 'Ann', edition: 1, from: 'en', language: 'ru' },
    });
    const text = textOf(translation, 'gate');
    expect(text).toMatch(/Луна|море/);
    expect(differencesBetween(original.text, text)).toEqual([]);
    expect(splitSections(text)).toHaveLength(splitSections(original.text).length);
    expect(translation.message('critique')).toMatchObject({
      critique: { criteria: ['fidelity', 'completeness', 'fluency', 'terms'].map((criterion) => ({ criterion })) },
    });
    // Neither an outline nor a check of facts: both are the original's.
    expect(translation.kinds()).not.toContain('fact-report');
    expect(newsroom.asked('How tides work', 'outline')).toHaveLength(1);

    // Who may decide is the language's to say.
    expect(await translation.decide({ kind: 'approve', by: ANN })).toMatchObject({ kind: 'refused' });
    expect(await translation.decide({ kind: 'approve', by: BEN })).toMatchObject({ kind: 'counted' });
    expect(await translation.outcome()).toMatchObject({ stage: 'delivered' });
    expect(textOf(translation, 'final')).toMatch(/Луна|море/);
  });

  it('is begun once, however often it is asked for, and of nothing but what was delivered', async () => {
    const original = await delivered('How bread rises');
    const order = orderOf(original);
    const [one, other] = await Promise.all([gateway.translate(order), gateway.translate(order)]);
    expect(one).toEqual(other);
    expect((await gateway.translate({ ...order, failed: 1 })).articleId).not.toBe(one?.articleId);
    await expect(
      gateway.translate({ ...order, failed: 2, original: { ...order.original, sha256: '0'.repeat(64) } }),
    ).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('whoever asks for a translation', () => {
  it('begins one, or learns of the one that there is, and what is refused is written down', async () => {
    const { articleId: source } = await delivered('How wine turns');
    expect(await translate(EVE, source, 'Russian')).toMatchObject({ refusal: { code: 'may-not-start' } });
    expect(await translate({ ...EVE, userId: 'U9' }, source, 'Russian')).toMatchObject({
      refusal: { code: 'no-such-article' },
    });
    const eventKey = randomUUID();
    const replies = await Promise.all([
      translate(ANN, source, 'на русский', eventKey),
      translate(ANN, source, 'на русский', eventKey),
      translate(BEN, source, 'ru'),
    ]);
    const begun = replies.flatMap((reply) => (reply.kind === 'translating' ? [reply] : []));
    expect(begun.length).toBeGreaterThan(0);
    const [{ articleId } = { articleId: '' }] = begun;
    for (const reply of replies)
      expect(reply).toMatchObject(
        reply.kind === 'translating'
          ? { articleId, topic: 'How wine turns', language: 'ru' }
          : { refusal: { code: 'translation-under-way', language: 'ru', articleId } },
      );
    const translation = newsroom.article(articleId);
    await translation.until('waiting');
    expect(await translate(BEN, articleId, 'Russian')).toMatchObject({ refusal: { code: 'translation-under-way' } });
    await translation.decide({ kind: 'approve', by: BEN });
    await translation.outcome();
    expect(await translate(BEN, articleId, 'Russian')).toMatchObject({
      refusal: { code: 'translation-there', articleId, language: 'ru' },
    });
    const { rows } = await newsroom.pool.query(
      `select act, code, about from audit where act = 'translate' and (article_id = $1 or article_id = $2) order by audit_id`,
      [source, articleId],
    );
    expect(rows).toContainEqual({ act: 'translate', code: null, about: `${source} into ru` });
    expect(rows).toContainEqual({ act: 'translate', code: 'may-not-start', about: null });
    expect(rows.filter(({ code }: { readonly code: string | null }) => code === null)).toHaveLength(1);
  });
});

/** The text of one section, to the byte. */
const sectionOf = (text: string, at: number): string => splitSections(text)[at]?.text.trim() ?? '';

describe('a translation of what has changed since', () => {
  it('says so in its thread once, and is translated again where it changed, as its own next edition', async () => {
    const source = await delivered('How tides turn');
    const begun = await translate(BEN, source.articleId, 'ru');
    const first = newsroom.article(begun.kind === 'translating' ? begun.articleId : '');
    await first.until('waiting');
    await expect.poll(() => first.kinds()).toContain('gate');
    // Somebody puts a section in their own words.
    const written = textOf(first, 'gate');
    const [, , third = ''] = splitSections(written).map(({ text }) => text);
    const own = `${third.trim()} Так говорят рыбаки.`;
    const gate = first.message('gate');
    if (gate.kind !== 'gate') throw new Error('That is no gate');
    const { version, hash } = gate.draft;
    const button = { kind: 'decision', articleId: first.articleId, decision: 'edit', gate: gate.gate } as const;
    expect(
      await desk.decide(BEN, {
        kind: 'edit',
        button: { ...button, draft: { version, hash } },
        text: written.replace(third.trim(), own),
      }),
    ).toMatchObject({ kind: 'counted' });
    await first.until(({ stage, current }) => stage === 'waiting' && current?.version === 2);
    await first.decide({ kind: 'approve', by: BEN });
    await first.outcome();
    // The thread of the original leads to it.
    const notices = ({ articleId }: Pick<TestArticle, 'articleId'>, code: string) =>
      newsroom.messenger.messages
        .filter(({ key }) => key.startsWith(`${articleId}/`))
        .map(({ content }) => content)
        .filter((content) => content.kind === 'notice' && content.notice.code === code);
    await expect
      .poll(() => notices(source, 'translation-begun'))
      .toMatchObject([{ notice: { byName: 'Ben', language: 'ru', article: first.articleId }, card: { ref: {} } }]);

    const [, second] = source.sections;
    const revision = await reviseArticle(newsroom, source.articleId, `${second?.heading ?? ''}: name Newton`, gateway);
    await revision.until('waiting');
    expect(notices(first, 'source-renewed')).toEqual([]);
    await revision.decide({ kind: 'approve', by: ANN });
    await revision.outcome();
    await expect
      .poll(() => notices(first, 'source-renewed'))
      .toMatchObject([{ notice: { edition: 2, language: 'ru', article: revision.articleId }, buttons: true }]);
    await expect
      .poll(() => first.message('status').frame.translation)
      .toEqual({ from: 'en', into: 'ru', of: 1, newer: 2 });
    expect((await newsroom.gateway.list({ requester: BEN, limit: 1 }))[0]).toMatchObject({
      articleId: first.articleId,
      translation: { from: 'en', into: 'ru', of: 1, newer: 2 },
    });

    const asked = newsroom.asked('How tides turn', 'translate').length;
    const again = await translate(BEN, first.articleId, 'ru');
    const next = newsroom.article(again.kind === 'translating' ? again.articleId : '');
    await next.until('waiting');
    await expect.poll(() => next.kinds()).toContain('gate');
    expect(next.message('notice')).toMatchObject({ notice: { code: 'translating', edition: 2, isAgain: true } });
    expect(next.message('status').frame).toMatchObject({ edition: 2, translation: { of: 2 } });
    // Only what has changed was translated, and what somebody wrote is as they wrote it.
    expect(newsroom.asked('How tides turn', 'translate').length - asked).toBe(1);
    await expect.poll(() => first.kinds()).toContain('final');
    const before = textOf(first, 'final');
    const after = textOf(next, 'gate');
    expect(sectionOf(after, 2)).toBe(sectionOf(before, 2));
    expect(sectionOf(after, 2)).toContain('Так говорят рыбаки.');
    expect(sectionOf(after, 0)).toBe(sectionOf(before, 0));
    await next.decide({ kind: 'approve', by: BEN });
    await next.outcome();
    await expect.poll(() => next.kinds()).toContain('final');
    // What is delivered is what was approved, and its receipt goes back to both.
    const [earlier, final] = [finalOf(first), finalOf(next)];
    expect(final).toMatchObject({ title: earlier.title, text: after });
    const file = new TextEncoder().encode(articleMarkdown(final.text));
    expect(verifyReceipt(final.receipt ?? '', file, { earlier: earlier.receipt })).toMatchObject({
      kind: 'verified',
      receipt: {
        article: { edition: 2, language: 'ru' },
        revises: { articleId: first.articleId, kind: 'translation', by: { name: 'Ben' } },
        translates: { articleId: revision.articleId, edition: 2, language: 'en' },
        // What somebody wrote into the earlier one is theirs.
        people: { writtenWords: 3 },
      },
    });
    expect((await createTranslationStore(newsroom.pool).find(source.articleId))?.translations).toMatchObject([
      { isStale: false, delivered: { articleId: next.articleId, edition: 2, of: 2, first: first.articleId } },
    ]);
    expect(notices(first, 'source-renewed')).toHaveLength(1);
    expect(notices(next, 'source-renewed')).toEqual([]);
  });
});

describe('a translation that the settings ask for', () => {
  it('begins by itself once its original is delivered, and is decided by the people of translations', async () => {
    const translations = { languages: ['ru'], approvers: [actorKey(EVE)], templates: {} };
    const source = await newsroom.start('How oars are made', {}, { translations });
    await source.until('waiting');
    const { pool } = newsroom;
    const store = createTranslationStore(pool);
    const look = () =>
      translateDue({
        platform: 'memory',
        gateway: newsroom.openGateway({ settings: { translations } }),
        translations: store,
        editions: createEditionStore(pool),
        logger: createLogger({ level: 'silent' }),
      });
    await look();
    expect((await store.find(source.articleId))?.translations).toEqual([]);
    await source.decide({ kind: 'approve' });
    await source.outcome();
    await look();
    await look();
    const [begun, ...others] = (await store.find(source.articleId))?.translations ?? [];
    expect(others).toEqual([]);
    expect(begun).toMatchObject({ language: 'ru', newest: { of: 1, byName: 'Ann' } });
    const translation = newsroom.article(begun?.newest.articleId ?? '');
    await translation.until('waiting');
    expect(await translation.decide({ kind: 'approve', by: BEN })).toMatchObject({ kind: 'refused' });
    expect(await translation.decide({ kind: 'approve', by: EVE })).toMatchObject({ kind: 'counted' });
    await translation.outcome();
    await look();
    expect((await store.find(source.articleId))?.translations).toHaveLength(1);
  });
});
