import { runProcess } from '../../src/process/run-process.ts';
import { openSlack } from './dependencies.ts';
import { requireSlackVariables } from './variables.ts';

await runProcess({
  name: 'The Slack bot',
  variables: process.env,
  needs: ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'COPYDESK_SECRET'],
  read: ({ variables }) => requireSlackVariables(variables),
  open: async (options, slack) => await openSlack({ ...options, slack, whenTokenIsLost: 'stop' }),
});
