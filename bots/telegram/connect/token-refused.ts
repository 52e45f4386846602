import { ConfigError } from '../../../src/config/config-error.ts';

/** Telegram does not know the token: waiting does not mend it. */
export function tokenRefused(): ConfigError {
  return new ConfigError([
    {
      where: 'environment TELEGRAM_BOT_TOKEN',
      what: 'is refused by Telegram; copy it again from @BotFather (/mybots, API Token), and check TELEGRAM_API_ROOT if it is set',
    },
  ]);
}
