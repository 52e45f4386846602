import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardOf } from '../../src/cards/card-of.ts';
import { articleFiles } from '../../src/document/article-files.ts';
import { charsOf, type Extra } from '../../src/protocol/extras.ts';
import { createExtrasStore } from '../../src/storage/extras-store.ts';
import { BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const WANTED = [
  { name: 'summary', maxChars: 300 },
  { name: 'seo_title', maxChars: 60 },
  { name: 'alt_texts', maxChars: 120 },
  { name: 'x', maxChars: 280 },
];
const GOOD = { score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] };
const WITH_IMAGE = '# Bells\n\nA bell hums.\n\n![a bell](https://example.com/bell.jpg)\n';

async function started(topic: string): Promise<TestArticle> {
  newsroom.script(topic, 'critique', ...Array.from({ length: 4 }, () => step.practice(GOOD)));
  return await newsroom.start(topic, {}, { extras: WANTED });
}

/** The card of the gate of a draft, when it has arrived and is as it should be. */
async function gateOf(article: TestArticle, isReady: (version: number, extras: readonly Extra[]) => boolean) {
  const found = () => {
    const gate = article.kinds().includes('gate') ? article.message('gate') : undefined;
    return gate?.kind === 'gate' && isReady(gate.draft.version, gate.extras ?? []) ? gate : undefined;
  };
  await expect.poll(found).toBeDefined();
  const gate = found();
  if (gate === undefined) throw new Error('The gate is gone');
  return gate;
}

async function finalOf(article: TestArticle) {
  await article.outcome();
  await expect.poll(() => article.kinds().at(-1)).toBe('final');
  const final = article.message('final');
  if (final.kind !== 'final') throw new Error('No final');
  return final;
}

const textsOf = (extras: readonly Extra[]): Readonly<Record<string, string>> =>
  Object.fromEntries(extras.map(({ name, text }) => [name, text]));

describe('what goes with an article', () => {
  it('is written for the draft at the gate, replaced there, kept for an edited draft, approved and delivered', async () => {
    const topic = 'How great bells hum';
    const article = await started(topic);
    const { extras = [] } = await gateOf(article, (version) => version === 1);
    expect(extras.map(({ name }) => name)).toEqual(['summary', 'seo_title', 'x']);
    for (const { text, maxChars } of extras) expect(charsOf(text)).toBeLessThanOrEqual(maxChars);
    expect(newsroom.asked(topic, 'extras')).toHaveLength(1);

    const store = createExtrasStore(newsroom.pool);
    const change = (name: string, text: string) => store.edit(article.articleId, { name, text, by: BEN });
    expect(await change('seo', 'x')).toEqual({ kind: 'unknown', known: ['summary', 'seo_title', 'x'] });
    expect(await change('seo_title', 'x'.repeat(61))).toMatchObject({ kind: 'too-long', chars: 61, maxChars: 60 });
    expect(await change('seo_title', 'Bells that hum')).toEqual({ kind: 'edited', name: 'seo_title' });
    const shown = await gateOf(article, (_, all) => textsOf(all)['seo_title'] === 'Bells that hum');
    expect(JSON.stringify(cardOf(shown, '/'))).toContain('Bells that hum');
    expect(shown.extras?.find(({ name }) => name === 'seo_title')).toMatchObject({ byName: 'Ben' });

    await article.edit(WITH_IMAGE);
    const edited = await gateOf(article, (version) => version === 2);
    expect(edited.extras?.map(({ name }) => name)).toEqual(['summary', 'seo_title', 'alt_1', 'x']);
    expect(edited.extras?.find(({ name }) => name === 'alt_1')?.image).toBe('https://example.com/bell.jpg');
    expect(textsOf(edited.extras ?? [])['seo_title']).toBe('Bells that hum');
    // What a person wrote is not asked for again.
    const [, second] = newsroom.asked(topic, 'extras');
    expect(JSON.stringify(second?.body)).not.toContain('name=\\"seo_title\\"');

    // A draft whose text is known comes back with what went with it.
    await article.bringBack(1);
    const back = await gateOf(article, (version) => version === 3);
    expect(back.extras?.map(({ name }) => name)).toEqual(['summary', 'seo_title', 'x']);
    expect(newsroom.asked(topic, 'extras')).toHaveLength(2);

    await article.decide({ kind: 'approve' });
    const final = await finalOf(article);
    expect(final.article.extras).toEqual(back.extras);
    expect(await change('seo_title', 'Too late')).toEqual({ kind: 'closed' });
    const file = (await articleFiles(final.article)).find(({ kind }) => kind === 'extras');
    expect(file?.name).toMatch(/\.extras\.md$/);
    expect(Buffer.from(file?.bytes ?? []).toString()).toContain('## seo_title\n\nBells that hum\n');
    expect(final.article.text).not.toContain('Bells that hum');
    expect(JSON.parse(final.article.receipt ?? '{}')).toMatchObject({
      extras: [
        { name: 'summary', author: 'agent' },
        { name: 'seo_title', author: 'person', authorName: 'Ben' },
        { name: 'x', author: 'agent' },
      ],
    });
  });

  it('keeps nothing from being decided: what cannot be written is said, and the article delivered without', async () => {
    const topic = 'How small bells ring';
    newsroom.script(topic, 'extras', ...Array.from({ length: 6 }, () => step.json({ extras: [] })));
    const article = await started(topic);
    const gate = await gateOf(article, (version) => version === 1);
    expect(gate).toMatchObject({ withoutExtras: true });
    expect(gate.extras).toBeUndefined();
    expect(JSON.stringify(cardOf(gate, '/'))).toContain('none were written for this draft');
    await article.decide({ kind: 'approve' });
    const final = await finalOf(article);
    expect(final.article.extras).toBeUndefined();
    expect((await articleFiles(final.article)).map(({ kind }) => kind)).not.toContain('extras');
  });

  it('is not delivered to whoever approved a draft before they could see it', async () => {
    const topic = 'How late bells chime';
    newsroom.script(topic, 'extras', step.hang());
    newsroom.script(topic, 'edit', step.hang());
    const article = await started(topic);
    await article.until(() => newsroom.asked(topic, 'extras').length > 0);
    await article.decide({ kind: 'approve' });
    await article.until(() => newsroom.asked(topic, 'edit').length > 0);
    const { rows } = await newsroom.pool.query<{ draftId: string }>(
      `select draft_id as "draftId" from drafts where article_id = $1`,
      [article.articleId],
    );
    // As an activity would that nobody waits for any more.
    const late = [{ name: 'summary', maxChars: 300, text: 'Too late.' }];
    await createExtrasStore(newsroom.pool).save(rows[0]?.draftId ?? '', late);
    newsroom.model.release();
    expect((await finalOf(article)).article.extras).toBeUndefined();
  });

  it('is approved by nobody where nobody is asked, and delivered all the same', async () => {
    const topic = 'How no bell waits';
    newsroom.script(topic, 'critique', step.practice(GOOD));
    const approval = { gate: 'none', approvers: ['requester'] } as const;
    const article = await newsroom.start(topic, {}, { extras: WANTED, approval });
    expect((await finalOf(article)).article.extras?.map(({ name }) => name)).toEqual(['summary', 'seo_title', 'x']);
  });
});
