import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const APPROVAL = { gate: 'final', outline: true, approvers: ['requester'] } as const;
const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });
const headingsOf = (text: string): readonly string[] => text.match(/^#{1,2} .*$/gm) ?? [];

async function outlined(topic: string) {
  newsroom.script(topic, 'critique', ...Array.from({ length: 5 }, () => CONTENT));
  const article = await newsroom.start(topic, {}, { approval: APPROVAL });
  await article.until('waiting');
  return article;
}

/** The card of the gate, when it has arrived. */
async function gateAt(article: TestArticle, version: number) {
  const found = () => {
    const gate = article.kinds().includes('gate') ? article.message('gate') : undefined;
    return gate?.kind === 'gate' && gate.draft.version === version ? gate : undefined;
  };
  await expect.poll(found).toBeDefined();
  const gate = found();
  if (gate === undefined) throw new Error('The gate is gone');
  return gate;
}

describe('an article with a gate for its outline', () => {
  it('asks, changes and asks again, is written under the approved headings, and delivers only the article', async () => {
    const topic = 'How bells ring';
    const article = await outlined(topic);
    expect(newsroom.asked(topic, 'section')).toHaveLength(0);
    expect(await gateAt(article, 1)).toMatchObject({ stopReason: 'outline', draft: { version: 1, outline: true } });

    await article.askForChanges('Say something about frost');
    const second = await gateAt(article, 2);
    expect(second.draft.outline).toBe(true);
    expect(second.text.text).toContain('## Say something about frost');

    const approved = second.text.text.replace('# How bells ring', '# Why bells sound');
    await article.edit(approved);
    await article.until((status) => status.current?.author === 'person');
    expect(article.kinds()).not.toContain('final');
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted', subject: 'outline' });
    const { current } = await article.until((status) => status.stage === 'waiting' && status.scores.length > 0);
    expect(current).toMatchObject({ version: 4, author: 'agent' });
    expect(article.kinds()).not.toContain('final');

    const draft = await gateAt(article, 4);
    expect(headingsOf(draft.text.text)).toEqual(headingsOf(approved));

    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 4 });
    expect(article.kinds().filter((kind) => kind === 'final')).toHaveLength(1);
    const final = article.message('final');
    if (final.kind !== 'final') throw new Error('No final');
    expect(headingsOf(final.article.text)).toEqual(headingsOf(approved));

    const receipt = JSON.parse(final.article.receipt ?? '{}') as Record<string, unknown>;
    expect(receipt).toMatchObject({
      article: { version: 4 },
      gate: { policy: 'final', outline: true },
      drafts: [
        { version: 1, outline: true },
        { version: 2, outline: true },
        { version: 3, outline: true, author: 'person' },
        { version: 4 },
      ],
      decisions: [
        { kind: 'request-changes', subject: 'outline' },
        { kind: 'edit', subject: 'outline', editedVersion: 3 },
        { kind: 'approve', version: 3, subject: 'outline' },
        { kind: 'approve', version: 4 },
      ],
    });
    expect((receipt['decisions'] as readonly object[])[3]).not.toHaveProperty('subject');
  });

  it('rejects, cancels and finishes as it should while there is only an outline', async () => {
    const rejected = await outlined('How gongs hum');
    await rejected.decide({ kind: 'reject', reason: 'Not this.' });
    expect(await rejected.outcome()).toEqual({ articleId: rejected.articleId, stage: 'rejected' });

    const article = await outlined('How drums boom');
    const control = (kind: 'finish' | 'cancel') =>
      newsroom.gateway.control(article.articleId, { id: `${kind}-${article.articleId}`, kind, by: ANN });
    expect(await control('finish')).toMatchObject({ kind: 'refused', refusal: { code: 'no-draft-yet' } });
    expect(await control('cancel')).toMatchObject({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'cancelled' });
    expect(article.kinds()).not.toContain('final');
  });

  it('pays for no section twice, though the worker is stopped while they are written', async () => {
    const topic = 'How chimes play';
    const article = await outlined(topic);
    newsroom.script(topic, 'section', step.practice(), step.practice(), step.hang());
    await article.decide({ kind: 'approve' });
    await newsroom.model.waitFor(
      (request) => request.task === 'section' && JSON.stringify(request.body).includes(topic),
      5,
    );
    await expect.poll(async () => (await answered(article.articleId)).length).toBeGreaterThanOrEqual(4);
    const before = await answered(article.articleId);
    await newsroom.stopWorker();
    newsroom.model.release();
    await newsroom.startWorker();
    await article.until((status) => status.stage === 'waiting' && status.scores.length > 0);
    const after = await answered(article.articleId);
    expect(after.length).toBe(5);
    expect(after.slice(0, before.length)).toEqual(before);
    // Only the one that was in flight was asked for again.
    expect(newsroom.asked(topic, 'section').length).toBeLessThanOrEqual(6);
  });
});

async function answered(articleId: string): Promise<readonly string[]> {
  const { rows } = await newsroom.pool.query<{ hash: string }>(
    `select request_hash as hash from model_calls where article_id = $1 and purpose = 'writer.section' order by call_id`,
    [articleId],
  );
  return rows.map(({ hash }) => hash);
}
