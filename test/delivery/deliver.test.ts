import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createDeliver, HEARTBEAT_MS } from '../../src/delivery/deliver.ts';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import type { DeliverInput } from '../../src/protocol/activities.ts';
import type { Post } from '../../src/protocol/chat-message.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createDecisionStore } from '../../src/storage/decision-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createOutbox, type Outbox } from '../../src/storage/outbox.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createRecordingMessenger, type RecordingMessenger } from '../support/recording-messenger.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

let database: TestDatabase;
let pool: Pool;
let messenger: RecordingMessenger;
let articleId = '';
let count = 0;

const status = (iteration: number): Post['message'] => ({ kind: 'status', stage: 'drafting', iteration, scores: [] });
const CARD: Post = { key: 'card', message: status(0) };
const notice = (key: string, byName: string): Post => ({
  key,
  message: { kind: 'notice', notice: { code: 'paused', byName } },
});

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  await migrate(database.url, () => undefined);
  pool = createPool(
    database.url,
    { poolSize: 3, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 5 },
    () => undefined,
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  count += 1;
  articleId = `article${count}`;
  messenger = createRecordingMessenger();
  await createArticleStore(pool).open({
    articleId,
    request: { topic: 'How tides work', language: 'en' },
    requester: { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] },
    threads: [{ platform: 'memory', channel: 'C1' }],
    language: 'en',
    settings: TEST_SETTINGS,
  });
});

function deliver(...posts: readonly Post[]): Promise<void> {
  return deliverWith(createOutbox(pool), posts);
}

/** @param onHeartbeat called with each */
async function deliverWith(
  outbox: Outbox,
  posts: readonly Post[],
  onHeartbeat: () => void = () => undefined,
): Promise<void> {
  const run = createDeliver({
    messenger,
    outbox,
    articles: createArticleStore(pool),
    drafts: createDraftStore(pool),
    decisions: createDecisionStore(pool),
    log: { warn: () => undefined },
  });
  const input: DeliverInput = { articleId, thread: { platform: 'memory', channel: 'C1' }, posts };
  const environment = new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR') });
  environment.on('heartbeat', onHeartbeat);
  await environment.run(run, input);
}

const refused = new DeliveryError('No', { failure: 'refused', code: 'channel_not_found' });
const notSent = new DeliveryError('Later', { failure: 'not-sent', code: '429', retryAfterMs: 7000 });
const keys = (): readonly string[] => messenger.messages.map(({ key }) => key.slice(articleId.length + 1));

describe('deliver', () => {
  it('posts in order, and once however often it runs', async () => {
    await deliver(CARD, notice('1', 'Ann'), notice('2', 'Ben'));
    await deliver(CARD, notice('1', 'Ann'), notice('2', 'Ben'));
    expect(keys()).toEqual(['card', '1', '2']);
  });

  it('goes on where it broke off', async () => {
    messenger.fail();
    await deliver(CARD);
    messenger.fail(notSent);
    await expect(deliver(CARD, notice('1', 'Ann'), notice('2', 'Ben'))).rejects.toThrow('Later');
    await deliver(CARD, notice('1', 'Ann'), notice('2', 'Ben'));
    expect(keys()).toEqual(['card', '1', '2']);
  });

  it('finds the message whose answer was lost instead of posting it again', async () => {
    messenger.fail('lost');
    await expect(deliver(CARD)).rejects.toMatchObject({ type: 'delivery-ambiguous', nonRetryable: false });
    await deliver(CARD);
    expect(keys()).toEqual(['card']);
  });

  it('posts again when nothing arrived of an attempt whose end is unknown', async () => {
    messenger.fail(new DeliveryError('Timed out', { failure: 'ambiguous', code: 'timeout' }));
    await expect(deliver(CARD)).rejects.toThrow('Timed out');
    await deliver(CARD);
    expect(keys()).toEqual(['card']);
  });

  it('does not look before an earlier attempt can no longer arrive', async () => {
    messenger.fail('lost');
    await expect(deliver(CARD)).rejects.toThrow('lost');
    const failedAt = Date.now();
    let lookedAt = 0;
    const before = messenger;
    messenger = {
      ...before,
      settleMs: 400,
      find: (...asked) => {
        lookedAt = Date.now();
        return before.find(...asked);
      },
    };
    await deliver(CARD);
    // The claim was made before the attempt failed, by a few milliseconds.
    expect(lookedAt - failedAt).toBeGreaterThan(300);
    expect(keys()).toEqual(['card']);
  });

  it('says that it lives while it waits to look', async () => {
    messenger.fail('lost');
    await expect(deliver(CARD)).rejects.toThrow('lost');
    messenger = { ...messenger, settleMs: HEARTBEAT_MS + 200 };
    const startedAt = Date.now();
    let lastHeartbeatAt = 0;
    await deliverWith(createOutbox(pool), [CARD], () => {
      lastHeartbeatAt = Date.now();
    });
    expect(lastHeartbeatAt - startedAt).toBeGreaterThan(HEARTBEAT_MS / 2);
  });

  it.each([
    ['may or may not work', new DeliveryError('Busy', { failure: 'ambiguous', code: 'busy' })],
    ['is refused for now', notSent],
    ['breaks', new Error('Broken')],
  ])('forgets nothing that an attempt cut short may have sent when looking for it %s', async (_, fault) => {
    const dying: Outbox = { ...createOutbox(pool), confirm: () => Promise.reject(new Error('Killed')) };
    const posts = [CARD, notice('1', 'Ann'), notice('2', 'Ben')];
    await expect(deliverWith(dying, posts)).rejects.toThrow('Killed');
    const healthy = messenger;
    messenger = { ...healthy, find: () => Promise.reject(fault) };
    await expect(deliver(...posts)).rejects.toThrow(fault.message);
    messenger = healthy;
    await deliver(...posts);
    expect(keys()).toEqual(['card', '1', '2']);
  });

  it('waits as long as the platform asks before the next attempt', async () => {
    messenger.fail(notSent);
    await expect(deliver(CARD)).rejects.toMatchObject({
      type: 'delivery-not-sent',
      nextRetryDelay: 7000,
      nonRetryable: false,
    });
  });

  it('gives a message up that the platform will not take, and says why', async () => {
    messenger.fail(refused);
    await expect(deliver(CARD)).rejects.toMatchObject({
      type: 'delivery-refused',
      nonRetryable: true,
      message: 'No (channel_not_found)',
    });
  });

  it('replaces the message that an edit names', async () => {
    await deliver(CARD);
    await deliver({ key: '1', edits: 'card', message: status(2) });
    expect(messenger.messages).toMatchObject([{ edits: 1, content: { kind: 'status', iteration: 2 } }]);
  });

  it('does not hold up the article for a message that can no longer be edited', async () => {
    await deliver(CARD);
    messenger.fail(refused);
    await deliver({ key: '1', edits: 'card', message: status(2) }, notice('2', 'Ann'));
    expect(keys()).toEqual(['card', '2']);
  });

  describe('a post of several messages', () => {
    const parts = ['card', 'file', 'end'];
    const inParts = (): void => {
      const plain = messenger;
      messenger = { ...plain, partsOf: ({ kind }) => (kind === 'notice' ? parts : []) };
    };

    it('brings each in order, and once however often it runs', async () => {
      inParts();
      await deliver(CARD, notice('1', 'Ann'));
      await deliver(CARD, notice('1', 'Ann'), notice('2', 'Ben'));
      expect(keys()).toEqual(['card', '1/card', '1/file', '1/end', '2/card', '2/file', '2/end']);
    });

    it.each([
      ['before the second', notSent],
      ['without saying how the second ended', 'lost' as const],
    ])('goes on when it broke off %s', async (_, fault) => {
      inParts();
      await deliver(CARD);
      const whole = messenger;
      let posted = 0;
      messenger = {
        ...whole,
        post: (outgoing) => {
          posted += 1;
          if (posted === 2) whole.fail(fault);
          return whole.post(outgoing);
        },
      };
      await expect(deliver(notice('1', 'Ann'))).rejects.toThrow(/Later|lost/);
      await deliver(notice('1', 'Ann'), notice('2', 'Ben'));
      expect(keys()).toEqual(['card', '1/card', '1/file', '1/end', '2/card', '2/file', '2/end']);
    });

    it('is edited in its first', async () => {
      inParts();
      await deliver(notice('1', 'Ann'));
      await deliver({ ...notice('2', 'Ben'), edits: '1' });
      expect(messenger.messages).toMatchObject([
        { key: `${articleId}/1/card`, edits: 1 },
        { key: `${articleId}/1/file`, edits: 0 },
        { key: `${articleId}/1/end`, edits: 0 },
      ]);
    });
  });

  it('refuses a key that stood for something else before', async () => {
    await deliver(notice('1', 'Ann'));
    await expect(deliver(notice('1', 'Ben'))).rejects.toMatchObject({ nonRetryable: true });
    expect(keys()).toEqual(['1']);
  });
});
