import { runBot } from '../../src/process/run-bot.ts';
import { openSlack } from './dependencies.ts';
import { requireSlackVariables } from './variables.ts';

await runBot({
  name: 'Slack',
  variables: process.env,
  read: requireSlackVariables,
  open: async (options, slack) => await openSlack({ ...options, slack }),
});
