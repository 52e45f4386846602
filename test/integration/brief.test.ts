import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

describe('the brief of an article', () => {
  it('is told to every agent, and what a draft does not do of it keeps it from people, whatever the critic says', async () => {
    const topic = 'How canals freeze';
    const praise = step.practice({ score: 9.5, factsQuestionable: false, weaknesses: [] });
    newsroom.script(
      topic,
      'draft',
      step.text(
        `# How canals freeze\n\nA splendid winter comes, and the water of the canals turns to ice from above, since cold water is light.`,
      ),
    );
    newsroom.script(topic, 'critique', praise, praise);
    const article = await newsroom.start(topic, {
      request: {
        topic,
        language: 'en',
        purpose: 'to warn skaters',
        tone: 'sober',
        mustMention: ['Elfstedentocht'],
        mustAvoid: ['splendid'],
      },
    });
    const { scores, current } = await article.until('waiting');
    expect({ scores, version: current?.version }).toEqual({ scores: [6.9, 9.5], version: 2 });
    const first = newsroom.messenger.messages.find(
      ({ key, content }) => key.startsWith(article.articleId) && content.kind === 'critique' && content.version === 1,
    );
    expect(first?.content).toMatchObject({
      critique: {
        score: 6.9,
        unmet: [
          { kind: 'missing', item: 'Elfstedentocht' },
          { kind: 'avoid', item: 'splendid' },
        ],
      },
    });
    const revised = JSON.stringify(newsroom.asked(topic, 'revise')[0]?.body);
    expect(revised).toContain('The order wants “Elfstedentocht” named');
    expect(revised).toContain('The order wants “splendid” left out');
    for (const task of ['outline', 'draft', 'critique', 'revise'] as const)
      expect(JSON.stringify(newsroom.asked(topic, task)[0]?.body)).toMatch(
        /<purpose-\w+>to warn skaters<.*<tone-\w+>sober<.*<must_avoid-\w+>.*splendid/,
      );
  });

  it('has its template found by the outline, and told from then on', async () => {
    const topic = 'How to mend a net';
    const article = await newsroom.start(topic);
    await article.until('waiting');
    const systems = (task: 'outline' | 'draft' | 'critique') =>
      newsroom.asked(topic, task).map(({ body }) => JSON.stringify(body));
    expect(systems('outline')[0]).toContain('First of all choose');
    for (const prompt of [...systems('draft'), ...systems('critique')])
      expect(prompt).toContain('The kind of text that was ordered: How-to');
    const { rows } = await newsroom.pool.query('select template, request from articles where article_id = $1', [
      article.articleId,
    ]);
    expect(rows).toEqual([{ template: 'how-to', request: { topic, language: 'en' } }]);
    await expect.poll(() => article.message('status').frame.template).toEqual({ name: 'How-to', isFound: true });
  });

  it('has the template that was ordered, and no other to choose from', async () => {
    const topic = 'Как починить сеть';
    const article = await newsroom.start(topic, { request: { topic, language: 'ru', template: 'news' } });
    await article.until('waiting');
    const [outline = ''] = newsroom.asked(topic, 'outline').map(({ body }) => JSON.stringify(body));
    expect(outline).toContain('The kind of text that was ordered: Новость');
    expect(outline).not.toContain('First of all choose');
    expect(article.message('status').frame.template).toEqual({ name: 'News' });
  });

  it('is said without a kind of text before one is known', async () => {
    const topic = 'How locks work';
    newsroom.script(topic, 'outline', step.hang());
    const article = await newsroom.start(topic);
    await expect.poll(() => newsroom.asked(topic, 'outline').length).toBe(1);
    expect(article.message('status').frame).not.toHaveProperty('template');
    newsroom.model.release();
  });
});
