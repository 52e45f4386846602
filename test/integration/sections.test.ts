import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SectionRecord } from '../../src/protocol/section.ts';
import { type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const SECTIONS = ['Moon', 'Sun', 'Coast', 'Sailors', 'Almanac'];
const body = (name: string): string =>
  `The ${name.toLowerCase()} has a part in it.  Twice a day the water rises (see *here*), and nobody asked why\\.\n\n- one\n- two\n\n\n`;
const TEXT = `# How tides turn\n\nTwice a day the sea comes back.\n\n${SECTIONS.map((name) => `## ${name}\n\n${body(name)}`).join('')}`;

/** One round over HTTP: the critic is content, so that only what people ask for is done. */
const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });

interface StoredDraft {
  readonly version: number;
  readonly body: string;
  readonly sections: readonly SectionRecord[];
}

async function draftsOf({ articleId }: TestArticle): Promise<readonly StoredDraft[]> {
  const { rows } = await newsroom.pool.query<StoredDraft>(
    'select version, body, sections from drafts where article_id = $1 and version is not null order by version',
    [articleId],
  );
  return rows;
}

function textsOf({ body: text, sections }: StoredDraft): ReadonlyMap<string, string> {
  let end = 0;
  return new Map(
    sections.map(({ id, chars }) => {
      end += chars;
      return [id, text.slice(end - chars, end)];
    }),
  );
}

async function started(topic: string): Promise<TestArticle> {
  newsroom.script(topic, 'draft', step.text(TEXT));
  newsroom.script(topic, 'critique', ...Array.from({ length: 9 }, () => CONTENT));
  const article = await newsroom.start(topic);
  await article.until('waiting');
  return article;
}

describe('four turns with a model that rewrites everything, drops sections and changes other ones', () => {
  it('change not a byte outside the sections that were named, and what was asked first still holds', async () => {
    const topic = 'How tides turn';
    const article = await started(topic);
    newsroom.script(topic, 'revise', ...Array.from({ length: 20 }, () => step.mood('erratic')));
    newsroom.script(topic, 'plan', ...Array.from({ length: 20 }, () => step.mood('erratic')));
    const turns = [
      ['In the section on sailors, mention the almanac of 1833', 's5'],
      ['In the second section, mention the year of Newton', 's3'],
      ['In the section on the coast, mention Mont-Saint-Michel', 's4'],
      ['In the first section, mention the lunar day', 's2'],
    ] as const;
    for (const [words] of turns) await article.askForChanges(words);
    const drafts = await draftsOf(article);
    expect(drafts).toHaveLength(5);
    for (const [turn, [, named]] of turns.entries()) {
      const [before, after] = [drafts[turn], drafts[turn + 1]];
      if (before === undefined || after === undefined) throw new Error('A draft is missing');
      const [old, next] = [textsOf(before), textsOf(after)];
      expect([...next.keys()]).toEqual([...old.keys()]);
      expect([...next].filter(([id, text]) => old.get(id) !== text).map(([id]) => id)).toEqual([named]);
      // Byte by byte, not only by our own account of it.
      expect(after.body.replace(next.get(named) ?? '', '')).toBe(before.body.replace(old.get(named) ?? '', ''));
    }
    const last = drafts.at(-1)?.body ?? '';
    expect(last).toContain('almanac of 1833');
    for (const name of SECTIONS) expect(last).toContain(`## ${name}\n`);
    const asked = JSON.stringify(newsroom.asked(topic, 'revise').at(-1)?.body);
    for (const [words] of turns) expect(asked).toContain(words);
  });

  it('keep the section of a person to the byte until a comment names it', async () => {
    const topic = 'How tides stay';
    const article = await started(topic);
    const edited = TEXT.replace('The sun has a part in it.', 'I stood there myself, in the sun.').trimEnd();
    await article.edit(edited);
    await article.until((status) => status.current?.author === 'person');
    await article.askForChanges('Make it shorter');
    await article.askForChanges('In the section on sailors, mention the rope');
    const [, , shorter, roped] = await draftsOf(article);
    for (const draft of [shorter, roped]) {
      expect(draft?.body).toContain('I stood there myself, in the sun.  Twice a day the water rises (see *here*)');
      expect(draft?.sections.find(({ heading }) => heading === 'Sun')?.author).toBe('person');
    }
    expect(shorter?.body.length).toBeLessThan(edited.length);
    await article.askForChanges('In the section on the Sun, mention the eclipse');
    const named = (await draftsOf(article)).at(-1);
    expect(named?.sections.find(({ heading }) => heading === 'Sun')?.author).toBe('agent');
    expect(named?.body).toContain('eclipse');
  });
});
