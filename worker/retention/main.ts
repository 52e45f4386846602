import { parseArgs } from 'node:util';
import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../src/process/command.ts';
import { createRetentionStore } from '../../src/storage/retention-store.ts';
import { answerRetention } from './answer.ts';

// `npm run retention`: what workers do by themselves, now.
const USAGE = `npm run retention                 deletes what was kept for long enough (retention in config/copydesk.yaml), as workers do by themselves
npm run retention -- --dry-run    says what that would be, and deletes nothing

Ends with 0 when it was done, 1 when the database did not answer, 2 when something has to be put right first.`;

const { isDry } = readCommand(USAGE, () => {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  return values.help === true
    ? ({ kind: 'help' } as const)
    : ({ kind: 'delete', isDry: values['dry-run'] === true } as const);
});
const settings = loadCommandSettings(process.env, ['DATABASE_URL']);

await endCommand(settings, async () => {
  const { config } = settings;
  await answerRetention({
    retention: createRetentionStore(await openCommandDatabase(settings), config.web.sessions),
    policy: config.retention,
    isDry,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
  return 0;
});
