import { runBot } from '../../src/process/run-bot.ts';
import { openTelegram } from './dependencies.ts';
import { requireTelegramVariables } from './variables.ts';

await runBot({
  name: 'Telegram',
  variables: process.env,
  read: requireTelegramVariables,
  open: async (options, telegram) => await openTelegram({ ...options, telegram }),
});
