import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';
import { openSplitNewsroom, type SplitNewsroom } from '../support/split-newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRET = makeWebhookSecret();
const passing = step.practice({ score: 9, factsQuestionable: false });
const TYPES = ['started', 'draft', 'waiting', 'decided', 'delivered'].map((type) => `article.${type}`);

let folder: string;
let receiver: WebhookReceiver;
let newsroom: SplitNewsroom;
beforeAll(async () => {
  receiver = await startWebhookReceiver(SECRET);
  folder = await mkdtemp(join(tmpdir(), 'copydesk-webhooks-'));
  await cp('config', folder, { recursive: true });
  await writeFile(
    join(folder, 'copydesk.yaml'),
    [
      'webhooks:',
      '  timeout_seconds: 2',
      '  first_pause_seconds: 0.2',
      '  longest_pause_minutes: 0.01',
      '  endpoints:',
      `    newsroom: { url: "${receiver.url}", secret_env: NEWSROOM_WEBHOOK_SECRET, allow_private: true }`,
      '',
    ].join('\n'),
  );
  newsroom = await openSplitNewsroom({
    workerEnv: { COPYDESK_CONFIG: folder, NEWSROOM_WEBHOOK_SECRET: SECRET },
  });
});
afterAll(async () => {
  await newsroom.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

describe('what there is to tell', () => {
  it('is told in order after kill -9 of the worker in the middle of a request', async () => {
    newsroom.script('How killed tides are told', 'critique', passing);
    // The worker waits for its answer when it is killed: nobody knows that the event came.
    receiver.answer(({ type }) => (type === 'article.draft' ? 'never' : 204));
    const article = await newsroom.start('How killed tides are told');
    const of = (type: string) => receiver.received.filter((event) => event.type === type);
    await receiver.until(() => of('article.draft').length > 0);
    await newsroom.worker.kill();
    receiver.answer(() => 204);
    await newsroom.worker.start();
    await article.approve();
    await article.outcome();
    const told = await receiver.untilAccepted(TYPES.length, article.articleId);
    expect(told.map(({ type }) => type)).toEqual(TYPES);
    expect(new Set(of('article.draft').map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
  });

  it('is told once by two workers, also when one of them is killed', async () => {
    const second = newsroom.anotherWorker();
    await second.start();
    const topics = ['a', 'b', 'c', 'd'].map((name) => `How shared tides are told ${name}`);
    for (const topic of topics) newsroom.script(topic, 'critique', passing);
    const articles = await Promise.all(topics.map((topic) => newsroom.start(topic)));
    await Promise.all(articles.map((article) => article.approve()));
    await second.kill();
    for (const article of articles) {
      await article.outcome();
      const told = await receiver.untilAccepted(TYPES.length, article.articleId);
      expect(told.map(({ type }) => type)).toEqual(TYPES);
    }
  });
});
