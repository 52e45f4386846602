import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTelegraf } from '../../../../bots/telegram/listeners/bot.ts';
import {
  type CallTelegram,
  isRefusal,
  isUnauthorized,
  telegramReason,
  retryAfterMs,
} from '../../../../bots/telegram/connect/call-telegram.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../../emulators/telegram/telegram-emulator.ts';

describe('createCallTelegram', () => {
  let emulator: TelegramEmulator;
  let call: CallTelegram;
  beforeAll(async () => {
    emulator = await startTelegramEmulator();
    ({ call } = createTelegraf({ token: emulator.token, apiRoot: emulator.apiRoot }));
  });
  afterEach(() => emulator.clearFaults());
  afterAll(() => emulator.stop());

  const failure = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('waits no longer than it was told to, and ends at the signal', async () => {
    emulator.fault('getMe', { kind: 'hang', isDone: false }, { times: 2 });
    expect(telegramReason(await failure(call('getMe', {}, { timeoutMs: 30 })))).toMatch(/abort/i);
    const stopping = new AbortController();
    const asked = failure(call('getMe', {}, { signal: stopping.signal }));
    stopping.abort();
    expect(telegramReason(await asked)).toMatch(/abort/i);
  });

  it('tells a wrong token, a refusal and a pause from what may go better the next time', async () => {
    const unauthorized = await failure(
      createTelegraf({ token: `1:${'x'.repeat(30)}`, apiRoot: emulator.apiRoot }).call('getMe', {}),
    );
    const refusal = await failure(call('sendMessage', { chat_id: 1, text: '' }));
    emulator.fault('getMe', { kind: 'status', status: 429, retryAfterSeconds: 3 });
    const pause = await failure(call('getMe', {}));
    emulator.fault('getMe', { kind: 'dropped' });
    const broken = await failure(call('getMe', {}));
    expect([unauthorized, refusal, pause, broken].map(isUnauthorized)).toEqual([true, false, false, false]);
    expect([unauthorized, refusal, pause, broken].map(isRefusal)).toEqual([false, true, false, false]);
    expect([unauthorized, refusal, pause, broken].map(retryAfterMs)).toEqual([undefined, undefined, 3000, undefined]);
  });

  it('gives a reason without the token and without what was to be said', async () => {
    emulator.fault('sendMessage', { kind: 'html', status: 200, isDone: false });
    const html = await failure(call('sendMessage', { chat_id: 1, text: 'canary' }));
    emulator.fault('sendMessage', { kind: 'dropped' });
    const dropped = await failure(call('sendMessage', { chat_id: 1, text: 'canary' }));
    const refused = await failure(call('sendMessage', { chat_id: 1, text: 'canary' }));
    // The address is in it, so there was something to hide.
    expect(String(html)).toContain(emulator.token);
    for (const error of [html, dropped, refused]) {
      expect(telegramReason(error)).toMatch(/\w/);
      expect(telegramReason(error)).not.toContain(emulator.token);
      expect(telegramReason(error)).not.toContain('canary');
    }
  });
});
