import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Update } from 'telegraf/types';
import { createTelegraf } from '../../../../bots/telegram/listeners/bot.ts';
import { type PollingOptions, pollUpdates } from '../../../../bots/telegram/connect/polling.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import {
  type Person,
  startTelegramEmulator,
  type TelegramEmulator,
} from '../../../emulators/telegram/telegram-emulator.ts';

describe('pollUpdates', () => {
  let emulator: TelegramEmulator;
  let ann: Person;
  let stopping: AbortController;
  beforeEach(async () => {
    emulator = await startTelegramEmulator({ conflictDelayMs: 10 });
    ann = emulator.user({ firstName: 'Ann' });
    stopping = new AbortController();
  });
  afterEach(async () => {
    stopping.abort();
    await emulator.stop();
  });

  function poll(keep: PollingOptions['keep'], token = emulator.token): { done: Promise<void>; polled: () => number } {
    const { call } = createTelegraf({ token, apiRoot: emulator.apiRoot });
    let polled = 0;
    const done = pollUpdates({
      call,
      keep,
      onPolled: () => void (polled += 1),
      pollSeconds: 1,
      logger: createLogger({ level: 'silent' }),
      signal: stopping.signal,
    });
    done.catch(() => undefined);
    return { done, polled: () => polled };
  }

  const say = (text: string): number => emulator.say(emulator.privateChat(ann), ann, text);
  const textsOf = (updates: readonly Update[]) =>
    updates.map((update) => ('message' in update && 'text' in update.message ? update.message.text : undefined));

  it('confirms an update when it has been written down, and not before', async () => {
    say('one');
    const written = Promise.withResolvers<void>();
    const kept: unknown[] = [];
    const { done } = poll(async (updates) => {
      kept.push(...textsOf(updates));
      await written.promise;
    });
    await expect.poll(() => kept).toEqual(['one']);
    expect(emulator.pending).toHaveLength(1);
    written.resolve();
    await expect.poll(() => emulator.pending).toEqual([]);
    stopping.abort();
    await done;
  });

  it('ends with what could not be written down unconfirmed, so that it comes again', async () => {
    say('one');
    say('two');
    await expect(poll(() => Promise.reject(new Error('No database'))).done).rejects.toThrow('No database');
    expect(emulator.pending).toHaveLength(2);
    const kept: unknown[] = [];
    poll(async (updates) => void kept.push(...textsOf(updates)));
    await expect.poll(() => kept).toEqual(['one', 'two']);
  });

  it('passes no number on that it has confirmed, since Telegram begins anew after a quiet week', async () => {
    say('one');
    const { polled } = poll(() => Promise.resolve());
    await expect.poll(polled).toBeGreaterThanOrEqual(3);
    const offsets = emulator.calls('getUpdates').map(({ params }) => params['offset']);
    expect(offsets.filter((offset) => offset !== undefined)).toHaveLength(1);
  });

  it('gives up when Telegram does not know the token', async () => {
    const { done } = poll(() => Promise.resolve(), `1:${'x'.repeat(30)}`);
    await expect(done).rejects.toMatchObject({ code: 401 });
  });

  it('leaves out what it does not handle', async () => {
    const { polled } = poll(() => Promise.resolve());
    await expect.poll(polled).toBeGreaterThanOrEqual(1);
    expect(emulator.calls('getUpdates')[0]?.params['allowed_updates']).toBe(
      '["message","edited_message","callback_query","my_chat_member"]',
    );
  });
});
