import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnFromEdits } from '../../src/activities/learn-from-edits.ts';
import { createStyleStore, type StyleStore } from '../../src/storage/style-store.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
let style: StyleStore;
beforeAll(async () => {
  newsroom = await openNewsroom();
  style = createStyleStore(newsroom.pool);
});
afterAll(() => newsroom.close());

const THREAD = { platform: 'memory', channel: 'C-house' };
const draft = (topic: string): string =>
  `# ${topic}\n\nA webmail service keeps every photo catalogue that you send it, and each catalogue is kept for good.\n\n## What is kept\n\nThe catalogue of last year, and whatever came with it, stays where it was put.\n`;

/** An article whose first draft a person edits, and which is delivered as they left it. */
async function edited(topic: string, edit: (text: string) => string, channel = THREAD): Promise<TestArticle> {
  newsroom.script(topic, 'draft', step.text(draft(topic)));
  newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
  const article = await newsroom.start(topic, { thread: channel });
  await article.until('waiting');
  await article.edit(edit(draft(topic)));
  await article.until(({ stage, drafts }) => stage === 'waiting' && drafts.length === 2);
  await article.decide({ kind: 'approve' });
  await article.outcome();
  return article;
}

const american = (text: string): string => text.replaceAll('catalogue', 'catalog');

describe('the house style', () => {
  it('is proposed what a person did in an edit again and again, and takes it from somebody who decides', async () => {
    const article = await edited('How webmail keeps catalogues', american);
    const shown = article.message('style-rule');
    expect(shown).toMatchObject({
      rule: { number: 1, language: 'en', ours: 'catalog', others: ['catalogue'], times: 4, byNames: ['Ann'] },
      buttons: true,
    });
    expect(article.kinds().slice(-2)).toEqual(['style-rule', 'final']);
    // Run again, the step finds what it proposed and proposes no more.
    const found = await learnFromEdits({ style, house: { templates: [], styles: {} } }, article.articleId);
    expect(found).toEqual([1]);
    const { rows: proposed } = await newsroom.pool.query(
      `select r.number, (select sum(times)::integer from style_replacements n where n.article_id = r.article_id) as noted
       from style_rules r where r.article_id = $1`,
      [article.articleId],
    );
    expect(proposed).toEqual([{ number: 1, noted: 4 }]);

    expect(await style.adopted()).toEqual([]);
    const first = await style.adopt(article.articleId, 1, ANN);
    expect(first).toMatchObject({ ours: 'catalog', byName: 'Ann' });
    // Once, whoever clicks again.
    expect(await style.adopt(article.articleId, 1, BEN)).toEqual(first);
    await expect
      .poll(() => article.message('style-rule'))
      .toMatchObject({ buttons: false, adoption: { byName: 'Ann' } });
    const { rows } = await newsroom.pool.query(
      `select adopted_by ->> 'userId' as "by", d.kind, d.actor ->> 'userId' as editor
       from style_rules s join decisions d on d.decision_id = any(s.decision_ids) where s.article_id = $1`,
      [article.articleId],
    );
    expect(rows).toEqual([{ by: 'U1', kind: 'edit', editor: 'U1' }]);

    // It holds where it was adopted, and nowhere else, until an operator takes it out.
    const prompts = async (topic: string, channel: string): Promise<readonly string[]> => {
      const next = await newsroom.start(topic, { thread: { ...THREAD, channel } });
      await next.until('waiting');
      return (['draft', 'critique'] as const).map((task) => JSON.stringify(newsroom.asked(topic, task)[0]?.body));
    };
    const rule = 'It is spelled “catalog”, not “catalogue”.';
    for (const prompt of await prompts('Catalogs here', THREAD.channel)) expect(prompt).toContain(rule);
    for (const prompt of await prompts('Catalogs elsewhere', 'C-other')) expect(prompt).not.toContain(rule);
    expect(await style.remove(article.articleId, 1)).toBe(true);
    for (const prompt of await prompts('Catalogs later', THREAD.channel)) expect(prompt).not.toContain(rule);
    expect(await style.remove(article.articleId, 1)).toBe(false);
    expect(await style.adopt(article.articleId, 1, ANN)).toBeUndefined();
  });

  it('is proposed what people did in several articles, and nothing that they also did the other way', async () => {
    const channel = { ...THREAD, channel: 'C-several' };
    const once = (from: string, to: string) => (text: string) => text.replace(from, to);
    const first = await edited('One article on mail', once('A webmail', 'A web-mail'), channel);
    expect(first.kinds()).not.toContain('style-rule');
    const second = await edited('Another article on mail', once('A webmail', 'A web-mail'), channel);
    expect(second.message('style-rule')).toMatchObject({ rule: { ours: 'web-mail', others: ['webmail'], times: 2 } });

    const back = { ...THREAD, channel: 'C-back' };
    const topic = 'Photo catalogues of old';
    await edited(topic, american, back);
    const reversed = 'Catalogs of new';
    newsroom.script(reversed, 'draft', step.text(american(draft(reversed))));
    newsroom.script(reversed, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const article = await newsroom.start(reversed, { thread: back });
    await article.until('waiting');
    await article.edit(draft(reversed));
    await article.until(({ stage, drafts }) => stage === 'waiting' && drafts.length === 2);
    await article.decide({ kind: 'approve' });
    await article.outcome();
    expect(article.kinds()).not.toContain('style-rule');
  });

  it('is proposed nothing that it has, that still stands in the text, or that was done once', async () => {
    const asItIs = (text: string): string => text.replace('A webmail service', 'An email service');
    for (const [topic, edit] of [
      ['A word once', (text: string) => text.replace('A webmail', 'A web-mail')],
      [
        'Most catalogues but not all',
        (text: string) =>
          text
            .replace('catalogues but', 'catalogs but')
            .replace('photo catalogue', 'photo catalog')
            .replace('each catalogue', 'each catalog'),
      ],
      ['Nothing at all', (text: string) => `${text}\nMore.\n`],
      ['Another word once', asItIs],
    ] as const) {
      const article = await edited(topic, edit, { ...THREAD, channel: `C-${topic}` });
      expect([topic, article.kinds().includes('style-rule')]).toEqual([topic, false]);
    }
  });
});
