import { runProcess } from '../../src/process/run-process.ts';
import { openTelegram } from './dependencies.ts';
import { requireTelegramVariables } from './variables.ts';

await runProcess({
  name: 'The Telegram bot',
  variables: process.env,
  needs: ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'COPYDESK_SECRET'],
  read: ({ variables }) => requireTelegramVariables(variables),
  open: async (options, telegram) => await openTelegram({ ...options, telegram, whenTokenIsLost: 'stop' }),
});
