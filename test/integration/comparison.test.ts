import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const scored = (score: number) => step.practice({ score, factsQuestionable: false });
const prefers = (better: string) => step.json({ why: 'It is clearer.', better });
const SETTINGS = { maxIterations: 2, improvement: { minGain: 0.2, patience: 2, compareWithin: 0.5 } };

async function atTheGate(topic: string, scores: readonly number[], ...answers: readonly string[]) {
  newsroom.script(topic, 'critique', ...scores.map(scored));
  newsroom.script(topic, 'compare', ...answers.map(prefers));
  const article = await newsroom.start(topic, {}, SETTINGS);
  const { current, drafts } = await article.until('waiting');
  return { article, current, drafts, asked: newsroom.asked(topic, 'compare').length };
}

describe('the critic of a second draft', () => {
  it('sees what changed, what it said of the first one, and what became of its suggestions', async () => {
    const topic = 'How cogs grip';
    await atTheGate(topic, [5, 7]);
    const [first, second] = newsroom.asked(topic, 'critique').map(({ body }) => JSON.stringify(body));
    for (const section of ['changes', 'critique', 'ledger']) {
      expect(second).toMatch(new RegExp(`<${section}-[0-9a-f]{16}[ >]`));
      expect(first).not.toMatch(new RegExp(`<${section}-[0-9a-f]{16}[ >]`));
    }
  });
});

describe('a new draft whose score is close to the best one’s', () => {
  it('replaces it when the critic prefers it in both orders, though it scored less', async () => {
    const { article, current, drafts, asked } = await atTheGate('How cranes swing', [7, 6.8], 'second', 'first');
    expect({ version: current?.version, compared: drafts[1]?.compared, asked }).toEqual({
      version: 2,
      compared: { with: 1, won: true },
      asked: 2,
    });
    await expect.poll(() => article.kinds()).toContain('notice');
    expect(article.message('notice')).toMatchObject({ notice: { code: 'compared', version: 2, with: 1, won: true } });
  });

  it('changes nothing with a critic that always prefers what it reads first', async () => {
    const first = await atTheGate('How winches pull', [7, 7.4], 'first');
    expect({ version: first.current?.version, asked: first.asked }).toEqual({ version: 1, asked: 1 });
    const last = await atTheGate('How pulleys turn', [7, 7.4], 'second', 'second');
    expect({ version: last.current?.version, asked: last.asked }).toEqual({ version: 1, asked: 2 });
  });

  it('is not compared when it is clearly better', async () => {
    const { current, asked } = await atTheGate('How levers lift', [6, 7]);
    expect({ version: current?.version, asked }).toEqual({ version: 2, asked: 0 });
  });

  it('pays once for each order, though the model breaks off between the two', async () => {
    const topic = 'How hooks hold';
    newsroom.script(topic, 'critique', scored(7), scored(7.1));
    newsroom.script(topic, 'compare', prefers('second'), step.drop(), prefers('first'));
    const article = await newsroom.start(topic, {}, SETTINGS);
    expect((await article.until('waiting')).current?.version).toBe(2);
    // The answer that had come was not asked for again: two orders, and the one that broke off.
    expect(newsroom.asked(topic, 'compare')).toHaveLength(3);
    const { rows } = await newsroom.pool.query(
      `select count(*)::int as answers from model_calls where article_id = $1 and purpose = 'critic.compare'`,
      [article.articleId],
    );
    expect(rows).toEqual([{ answers: 2 }]);
  });
});
