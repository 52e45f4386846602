import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSlackMessenger, SLACK_PACE } from '../../../bots/slack/messenger.ts';
import { createSlackClient } from '../../../bots/slack/slack-client.ts';
import { createDeliverWorker } from '../../../src/delivery/create-deliver-worker.ts';
import { createPacer } from '../../../src/delivery/pacer.ts';
import { createArticleStore } from '../../../src/storage/article-store.ts';
import { createDecisionStore } from '../../../src/storage/decision-store.ts';
import { createDraftStore } from '../../../src/storage/draft-store.ts';
import { createOutbox } from '../../../src/storage/outbox.ts';
import { type SlackEmulator, startSlackEmulator } from '../../emulators/slack/web-api.ts';
import { ANN, type Newsroom, openNewsroom } from '../../support/newsroom.ts';
import { step } from '../../support/scripted-model.ts';

const CHANGES = 6;
/** The first is on its way at once; what follows gathers behind it, and however slow the machine, behind the next one. */
const MOST_EDITS = 4;

let newsroom: Newsroom;
let slack: SlackEmulator;
let stop: () => Promise<void>;

beforeAll(async () => {
  [newsroom, slack] = await Promise.all([openNewsroom(), startSlackEmulator()]);
  const { pool, place } = newsroom;
  const connection = await NativeConnection.connect({ address: place.temporalAddress });
  const client = createSlackClient(slack.botToken, { apiUrl: slack.apiUrl });
  const worker = await createDeliverWorker({
    connection,
    namespace: place.namespace,
    messenger: createSlackMessenger({
      clientOf: () => Promise.resolve(client),
      pacer: createPacer(SLACK_PACE),
      log: { warn: () => undefined },
    }),
    outbox: createOutbox(pool),
    articles: createArticleStore(pool),
    drafts: createDraftStore(pool),
    decisions: createDecisionStore(pool),
    maxConcurrentDeliveries: 5,
    shutdownGraceSeconds: 1,
    log: { warn: () => undefined },
  });
  const running = worker.run();
  stop = async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
});
afterAll(async () => {
  await stop();
  await Promise.all([newsroom.close(), slack.stop()]);
});

describe('the status card in Slack', () => {
  it('costs an edit a second at most, however often it changes, and shows the last change', async () => {
    newsroom.script('How tides work', 'outline', step.hang());
    const requester = { ...ANN, platform: 'slack', userId: slack.user('ann') };
    const channel = slack.channel('articles');
    const { articleId } = await newsroom.start('How tides work', {
      requester,
      thread: { platform: 'slack', workspace: slack.teamId, channel },
    });
    const card = async () => (await slack.history(channel)).at(-1);
    await expect.poll(async () => (await card())?.shown).toContain('Being written');

    const editsBefore = slack.calls('chat.update').length;
    for (let change = 0; change < CHANGES; change += 1) {
      const kind = change % 2 === 0 ? 'pause' : 'resume';
      await newsroom.gateway.control(articleId, { kind, id: `change-${change}`, by: requester });
    }
    await newsroom.gateway.control(articleId, { kind: 'pause', id: 'last', by: requester });
    // The card, and who did what.
    await expect.poll(async () => (await slack.thread(channel, (await card())?.ts ?? '')).length).toBe(CHANGES + 2);
    await expect.poll(async () => (await card())?.shown).toContain('Paused');
    expect(slack.calls('chat.update').length - editsBefore).toBeLessThanOrEqual(MOST_EDITS);
    expect(slack.tooFast()).toEqual([]);
  });
});
