import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdaptiveRule } from '../../src/protocol/adaptive.ts';
import { openNewsroom, type Newsroom } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;

/** The fact-checker searches, and another agent of that kind is there. */
beforeAll(async () => {
  newsroom = await openNewsroom({
    agents: (shipped, modelUrl) => ({
      ...shipped,
      factChecker: { ...shipped.factChecker, providers: ['perplexity'] },
      external: { sonar: { ...shipped.critic, kind: 'responses', baseUrl: modelUrl, model: 'sonar' } },
    }),
  });
});
afterAll(() => newsroom.close());

const good = (factsQuestionable: boolean) => step.practice({ score: 9, factsQuestionable });

describe('a claim that a page contradicts', () => {
  it('keeps a draft from passing, is told to the writer, and looked for in the next one', async () => {
    const topic = 'How bees dance';
    newsroom.script(topic, 'critique', good(true), good(false));
    const article = await newsroom.start(topic);
    expect(await article.until('waiting')).toMatchObject({ stopReason: 'threshold', current: { version: 2 } });
    await expect
      .poll(() => article.kinds())
      .toEqual(['status', 'draft', 'critique', 'fact-report', 'draft', 'critique', 'gate']);
    expect(JSON.stringify(newsroom.asked(topic, 'revise')[0]?.body)).toContain(
      'kind=\\"claim\\" verdict=\\"contradicted\\"',
    );
    expect(newsroom.asked(topic, 'recheck')).toHaveLength(1);
  });

  it('is put before people, with quote and address, even where nobody was to be asked', async () => {
    const topic = 'How ants count';
    newsroom.script(topic, 'critique', good(true));
    const alone = { maxIterations: 1, approval: { gate: 'none', approvers: ['requester'] } } as const;
    const article = await newsroom.start(topic, {}, alone);
    expect(await article.until('waiting')).toMatchObject({ stopReason: 'max-iterations' });
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    expect(article.message('gate')).toMatchObject({
      doubts: {
        contradicted: [
          {
            verdict: 'contradicted',
            verified: true,
            quote: expect.any(String) as string,
            sources: [{ url: expect.stringContaining('https://example.org/practice') as string }],
          },
        ],
        unresolved: expect.any(Number) as number,
      },
    });
  });
});

describe('a fact-checker that answers nothing usable', () => {
  it('stops no article: people are asked, and told that nobody checked it', async () => {
    const topic = 'How slugs think';
    newsroom.script(topic, 'critique', good(true));
    const nonsense = step.json({
      verdicts: [{ id: '{{{ id }}}', verdict: 'supported', note: '', quote: null, sources: [] }],
    });
    newsroom.script(topic, 'verdicts', nonsense, nonsense, nonsense);
    const nobody = { approval: { gate: 'none', approvers: ['requester'] } } as const;
    const article = await newsroom.start(topic, {}, nobody);
    expect(await article.until('waiting')).toMatchObject({ stopReason: 'unchecked', current: { unchecked: true } });
    await expect.poll(() => article.kinds()).toEqual(['status', 'draft', 'critique', 'gate']);
    expect(article.message('gate')).toMatchObject({ unchecked: true });
    expect(newsroom.asked(topic, 'verdicts')).toHaveLength(3);
  });
});

describe('a text that a person edited', () => {
  const adaptive: readonly AdaptiveRule[] = [{ run: 'fact_check', at: 'before-gate', when: [{ kind: 'edited' }] }];
  const lie = 'About 97% of all tides are made of cheese.';
  const textOf = async (draftId = '') =>
    (await newsroom.pool.query<{ body: string }>('select body from drafts where draft_id = $1', [draftId])).rows[0]
      ?.body ?? '';

  it('has what they typed in checked, and nothing else, before they are asked about it', async () => {
    const topic = 'How eels swim';
    newsroom.script(topic, 'critique', good(false));
    const article = await newsroom.start(topic, {}, { maxIterations: 1, adaptive });
    const before = await textOf((await article.until('waiting')).current?.draftId);
    const edited = before.replace('\n\n', `\n\n${lie}\n\n`);
    await article.edit(edited);
    const { current } = await article.until(({ stage, current: now }) => stage === 'waiting' && now?.version === 2);
    expect(current).toMatchObject({ author: 'person', contradicted: 1, checkedBy: ['fact_check'] });
    expect(await textOf(current?.draftId)).toBe(edited);
    await expect.poll(() => article.kinds().slice(-3)).toEqual(['draft', 'fact-report', 'gate']);
    expect(article.message('gate')).toMatchObject({ doubts: { contradicted: [{ claim: lie, verified: true }] } });
    const asked = JSON.stringify(newsroom.asked(topic, 'claims')[0]?.body);
    expect(asked).toMatch(new RegExp(`<draft-[0-9a-f]+>${lie}</draft-`));

    // Taken out again, it is looked for, and gone.
    await article.edit(`${before}\n`);
    const { current: clean } = await article.until(
      ({ stage, current: now }) => stage === 'waiting' && now?.version === 3,
    );
    expect(clean).not.toHaveProperty('contradicted');
    await expect.poll(() => article.kinds().slice(-2)).toEqual(['draft', 'gate']);
    expect(article.message('gate')).not.toHaveProperty('doubts');
    expect(newsroom.asked(topic, 'claims')).toHaveLength(1);
    expect(newsroom.asked(topic, 'recheck')).toHaveLength(1);
  });

  it('comes to the gate where nobody can check it, which says so', async () => {
    const topic = 'How carps swim';
    newsroom.script(topic, 'critique', good(false));
    newsroom.script(topic, 'claims', step.status(503), step.status(503), step.status(503));
    const article = await newsroom.start(topic, {}, { maxIterations: 1, adaptive });
    await article.until('waiting');
    await article.edit(`# How carps swim\n\n${lie}`);
    const { current } = await article.until(({ stage, current: now }) => stage === 'waiting' && now?.version === 2);
    expect(current).toMatchObject({ author: 'person', unchecked: true });
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    expect(article.message('gate')).toMatchObject({ unchecked: true });
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 2 });
  });

  it('can be approved while it is being checked', async () => {
    const topic = 'How seals swim';
    newsroom.script(topic, 'critique', good(false));
    newsroom.script(topic, 'claims', step.hang());
    const article = await newsroom.start(topic, {}, { maxIterations: 1, adaptive });
    await article.until('waiting');
    await article.edit(`# How seals swim\n\n${lie}`);
    await expect.poll(() => newsroom.asked(topic, 'claims').length).toBe(1);
    expect(await newsroom.gateway.status(article.articleId)).toMatchObject({
      stage: 'drafting',
      step: 'fact-checking',
    });
    await article.decide({ kind: 'approve', version: 2 });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 2 });
  });
});

describe('an adaptive rule', () => {
  it('runs an agent of its own when its words are in the topic, before the draft goes to people', async () => {
    const rule: AdaptiveRule = {
      run: 'sonar',
      at: 'before-gate',
      when: [{ kind: 'matches', subject: 'topic', pattern: '^how (moss|fern)s?' }],
    };
    for (const [topic, runs] of [
      ['How moss drinks', 1],
      ['How foxes drink', 0],
    ] as const) {
      newsroom.script(topic, 'critique', good(false));
      const article = await newsroom.start(topic, {}, { maxIterations: 1, adaptive: [rule] });
      const { current } = await article.until('waiting');
      expect(current?.checkedBy ?? []).toEqual(runs === 1 ? ['sonar'] : []);
      expect(newsroom.asked(topic, 'verdicts').map(({ model }) => model)).toEqual(runs === 1 ? ['sonar'] : []);
    }
  });

  it('that names nobody stops the article and says so', async () => {
    const rule: AdaptiveRule = { run: 'nobody', at: 'after-draft', when: [] };
    const article = await newsroom.start('How newts swim', {}, { adaptive: [rule] });
    const { failure } = await article.until('stuck');
    expect(failure).toMatchObject({ step: 'fact-checking', message: expect.stringContaining('nobody') as string });
  });
});

describe('a stubborn model', () => {
  it('costs two rounds, and the article says why it stopped', async () => {
    const topic = 'How mules think';
    const text = '# How mules think\n\nA mule thinks twice, and then it does what it did before, to the letter.';
    newsroom.script(topic, 'draft', step.text(text));
    const same = step.json({ sections: [{ id: 's1', text }], answers: [], superseded: [] });
    newsroom.script(topic, 'plan', step.mood('lazy'));
    newsroom.script(topic, 'revise', same, same);
    newsroom.script(topic, 'critique', step.practice({ score: 5, factsQuestionable: false }));
    const article = await newsroom.start(topic);
    expect(await article.until('waiting')).toMatchObject({ stopReason: 'no-change', current: { version: 1 } });
    expect(newsroom.asked(topic, 'revise')).toHaveLength(1);
    expect(newsroom.asked(topic, 'critique')).toHaveLength(1);
  });

  it('that changes a word at a time is not asked ten times either', async () => {
    const topic = 'How donkeys think';
    for (const task of ['plan', 'revise'] as const)
      newsroom.script(topic, task, ...Array.from({ length: 9 }, () => step.mood('lazy')));
    newsroom.script(
      topic,
      'critique',
      ...Array.from({ length: 9 }, () =>
        step.practice({ score: 5, factsQuestionable: false, weaknesses: ['The opening says nothing at all.'] }),
      ),
    );
    const article = await newsroom.start(topic);
    expect(await article.until('waiting')).toMatchObject({ stopReason: 'same-weakness', iteration: 2 });
  });
});
