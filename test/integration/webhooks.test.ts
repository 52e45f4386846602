import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';
import { webhooksWorkflowIdOf } from '../../src/protocol/names.ts';
import type { NewEndpoint, WebhookStore } from '../../src/storage/webhook-store.ts';
import { createWebhookService } from '../../src/webhooks/webhook-service.ts';
import { ANN, type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { startWebhooks, TEST_SEAL, type TestWebhooks } from '../support/run-webhooks.ts';
import { step } from '../support/scripted-model.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { type ReceivedEvent, startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRET = makeWebhookSecret();
const passing = step.practice({ score: 9, factsQuestionable: false });

let newsroom: Newsroom;
let receiver: WebhookReceiver;
const running: TestWebhooks[] = [];
beforeAll(async () => {
  newsroom = await openNewsroom();
  receiver = await startWebhookReceiver(SECRET);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  receiver.answer(() => 204);
  // Nobody is told of the articles of the tests before.
  await newsroom.pool.query(`update webhook_endpoints set removed_at = now()`);
});
afterAll(async () => {
  await receiver.close();
  await newsroom.close();
});

const newsdesk = (more: Partial<NewEndpoint> = {}): NewEndpoint => ({
  name: 'newsdesk',
  url: receiver.url,
  allowPrivate: true,
  ...more,
});

/** What a worker does about webhooks. */
async function open(
  endpoints: readonly NewEndpoint[],
  pauses: Parameters<typeof startWebhooks>[1]['pauses'] = {},
): Promise<TestWebhooks> {
  const secrets = new Map(endpoints.map(({ name }) => [name, [SECRET]]));
  const one = await startWebhooks(newsroom, { endpoints, secrets, pauses });
  running.push(one);
  return one;
}

/** Its first draft is good enough. */
async function startGood(topic: string) {
  newsroom.script(topic, 'critique', passing);
  return await newsroom.start(topic);
}

async function stageOf(articleId: string): Promise<unknown> {
  const { rows } = await newsroom.pool.query<{ stage: string }>('select stage from articles where article_id = $1', [
    articleId,
  ]);
  return rows[0]?.stage;
}

const short = ({ type }: ReceivedEvent): string => type.slice('article.'.length);
const typesOf = (articleId: string): readonly string[] => receiver.accepted(articleId).map(short);
const requestsOf = (id: string): readonly ReceivedEvent[] =>
  receiver.received.filter(({ articleId }) => articleId === id);
const dataOf = (event: ReceivedEvent | undefined): Record<string, unknown> =>
  (JSON.parse(event?.body ?? '{}') as { data: Record<string, unknown> }).data;

async function stateOf(store: WebhookStore, articleId: string): Promise<readonly string[]> {
  const all = await store.deliveries('newsdesk', { limit: 1000 });
  return all
    .filter((one) => one.articleId === articleId)
    .map(({ type, state, problem, status }) => `${type.slice(8)} ${state} ${problem ?? status ?? ''}`.trim())
    .toReversed();
}

describe('an endpoint', () => {
  it('is told of an article in order, each event once, verified by its signature', async () => {
    await open([newsdesk()]);
    const article = await startGood('How tides are told');
    // At the gate nothing else is written down: what was said is told all the same.
    await receiver.untilAccepted(3, article.articleId);
    expect(typesOf(article.articleId)).toEqual(['started', 'draft', 'waiting']);
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    await article.outcome();
    const told = await receiver.untilAccepted(5, article.articleId);
    expect(typesOf(article.articleId)).toEqual(['started', 'draft', 'waiting', 'decided', 'delivered']);
    expect(requestsOf(article.articleId)).toHaveLength(5);
    const file = (name: RegExp): unknown => expect.stringMatching(name);
    expect(JSON.parse(told.at(-1)?.body ?? '')).toMatchObject({
      type: 'article.delivered',
      data: {
        format: 1,
        article: { id: article.articleId, topic: 'How tides are told' },
        delivered: { version: 1, files: [file(/\.md$/), file(/\.docx$/), file(/\.receipt\.json$/)] },
      },
    });
    expect(told[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  describe('hears of every way that an article may go', () => {
    beforeEach(() => open([newsdesk()]));

    const told = async (articleId: string, count: number): Promise<readonly string[]> => {
      await receiver.untilAccepted(count, articleId);
      return typesOf(articleId);
    };

    it('changes, an edit by a person, and a rejection', async () => {
      newsroom.script('How waves are rejected', 'critique', passing, passing);
      const article = await newsroom.start('How waves are rejected');
      await article.askForChanges('Say where it happens.');
      await article.edit('# Waves\n\nBy Ann.\n');
      await article.until(({ stage, drafts }) => stage === 'waiting' && drafts.length === 3);
      await article.decide({ kind: 'reject', reason: 'Not for us.' });
      await article.outcome();
      const round = ['draft', 'waiting', 'decided'];
      expect(await told(article.articleId, 10)).toEqual(['started', ...round, ...round, ...round]);
      const events = receiver.accepted(article.articleId);
      const decided = events.filter((event) => short(event) === 'decided').map((event) => dataOf(event)['decision']);
      expect(decided).toMatchObject([
        { kind: 'request-changes', gate: 'g1', by: { name: 'Ann' } },
        { kind: 'edit', gate: 'g2', editedVersion: 3 },
        { kind: 'reject', gate: 'g3' },
      ]);
      // Their words are nobody's business here, nor is any text.
      expect(events.map(({ body }) => body).join('')).not.toMatch(/Say where|Not for us|By Ann\./);
    });

    it('a cancellation', async () => {
      const article = await startGood('How waves are cancelled');
      await article.until('waiting');
      await newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'cancel', by: ANN });
      await article.outcome();
      expect(await told(article.articleId, 4)).toEqual(['started', 'draft', 'waiting', 'cancelled']);
    });

    it('a failure that people have to settle', async () => {
      newsroom.script('How waves are stuck', 'outline', step.status(401));
      const article = await newsroom.start('How waves are stuck');
      expect(await told(article.articleId, 2)).toEqual(['started', 'stuck']);
      expect(dataOf(receiver.accepted(article.articleId)[1])['trouble']).toMatchObject({
        kind: 'failure',
        step: 'writing',
      });
    });

    it('an outline that people are asked about', async () => {
      newsroom.script('How waves are planned', 'critique', passing);
      const approval = { ...TEST_SETTINGS.approval, outline: true as const };
      const article = await newsroom.start('How waves are planned', {}, { approval });
      await article.until('waiting');
      await article.decide({ kind: 'approve' });
      expect(await told(article.articleId, 6)).toEqual(['started', 'draft', 'waiting', 'decided', 'draft', 'waiting']);
      const subjects = receiver.accepted(article.articleId).map((event) => dataOf(event)['draft']);
      expect(subjects.slice(1)).toMatchObject([
        { version: 1, subject: 'outline' },
        { version: 1, subject: 'outline' },
        { version: 1, subject: 'outline' },
        { version: 2, subject: 'draft', score: 9 },
        { version: 2, subject: 'draft', score: 9 },
      ]);
    });
  });

  it('that does not accept an event holds up the article it is about, and no other', async () => {
    await open([newsdesk()]);
    let refusals = 0;
    receiver.answer(({ type, body }) => {
      if (!body.includes('How slow tides are') || type !== 'article.draft' || refusals >= 3) return 204;
      refusals += 1;
      // One that answers nothing in time is no better than one that refuses.
      return refusals === 2 ? 'never' : 503;
    });
    const slow = await startGood('How slow tides are');
    await receiver.until(() => refusals > 0);
    const quick = await startGood('How quick tides are');
    await receiver.untilAccepted(3, quick.articleId);
    await receiver.untilAccepted(3, slow.articleId);
    expect(requestsOf(slow.articleId).map((event) => `${short(event)} ${event.status}`)).toEqual([
      'started 204',
      'draft 503',
      'draft 0',
      'draft 503',
      'draft 204',
      'waiting 204',
    ]);
    const drafts = requestsOf(slow.articleId).filter((event) => short(event) === 'draft');
    expect(new Set(drafts.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
  });

  it('is sent the next event when one was given up, and what was given up when it is replayed', async () => {
    const { store } = await open([newsdesk()], { giveUpAfterHours: 0.0002, longestPauseMinutes: 0.002 });
    receiver.answer(({ type }) => (type === 'article.draft' ? 500 : 204));
    const article = await startGood('How tides are given up');
    await receiver.untilAccepted(2, article.articleId);
    expect(typesOf(article.articleId)).toEqual(['started', 'waiting']);
    await expect
      .poll(() => stateOf(store, article.articleId))
      .toEqual(['started delivered 204', 'draft given-up 500', 'waiting delivered 204']);
    receiver.answer(() => 204);
    expect(await store.replay('newsdesk', { kind: 'given-up' })).toBe(1);
    await receiver.untilAccepted(3, article.articleId);
    const [refused, ...others] = requestsOf(article.articleId).filter((event) => short(event) === 'draft');
    expect(others.length).toBeGreaterThan(0);
    for (const { id, body } of others) expect({ id, body }).toEqual({ id: refused?.id, body: refused?.body });
  });

  it('that is gone is told nothing until it is enabled, and then what it missed', async () => {
    const { store } = await open([newsdesk()]);
    receiver.answer(({ type, body }) => (body.includes('gone') && type === 'article.draft' ? 410 : 204));
    const article = await startGood('How tides are gone');
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    await article.outcome();
    await expect
      .poll(() => stateOf(store, article.articleId))
      .toEqual([
        'started delivered 204',
        ...['draft', 'waiting', 'decided', 'delivered'].map((type) => `${type} given-up disabled`),
      ]);
    expect(requestsOf(article.articleId).map(short)).toEqual(['started', 'draft']);
    receiver.answer(() => 204);
    expect(await store.replay('newsdesk', { kind: 'given-up' })).toBe(0);
    await store.enable('newsdesk');
    expect(await store.replay('newsdesk', { kind: 'given-up' })).toBe(4);
    await receiver.untilAccepted(5, article.articleId);
    expect(typesOf(article.articleId)).toEqual(['started', 'draft', 'waiting', 'decided', 'delivered']);
  });

  it('that comes later is told from then on', async () => {
    const article = await startGood('How tides begin untold');
    // Also where what is told is read from.
    await expect.poll(() => stageOf(article.articleId)).toBe('waiting');
    await open([newsdesk()]);
    await article.decide({ kind: 'approve' });
    await article.outcome();
    await receiver.untilAccepted(2, article.articleId);
    expect(typesOf(article.articleId)).toEqual(['decided', 'delivered']);
  });

  it('is told of what it wants, of where it wants', async () => {
    await open([
      newsdesk({ name: 'ends', events: ['article.delivered', 'article.decided'], places: ['memory:C1'] }),
      newsdesk({ name: 'elsewhere', places: ['slack'] }),
    ]);
    const article = await startGood('How tides are filtered');
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    await article.outcome();
    await receiver.untilAccepted(2, article.articleId);
    expect(requestsOf(article.articleId).map(short)).toEqual(['decided', 'delivered']);
  });

  it('that was made by API is signed for with its own secret, and with the one before for a while', async () => {
    const { store } = await open([]);
    const service = createWebhookService({ store, seal: TEST_SEAL, ports: [], allowPrivate: true });
    const created = await service.create({
      eventKey: randomUUID(),
      url: 'http://127.0.0.1:9/',
      events: ['article.started'],
      by: ANN,
      mayKnowAll: false,
    });
    if (created.kind === 'refused') throw new Error(created.code);
    const own = await startWebhookReceiver(created.secret);
    try {
      await newsroom.pool.query('update webhook_endpoints set url = $1 where name = $2', [
        own.url,
        created.endpoint.name,
      ]);
      const first = await startGood('How tides are signed');
      await own.untilAccepted(1, first.articleId);
      expect(own.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,\S+$/);
      await service.rotate(created.endpoint.name);
      const second = await startGood('How tides are signed twice');
      await own.untilAccepted(1, second.articleId);
      expect(own.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    } finally {
      await service.remove(created.endpoint.name);
      await own.close();
    }
  });
});

describe('an article that is deleted', () => {
  it('is told of no more, and its workflow ends', async () => {
    await open([newsdesk()]);
    receiver.answer(({ body }) => (body.includes('deleted') ? 500 : 204));
    const article = await startGood('How tides are deleted');
    await receiver.until(() => requestsOf(article.articleId).length > 1);
    await newsroom.pool.query('delete from articles where article_id = $1', [article.articleId]);
    await newsroom.client.workflow.getHandle(webhooksWorkflowIdOf('newsdesk', article.articleId)).result();
    expect(typesOf(article.articleId)).toEqual([]);
  });
});
