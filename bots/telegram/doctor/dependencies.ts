import { ConfigError } from '../../../src/config/config-error.ts';
import { loadSettings } from '../../../src/config/load.ts';
import { withRunningServers } from '../../../src/config/running-servers.ts';
import { type DoctorSection, isSetBy } from '../../../src/doctor/doctor-command.ts';
import { createPool } from '../../../src/storage/pool.ts';
import { createGuestList } from '../connect/guest-list.ts';
import { readTelegramVariables } from '../variables.ts';
import { examineTelegram } from './examine-telegram.ts';
import { faultOfChat } from './try-message.ts';

/** `npm run doctor -- telegram` */
export const telegramSection: DoctorSection = {
  name: 'Telegram',
  title: 'Copydesk in Telegram',
  explanation:
    'Looks at the token, the webhook, groups, commands and the owner; in the chat that is named it sends, edits and deletes a test message.',
  option: {
    name: '--chat',
    synopsis: '[--chat 123456789 | --chat -1001234567890 | --chat @group]',
    faultOfValue: faultOfChat,
  },
  isSet: (variables) => isSetBy(() => readTelegramVariables(variables)),
  howToSet: 'TELEGRAM_BOT_TOKEN is not set. Write /newbot to @BotFather, and put the token that it gives into .env.',
  open(variables) {
    const telegram = readTelegramVariables(variables);
    if (telegram === undefined)
      throw new ConfigError([
        {
          where: 'environment TELEGRAM_BOT_TOKEN',
          what: 'is not set; write /newbot to @BotFather, and put the token that it gives into .env',
        },
      ]);
    // Beside `npm start` it is the database that is running there.
    const { config, environment } = loadSettings(withRunningServers(variables).variables);
    const { databaseUrl } = environment;
    const pool =
      databaseUrl === undefined
        ? undefined
        : createPool(databaseUrl, { ...config.storage, poolSize: 1 }, () => undefined, environment.dataKeys);
    const guests = pool && createGuestList(pool, telegram.botId);
    return {
      secrets: [...telegram.secrets, ...environment.secrets],
      examinations: (chat) => examineTelegram({ telegram, chat, guests, access: config.access }),
      close: async () => await pool?.end(),
    };
  },
};
