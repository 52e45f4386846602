import { ConfigError } from '../../../src/config/config-error.ts';
import { type DoctorSection, isSetBy } from '../../../src/doctor/doctor-command.ts';
import { readTelegramVariables } from '../variables.ts';
import { examineTelegram } from './examine-telegram.ts';
import { faultOfChat } from './try-message.ts';

/** `npm run doctor -- telegram` */
export const telegramSection: DoctorSection = {
  name: 'Telegram',
  title: 'Copydesk in Telegram',
  explanation:
    'Looks at the token, the webhook, groups and commands; in the chat that is named it sends, edits and deletes a test message.',
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
    return { secrets: telegram.secrets, examinations: (chat) => examineTelegram({ telegram, chat }) };
  },
};
