import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

describe('an article', () => {
  it('is drafted until it is good enough, approved, edited and delivered', async () => {
    const article = await newsroom.start('How tides work');
    const { scores, stopReason, current } = await article.until('waiting');
    expect(scores.length).toBeGreaterThan(1);
    expect(scores.toSorted((a, b) => a - b)).toEqual(scores);
    expect(stopReason).toBe('threshold');
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: current?.version });

    const kinds = article.kinds();
    expect(kinds[0]).toBe('status');
    expect(kinds.filter((kind) => kind === 'draft' || kind === 'critique')).toEqual(
      scores.flatMap(() => ['draft', 'critique']),
    );
    expect(kinds.slice(-2)).toEqual(['gate', 'final']);
    await expect
      .poll(() => article.message('status'))
      .toMatchObject({
        stage: 'delivered',
        lastDecision: { kind: 'approve', byName: 'Ann' },
      });
    await expect.poll(() => article.message('gate')).toMatchObject({ buttons: false, decided: { byName: 'Ann' } });
    const { rows } = await newsroom.pool.query<{ stage: string; title: string; delivered_version: number }>(
      `select stage, body ->> 'title' as title, delivered_version from articles join editions using (article_id) where article_id = $1`,
      [article.articleId],
    );
    expect(rows).toEqual([
      { stage: 'delivered', title: expect.stringMatching(/tides/i), delivered_version: current?.version },
    ]);
  });

  it('takes few events, and none of them grows with its texts', async () => {
    const scored = (score: number) => step.practice({ score, factsQuestionable: false });
    newsroom.script('How maps fold', 'critique', scored(6), scored(9));
    const article = await newsroom.start('How maps fold');
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    await article.outcome();
    // 53 together when nothing else happens.
    const events = await article.events('all');
    const tasks = events.filter(({ type }) => type.startsWith('workflowTask'));
    expect(events.length - tasks.length).toBeLessThanOrEqual(26);
    // Three each. What comes in while the machine is busy has a task of its own.
    expect(tasks.length).toBeLessThanOrEqual(33);
  });

  it('heeds every comment of several rounds of changes, in the prompt and in the text', async () => {
    const article = await newsroom.start('Why bread rises');
    await article.until('waiting');
    await article.decide({ kind: 'request-changes', comment: 'Add a section on sourdough' });
    await article.until((status) => status.stage === 'waiting' && status.lastDecision?.kind === 'request-changes');
    await article.decide({ kind: 'request-changes', comment: 'Add a section on altitude' });
    await article.until((status) => status.stage === 'waiting' && article.count('decided') === 2);
    await article.decide({ kind: 'approve' });
    await article.outcome();
    const asked = JSON.stringify(newsroom.asked('Why bread rises', 'revise').at(-1)?.body);
    expect(asked).toContain('sourdough');
    expect(asked).toContain('altitude');
    const final = article.message('final');
    expect(final.kind === 'final' && final.article.text).toMatch(/sourdough[\s\S]*altitude|altitude[\s\S]*sourdough/i);
  });

  it('lets a person’s edit stand to the letter', async () => {
    const article = await newsroom.start('How kites fly');
    await article.until('waiting');
    const text = '# How kites fly\n\nExactly these words, 42 of them or not.\n';
    expect(await article.edit(text)).toEqual({ kind: 'counted' });
    // What was found wrong in the first draft is looked for in it first.
    const { current, stopReason, drafts } = await article.until(
      ({ stage, current: now }) => stage === 'waiting' && now?.author === 'person',
    );
    expect({ stopReason, version: current?.version }).toEqual({ stopReason: 'edited', version: drafts.length });
    await article.decide({ kind: 'approve' });
    await article.outcome();
    await expect.poll(() => article.message('final')).toMatchObject({ article: { text } });
    expect(newsroom.asked('How kites fly', 'edit')).toEqual([]);
  });

  it('ends without a delivery when it is rejected', async () => {
    const article = await newsroom.start('How glue sticks');
    await article.until('waiting');
    await article.decide({ kind: 'reject', reason: 'Off topic' });
    expect(await article.outcome()).toEqual({ articleId: article.articleId, stage: 'rejected' });
    expect(article.kinds()).not.toContain('final');
    await expect.poll(() => article.message('gate')).toMatchObject({ decided: { kind: 'reject', words: 'Off topic' } });
    expect(newsroom.asked('How glue sticks', 'edit')).toEqual([]);
  });

  it('stops what is being written when somebody approves early', async () => {
    newsroom.script('How lifts stop', 'critique', step.practice({ score: 4, factsQuestionable: false }));
    newsroom.script('How lifts stop', 'revise', step.hang());
    const article = await newsroom.start('How lifts stop');
    const { current } = await article.until((status) => status.step === 'writing' && status.iteration === 1);
    await newsroom.model.waitFor(
      ({ task, body }) => task === 'revise' && JSON.stringify(body).includes('How lifts stop'),
    );
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: current?.version });
    await expect.poll(() => newsroom.asked('How lifts stop', 'revise')[0]?.aborted).toBe(true);
    expect(article.kinds().filter((kind) => kind === 'draft')).toHaveLength(1);
  });

  it('has its facts checked only when the critique asks for it', async () => {
    newsroom.script(
      'How clouds form',
      'critique',
      step.practice({ score: 5, factsQuestionable: true }),
      step.practice({ score: 9, factsQuestionable: false }),
    );
    const article = await newsroom.start('How clouds form');
    await article.until('waiting');
    await expect
      .poll(() => article.kinds())
      .toEqual(['status', 'draft', 'critique', 'fact-report', 'draft', 'critique', 'gate']);
    // The model remembers; nobody looked anything up.
    expect(JSON.stringify(newsroom.asked('How clouds form', 'revise')[0]?.body)).not.toContain('kind=\\"claim\\"');
  });

  it('goes to the gate with the best draft, and says why, when the drafts are used up', async () => {
    const calm = (score: number) => step.practice({ score, factsQuestionable: false });
    newsroom.script('How rust spreads', 'critique', calm(5), calm(7), calm(6));
    const article = await newsroom.start('How rust spreads', {}, { maxIterations: 3 });
    expect(await article.until('waiting')).toMatchObject({
      stopReason: 'max-iterations',
      current: { version: 2 },
      scores: [5, 7, 6],
    });
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    await expect
      .poll(() => article.message('gate'))
      .toMatchObject({ stopReason: 'max-iterations', draft: { version: 2 } });
  });

  it('is not written the same way again after a draft that turned out worse', async () => {
    const weak = (score: number, weakness: string) =>
      step.practice({ score, factsQuestionable: false, weaknesses: [weakness], suggestions: [] });
    const another = (what: string) =>
      step.json({
        sections: [{ id: 's2', text: `## Eyes\n\nMoths see ${what}, and that is what this is about.` }],
        answers: [],
        superseded: [],
      });
    newsroom.script('How moths see', 'critique', weak(7, 'Dull.'), weak(5, 'Wrong.'), weak(6, 'Too long.'));
    newsroom.script('How moths see', 'plan', step.mood('lazy'), step.mood('lazy'), step.mood('lazy'));
    newsroom.script('How moths see', 'revise', another('light'), another('colours'), another('flowers'));
    const patient = { maxIterations: 4, improvement: { minGain: 0.2, patience: 4 } };
    const article = await newsroom.start('How moths see', {}, patient);
    await article.until('waiting');
    const bodies = newsroom.asked('How moths see', 'revise').map(({ body }) => JSON.stringify(body));
    expect(bodies.map((body) => body.match(/<attempt-[0-9a-f]{16} score/g)?.length ?? 0)).toEqual([0, 1, 2]);
  });

  it('asks after every draft under gate: every_draft', async () => {
    newsroom.script('How seeds travel', 'critique', step.practice({ score: 3, factsQuestionable: false }));
    const article = await newsroom.start(
      'How seeds travel',
      {},
      { approval: { gate: 'every_draft', approvers: ['requester'] } },
    );
    expect(await article.until('waiting')).toMatchObject({ stopReason: 'every-draft', iteration: 1 });
  });

  it('is delivered without asking under gate: none', async () => {
    const article = await newsroom.start('How fog lifts', {}, { approval: { gate: 'none', approvers: ['requester'] } });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
    expect(article.kinds()).not.toContain('gate');
  });

  it('is the same article however often its event is delivered, also after its end', async () => {
    const order = { eventKey: 'event-1' };
    const first = await newsroom.start('How salt dries', order);
    const again = await newsroom.start('How salt dries', order);
    expect(again.articleId).toBe(first.articleId);
    await first.until('waiting');
    await first.decide({ kind: 'reject', reason: 'Enough' });
    await first.outcome();
    const late = await newsroom.start('How salt dries', order);
    expect(late.articleId).toBe(first.articleId);
    expect(first.kinds().filter((kind) => kind === 'status')).toHaveLength(1);
  });

  it('is found in the list by who asked for it, with its stage', async () => {
    const requester = { platform: 'memory', userId: `U'9`, displayName: 'Nina', groups: [] };
    const article = await newsroom.start('How nets catch', { requester });
    await article.until('waiting');
    const listed = () => newsroom.gateway.list({ requester, limit: 10 });
    await expect
      .poll(listed)
      .toMatchObject([
        { articleId: article.articleId, topic: 'How nets catch', requesterName: 'Nina', stage: 'waiting' },
      ]);
    expect(await newsroom.gateway.list({ requester: { ...requester, userId: 'nobody' }, limit: 10 })).toEqual([]);
  });
});
