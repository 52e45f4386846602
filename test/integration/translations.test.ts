import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitSections } from '../../src/document/sections/split-sections.ts';
import { differencesBetween } from '../../src/agents/translation/differences.ts';
import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import type { TranslationOrder } from '../../src/gateway/translation-order.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import { createEditionStore, type DeliveredEdition } from '../../src/storage/edition-store.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';

let newsroom: Newsroom;
let gateway: ArticleGateway;
beforeAll(async () => {
  newsroom = await openNewsroom();
  gateway = newsroom.openGateway({
    policies: [{ language: 'ru', approval: { gate: 'final', outline: true, approvers: [actorKey(BEN)] } }],
  });
});
afterAll(() => newsroom.close());

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
    original: { first, articleId, edition, sha256, language: request.language },
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
