import type { App, ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../../bots/slack/connect/bolt-logger.ts';
import type { SlackReceiver } from '../../../../bots/slack/connect/slack-receiver.ts';
import { createSocketReceiver } from '../../../../bots/slack/connect/socket-receiver.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { createSlackPerson } from '../../../emulators/slack/person.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/web-api.ts';

const quiet = createLogger({ level: 'silent' });

describe('createSocketReceiver', () => {
  let slack: SlackEmulator;
  let ending: AbortController;
  let running: Promise<void> | undefined;
  beforeEach(async () => {
    slack = await startSlackEmulator({ ackTimeoutMs: 1500 });
    ending = new AbortController();
  });
  afterEach(async () => {
    ending.abort();
    await running?.catch(() => undefined);
    running = undefined;
    await slack.stop();
  });

  function receiverFor(
    process: (event: ReceiverEvent) => Promise<void>,
    options: { readonly appToken?: string; readonly connectTimeoutMs?: number; readonly shortestLifeMs?: number } = {},
  ): SlackReceiver {
    const receiver = createSocketReceiver({
      appToken: slack.appToken,
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
      boltLogger: createBoltLogger(quiet),
      logger: quiet,
      shortestLifeMs: 0,
      ...options,
    });
    // As Bolt does: it acknowledges events before the listeners run.
    const app = {
      async processEvent(event: ReceiverEvent) {
        if (event.body['type'] === 'event_callback') await event.ack();
        await process(event);
      },
    };
    receiver.init(app as App);
    return receiver;
  }

  /** Resolves when Slack can reach it; `run` settles when that is over. */
  async function start(receiver: SlackReceiver): Promise<{ readonly run: Promise<void> }> {
    const listening = Promise.withResolvers<void>();
    running = receiver.run(ending.signal, listening.resolve);
    running.catch(() => undefined);
    await Promise.race([listening.promise, running]);
    return { run: running };
  }

  const ann = () => createSlackPerson({ slack, transport: slack.sockets, subscriptions: ['message.channels'] }, 'ann');
  const say = async (words: string) => {
    const { told } = await ann().write(words, { channel: slack.channel('articles') });
    return told[0]?.ack;
  };

  it('acknowledges an event when it was taken, and not before', async () => {
    const taken = Promise.withResolvers<void>();
    let isAccepted = false;
    await start(
      receiverFor(async () => {
        await taken.promise;
        isAccepted = true;
      }),
    );
    setTimeout(taken.resolve, 100);
    const ack = await say('hello');
    expect({ isAccepted, ack }).toMatchObject({ isAccepted: true, ack: { taken: true } });
    expect(ack?.afterMs).toBeGreaterThan(50);
  });

  it('leaves an event to be delivered again when nobody took it', async () => {
    const retries: (number | undefined)[] = [];
    await start(
      receiverFor(({ retryNum }) => {
        retries.push(retryNum);
        return retries.length < 3 ? Promise.reject(new Error('not now')) : Promise.resolve();
      }),
    );
    expect(await say('hello')).toMatchObject({ taken: true });
    expect(retries).toEqual([0, 1, 2]);
  });

  it('passes on what a command is answered with', async () => {
    await start(receiverFor(({ ack }) => ack({ text: 'On it' })));
    const { ack } = await ann().command('How tides work');
    expect(ack).toMatchObject({ taken: true, body: { text: 'On it' } });
  });

  it.each(['refresh_requested', 'warning'] as const)(
    'opens the next connection before it leaves one on “%s”',
    async (reason) => {
      const held = Promise.withResolvers<void>();
      let isHeld = false;
      const receiver = receiverFor(async ({ ack, body }) => {
        if (body['text'] === 'slow') {
          isHeld = true;
          await held.promise;
        }
        await ack({ text: 'Done' });
      });
      await start(receiver);
      const slow = ann().command('slow');
      await expect.poll(() => isHeld).toBe(true);
      slack.sockets.disconnect(reason);
      await expect.poll(() => slack.sockets.opened()).toBe(2);
      held.resolve();
      expect((await slow).ack).toMatchObject({ taken: true, body: { text: 'Done' } });
      await expect.poll(() => slack.sockets.connections()).toBe(1);
      expect((await ann().command('fast')).ack).toMatchObject({ taken: true });
      expect(receiver.isListening()).toBe(true);
    },
  );

  it('rejects when the connection breaks, and can be run again', async () => {
    const receiver = receiverFor(() => Promise.resolve());
    const { run } = await start(receiver);
    slack.sockets.drop();
    await expect(run).rejects.toThrow(/the connection broke/);
    expect(receiver.isListening()).toBe(false);
    await start(receiver);
    expect(await say('hello')).toMatchObject({ taken: true });
  });

  it('rejects when Slack wants a fresh connection as soon as there is one, for a pause', async () => {
    const { run } = await start(receiverFor(() => Promise.resolve(), { shortestLifeMs: 60_000 }));
    slack.sockets.disconnect('refresh_requested');
    await expect(run).rejects.toThrow(/as soon as there is one/);
  });

  it('rejects when Socket Mode was switched off, and says so', async () => {
    const { run } = await start(receiverFor(() => Promise.resolve()));
    slack.sockets.disconnect('link_disabled');
    await expect(run).rejects.toThrow(/Socket Mode is switched off/);
  });

  it('rejects with what Slack says of a token it does not know', async () => {
    await expect(start(receiverFor(() => Promise.resolve(), { appToken: 'xapp-1-A1-1-abc' }))).rejects.toMatchObject({
      data: { error: 'invalid_auth' },
    });
  });

  it('gives up on a Slack that does not answer', async () => {
    slack.fault('apps.connections.open', { kind: 'silent' });
    await expect(start(receiverFor(() => Promise.resolve(), { connectTimeoutMs: 100 }))).rejects.toThrow(
      'Slack did not say hello within 100 ms',
    );
  });

  it('closes its connection in the end', async () => {
    const { run } = await start(receiverFor(() => Promise.resolve()));
    expect(slack.sockets.connections()).toBe(1);
    ending.abort();
    await run;
    await expect.poll(() => slack.sockets.connections()).toBe(0);
  });
});
