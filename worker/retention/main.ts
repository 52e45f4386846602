import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createRetentionStore } from '../../src/storage/retention-store.ts';
import { answerRetention } from './answer.ts';

// `npm run retention`: what workers do by themselves, now.
const USAGE = `npm run retention                 deletes what was kept for long enough (retention in config/copydesk.yaml), as workers do by themselves
npm run retention -- --dry-run    says what that would be, and deletes nothing

Ends with 0 when it was done, 1 when the database did not answer, 2 when something has to be put right first.`;

const isDry = readArguments();
const { config, environment } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const settings = loadSettings(withRunningServers(process.env).variables);
  requireShared(settings.environment, ['DATABASE_URL']);
  return settings;
});

try {
  const pool = createPool(environment.databaseUrl ?? '', config.storage, () => undefined, environment.dataKeys);
  await checkSchema(pool);
  await answerRetention({
    retention: createRetentionStore(pool, config.web.sessions),
    policy: config.retention,
    isDry,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
} catch (error) {
  process.stderr.write(`${createScrub(environment.secrets)(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

function readArguments(): boolean {
  try {
    const { values } = parseArgs({
      options: { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    return values['dry-run'] === true;
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
