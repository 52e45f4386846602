import { runDoctorCommand } from '../../../src/doctor/doctor-command.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { readTelegramVariables, type TelegramVariables } from '../variables.ts';
import { examineTelegram } from './examine-telegram.ts';
import { faultOfChat } from './try-message.ts';

process.exitCode = await runDoctorCommand(
  {
    platform: 'telegram',
    title: 'Copydesk in Telegram',
    option: '--chat',
    faultOfValue: faultOfChat,
    synopsis: '[--chat 123456789 | --chat -1001234567890 | --chat @group]',
    explanation:
      'Looks at the token, the webhook, groups and commands; in the chat that is named it sends, edits and deletes a test message.',
    readVariables: requireTelegramVariables,
    examinations: (telegram, chat) => examineTelegram({ telegram, chat }),
  },
  process.argv.slice(2),
);

function requireTelegramVariables(): TelegramVariables {
  const telegram = readTelegramVariables(process.env);
  if (telegram !== undefined) return telegram;
  throw new ConfigError([
    {
      where: 'environment TELEGRAM_BOT_TOKEN',
      what: 'is not set; write /newbot to @BotFather, and put the token that it gives into .env',
    },
  ]);
}
