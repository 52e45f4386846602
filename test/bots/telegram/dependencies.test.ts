import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTelegram } from '../../../bots/telegram/dependencies.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../emulators/telegram/telegram-emulator.ts';

describe('openTelegram', () => {
  let emulator: TelegramEmulator;
  beforeAll(async () => {
    emulator = await startTelegramEmulator();
  });
  afterAll(() => emulator.stop());

  it.each([
    ['is missing', {}, /TELEGRAM_BOT_TOKEN: is not set/],
    [
      'is not known to Telegram',
      { TELEGRAM_BOT_TOKEN: `1:${'canary'.repeat(5)}` },
      /TELEGRAM_BOT_TOKEN: is refused by Telegram; copy it again from @BotFather/,
    ],
  ])('says what to do when the token %s, before it opens anything', async (_, token, wanted) => {
    const variables = {
      ...token,
      TELEGRAM_API_ROOT: emulator.apiRoot,
      // Nobody is there: whoever tried would wait.
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
      TEMPORAL_ADDRESS: '127.0.0.1:9',
    };
    const opening = openTelegram({
      config: loadConfig('config'),
      environment: readEnvironment(variables),
      variables,
      logger: createLogger({ level: 'silent' }),
      signal: new AbortController().signal,
    });
    const error: unknown = await opening.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toMatch(wanted);
    expect(String(error)).not.toContain('canary');
  });
});
