import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownItem } from '../../src/protocol/ledger.ts';
import { type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const TEXT =
  '# How tides turn\n\nTwice a day the sea comes back.\n\n## Moon\n\nThe Moon pulls the water.\n\n## Sailors\n\nThey wait for the tide.\n';
/** A critic who says nothing of comments. */
const CONTENT = { score: 9, factsQuestionable: false, weaknesses: [], suggestions: [], comments: null };

async function started(topic: string): Promise<TestArticle> {
  newsroom.script(topic, 'draft', step.text(TEXT));
  const article = await newsroom.start(topic);
  await article.until('waiting');
  return article;
}

/** What people read at the gate of the newest draft. */
async function shown(article: TestArticle): Promise<readonly Partial<ShownItem>[]> {
  const { current } = await article.until('waiting');
  await expect
    .poll(() => {
      const gate = article.message('gate');
      return gate.kind === 'gate' ? gate.draft.version : 0;
    })
    .toBe(current?.version);
  const gate = article.message('gate');
  const items = gate.kind === 'gate' ? (gate.ledger ?? []) : [];
  return items.map(({ id: _, byName: _by, ...item }) => item);
}

const content = (times: number, more: object = {}) =>
  Array.from({ length: times }, () => step.practice({ ...CONTENT, ...more }));
const sailors = (text: string, ...answers: readonly object[]) =>
  step.json({
    sections: [{ id: 's3', text: `## Sailors\n\n${text}` }],
    answers: answers as never,
    superseded: [],
  });
const answer = (order: string, quote: string | null, why: string | null = null) => ({
  order,
  done: quote !== null,
  section: 's3',
  quote,
  why,
});

describe('a comment', () => {
  it('stays in every prompt until words of the draft show that it is done, and then as what is to be kept', async () => {
    const topic = 'How tides turn 1';
    newsroom.script(topic, 'critique', ...content(9));
    const article = await started(topic);
    const [rope, almanac] = ['In the section on sailors, name the rope', 'In the section on sailors, name the almanac'];
    // It lies first: the words are nowhere.
    newsroom.script(topic, 'revise', sailors('They wait for the tide, still.', answer('c1', 'the rope of 1833')));
    await article.askForChanges(rope);
    expect(await shown(article)).toEqual([{ kind: 'comment', text: rope, done: false }]);
    newsroom.script(
      topic,
      'revise',
      sailors('They wait with a rope.', answer('c1', 'with a rope'), answer('c2', null, 'No almanac is known.')),
    );
    await article.askForChanges(almanac);
    expect(await shown(article)).toEqual([
      { kind: 'comment', text: rope, done: true },
      { kind: 'comment', text: almanac, done: false, why: 'No almanac is known.' },
    ]);
    newsroom.script(topic, 'revise', sailors('They wait with a rope and an almanac.', answer('c1', 'an almanac')));
    await article.askForChanges('In the section on sailors, shorter');
    const prompts = newsroom.asked(topic, 'revise').map(({ body }) => JSON.stringify(body));
    expect(prompts[1]).toMatch(/<order-[0-9a-f]+ id=\\"c1\\"[^>]*>In the section on sailors, name the rope/);
    expect(prompts.at(-1)).toMatch(
      /<kept-[0-9a-f]+><comment-[0-9a-f]+ id=\\"k1\\"[^>]*>In the section on sailors, name the rope/,
    );
    expect(prompts.at(-1)).toMatch(/<order-[0-9a-f]+ id=\\"c1\\"[^>]*>In the section on sailors, name the almanac/);
  });

  it('that was done and whose words are gone is open again', async () => {
    const topic = 'How tides turn 2';
    newsroom.script(topic, 'critique', ...content(9));
    const article = await started(topic);
    newsroom.script(topic, 'revise', sailors('They wait with a rope.', answer('c1', 'with a rope')));
    await article.askForChanges('In the section on sailors, name the rope');
    newsroom.script(topic, 'revise', sailors('They wait in the rain.', answer('c1', 'in the rain')));
    await article.askForChanges('In the section on sailors, name the weather');
    expect((await shown(article)).map(({ done }) => done)).toEqual([false, true]);
  });

  it('is not done where the critic does not see it, whatever the writer says', async () => {
    const topic = 'How tides turn 3';
    const open = { id: 'c1', done: false, quote: null, why: 'A rope is not named, only meant.' };
    newsroom.script(topic, 'critique', ...content(1), ...content(9, { comments: [open] }));
    const article = await started(topic);
    newsroom.script(topic, 'revise', sailors('They wait, tied up.', answer('c1', 'tied up')));
    await article.askForChanges('In the section on sailors, name the rope');
    expect(await shown(article)).toEqual([
      {
        kind: 'comment',
        text: 'In the section on sailors, name the rope',
        done: false,
        why: 'A rope is not named, only meant.',
      },
    ]);
    const judged = JSON.stringify(newsroom.asked(topic, 'critique').at(-1)?.body);
    expect(judged).toMatch(
      /<comment-[0-9a-f]+ id=\\"c1\\" by=\\"Ann\\" on=\\"1\\" done=\\"yes\\" quote=\\"tied up\\">/,
    );
  });

  it('that a later one contradicts holds no more, is said so, and is told to nobody any more', async () => {
    const topic = 'How tides turn 4';
    newsroom.script(topic, 'critique', ...content(9));
    const article = await started(topic);
    await article.askForChanges('title: Twice a day');
    await article.askForChanges('title: The sea comes back');
    const [first, second] = await shown(article);
    expect(first).toMatchObject({ text: 'title: Twice a day', later: { text: 'title: The sea comes back' } });
    expect(first).not.toHaveProperty('done');
    expect(second).toMatchObject({ text: 'title: The sea comes back', done: true });
    await article.askForChanges('In the section on sailors, mention the rope');
    expect(JSON.stringify(newsroom.asked(topic, 'revise').at(-1)?.body)).not.toContain('title: Twice a day');
    expect(JSON.stringify(newsroom.asked(topic, 'critique').at(-1)?.body)).not.toContain('title: Twice a day');
  });
});

describe('a suggestion of the critic', () => {
  it('that the writer was given is an item, and what became of it is told', async () => {
    const topic = 'How tides turn 5';
    const suggestions = [
      { section: 's2', text: 'Name the force' },
      { section: 's2', text: 'Name a place' },
    ];
    newsroom.script(topic, 'critique', step.practice({ ...CONTENT, score: 6, suggestions }), ...content(3));
    newsroom.script(topic, 'draft', step.text(TEXT));
    const moon = { id: 's2', text: '## Moon\n\nThe Moon pulls the water with a small force.' };
    newsroom.script(
      topic,
      'revise',
      step.json({
        sections: [moon],
        answers: [answer('g1', 'small force'), answer('g2', null, 'None is known.')],
        superseded: [],
      }),
    );
    const article = await newsroom.start(topic);
    expect(await shown(article)).toEqual([
      { kind: 'suggestion', text: 'Name the force', done: true },
      { kind: 'suggestion', text: 'Name a place', done: false, why: 'None is known.' },
    ]);
  });
});
