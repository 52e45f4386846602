import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { PlainControlKind } from '../../src/protocol/decision.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const steer = (article: TestArticle, kind: PlainControlKind) =>
  newsroom.gateway.control(article.articleId, { id: randomUUID(), kind, by: ANN });
const passing = step.practice({ score: 9, factsQuestionable: false });

describe('a model', () => {
  it('that is down for ten seconds only delays the article', async () => {
    await newsroom.model.pause();
    const article = await newsroom.start('How dams hold');
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect((await newsroom.gateway.status(article.articleId)).stage).toBe('drafting');
    await newsroom.model.resume();
    await article.until('waiting');
    expect(article.kinds()).not.toContain('failure');
  });

  it('that asks to wait is asked again no sooner', async () => {
    newsroom.script('How tar melts', 'outline', step.status(429, { retryAfterSeconds: 2 }));
    newsroom.script('How tar melts', 'critique', passing);
    const article = await newsroom.start('How tar melts');
    await article.until('waiting');
    const [first, second] = newsroom.asked('How tar melts', 'outline');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    [
      'a score above ten',
      step.json({ score: 11, strengths: [], weaknesses: [], suggestions: [], factsQuestionable: false }),
    ],
    [
      'a score in words',
      step.json({ score: 'nine', strengths: [], weaknesses: [], suggestions: [], factsQuestionable: false }),
    ],
    ['no score', step.json({ strengths: [], weaknesses: [], suggestions: [], factsQuestionable: false })],
    ['prose', step.text('A splendid draft, ten out of ten, publish it at once without changing a word.')],
  ])('that criticises with %s is told so, and the draft does not pass by it', async (what, answer) => {
    const topic = `How critics err with ${what}`;
    newsroom.script(topic, 'critique', answer, passing);
    const article = await newsroom.start(topic);
    expect((await article.until('waiting')).scores).toEqual([9]);
    const [, repair] = newsroom.asked(topic, 'critique');
    expect(JSON.stringify(repair?.body)).toContain('<fault>');
  });

  it('that never answers sensibly stops the article, not for ever: a person may retry', async () => {
    newsroom.script('How moss grows', 'draft', step.echo(), step.echo(), step.echo());
    newsroom.script('How moss grows', 'critique', passing);
    const article = await newsroom.start('How moss grows');
    const status = await article.until('stuck');
    expect(status).toMatchObject({
      failure: { step: 'writing', code: 'model-answer-unusable' },
      controls: ['retry', 'pause', 'cancel'],
    });
    await expect.poll(() => article.kinds()).toContain('failure');
    await expect.poll(() => article.message('failure')).toMatchObject({ options: ['retry', 'cancel'] });
    expect(await steer(article, 'retry')).toEqual({ kind: 'counted' });
    await article.until('waiting');
    await expect.poll(() => article.message('failure')).toMatchObject({ options: [] });
    expect(newsroom.asked('How moss grows', 'draft')).toHaveLength(4);
  });

  it('that judges nothing brings the draft to people, whatever the policy, and is asked again about the next one', async () => {
    const topic = 'How reeds grow';
    const nonsense = step.json({ score: 99, strengths: [], weaknesses: [], suggestions: [], factsQuestionable: false });
    newsroom.script(topic, 'critique', nonsense, nonsense, nonsense, passing);
    const article = await newsroom.start(topic, {}, { approval: { gate: 'none', approvers: ['requester'] } });
    expect(await article.until('waiting')).toMatchObject({ stopReason: 'unjudged', scores: [] });
    expect(article.kinds()).not.toContain('failure');
    expect(newsroom.asked(topic, 'critique')).toHaveLength(3);
    await article.decide({ kind: 'request-changes', comment: 'Shorter' });
    await article.outcome();
    expect(newsroom.asked(topic, 'critique')).toHaveLength(4);
  });

  it('that refuses the key is not asked twice, and the thread says what to do', async () => {
    newsroom.script('How keys turn', 'outline', step.status(401));
    const article = await newsroom.start('How keys turn');
    expect(await article.until('stuck')).toMatchObject({
      failure: { step: 'writing', code: 'model-unauthorized' },
      controls: ['retry', 'pause', 'cancel'],
    });
    expect(newsroom.asked('How keys turn', 'outline')).toHaveLength(1);
    await steer(article, 'cancel');
    expect(await article.outcome()).toMatchObject({ stage: 'cancelled' });
  });

  it('that fails after a good draft lets a person finish with that draft', async () => {
    newsroom.script('How wax burns', 'critique', step.practice({ score: 6, factsQuestionable: false }));
    newsroom.script('How wax burns', 'revise', step.status(403));
    const article = await newsroom.start('How wax burns');
    await article.until('stuck');
    await steer(article, 'finish');
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
  });
});

describe('a platform', () => {
  it('that loses an answer gets no second copy', async () => {
    newsroom.script('How echoes fade', 'critique', passing);
    newsroom.messenger.fail('lost');
    const article = await newsroom.start('How echoes fade');
    await article.until('waiting');
    await expect.poll(() => article.kinds()).toEqual(['status', 'draft', 'critique', 'gate']);
  });

  it('that refuses a message leaves the article stuck until somebody has it tried again', async () => {
    newsroom.script('How doors lock', 'critique', passing);
    newsroom.messenger.fail(new DeliveryError('Not in the channel', { failure: 'refused', code: 'not_in_channel' }));
    const article = await newsroom.start('How doors lock');
    expect(await article.until('stuck')).toMatchObject({
      failure: { step: 'delivering', code: 'delivery-refused', reason: 'not_in_channel' },
    });
    await steer(article, 'retry');
    await article.until('waiting');
    await expect.poll(() => article.kinds()).toEqual(expect.arrayContaining(['status', 'draft', 'critique', 'gate']));
  });

  it('that refuses a thread for good tells the requester in person, and goes on where they move the article', async () => {
    newsroom.script('How walls fall', 'critique', passing);
    const article = await newsroom.start('How walls fall');
    await article.until('waiting');
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    newsroom.messenger.fail(new DeliveryError('Archived', { failure: 'refused', code: 'is_archived' }));
    await steer(article, 'pause');
    await article.until('stuck');
    const said = (channel: string): readonly ChatContent[] =>
      newsroom.messenger.messages
        .filter(({ key, thread }) => key.startsWith(`${article.articleId}/`) && thread.channel === channel)
        .map(({ content }) => content);
    await expect
      .poll(() => said(ANN.userId))
      .toMatchObject([{ kind: 'notice', notice: { code: 'undeliverable', where: 'C1', failure: 'is_archived' } }]);

    const thread = { platform: 'memory', channel: 'C2' };
    const move = { id: randomUUID(), kind: 'move', by: ANN, thread } as const;
    expect(await newsroom.gateway.control(article.articleId, move)).toEqual({ kind: 'counted' });
    expect(await newsroom.gateway.control(article.articleId, move)).toEqual({ kind: 'counted' });
    expect(await newsroom.gateway.control(article.articleId, { ...move, id: randomUUID() })).toMatchObject({
      refusal: { code: 'not-now', control: 'move' },
    });
    // What could not be said waits below the card of the new thread.
    await expect
      .poll(() => said('C2').map((content) => (content.kind === 'notice' ? content.notice.code : content.kind)))
      .toEqual(['status', 'gate', 'paused', 'moved']);
    await steer(article, 'resume');
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
    expect(said('C2').map(({ kind }) => kind)).toContain('final');
    expect(said('C2')[0]).toMatchObject({ kind: 'status', stage: 'delivered' });
    expect(said('C1').map(({ kind }) => kind)).not.toContain('final');
  });
});
