import { runProcess } from '../../src/process/run-process.ts';
import { openWeb } from './dependencies.ts';
import { readWebVariables } from './variables.ts';

// What is typed behind it is about who is signed in.
const [, , ...typed] = process.argv;
if (typed.length > 0) await (await import('./connect/sessions-main.ts')).runSessionsCommand(typed, process.env);
await runProcess({
  name: 'The web server',
  variables: process.env,
  needs: ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'COPYDESK_SECRET'],
  read: ({ variables }) => readWebVariables(variables),
  open: async (options, web) => await openWeb({ ...options, web }),
});
