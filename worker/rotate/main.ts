import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE, ConfigError } from '../../src/config/config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { sealKeys } from '../../src/config/seal-keys.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createSealedStore } from '../../src/storage/sealed-store.ts';
import { reseal } from './reseal.ts';

// `npm run rotate`: after a new key was put in front of the others.
const USAGE = `npm run rotate    encrypts anew, with the first key in COPYDESK_ENCRYPTION_KEY, what is encrypted with one of the others:
                  installations of Slack, secrets of webhooks made by API; and has the bots give schedules to Temporal anew,
                  with the first of COPYDESK_DATA_KEYS. Broken off, ask again. docs/privacy.md#encryption says when a key can be dropped

Ends with 0 when all of it is encrypted with the first key, 1 when something is not or the database did not answer,
2 when something has to be put right first.`;

readArguments();
const { config, environment, keys } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const settings = loadSettings(withRunningServers(process.env).variables);
  requireShared(settings.environment, ['DATABASE_URL']);
  const known = sealKeys(settings.environment);
  if (known === undefined && settings.environment.dataKeys === undefined)
    throw new ConfigError([
      {
        where: 'environment COPYDESK_ENCRYPTION_KEY',
        what: 'is not set, and neither is COPYDESK_DATA_KEYS; set them as the processes have them, the newest key first',
      },
    ]);
  return { ...settings, keys: known };
});

try {
  const pool = createPool(environment.databaseUrl ?? '', config.storage, () => undefined);
  await checkSchema(pool);
  const things = createSealedStore(pool);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const left = keys === undefined ? 0 : await reseal({ things, keys, print });
  if (environment.dataKeys !== undefined) {
    const count = await things.renewSchedules();
    print(
      `${count} ${count === 1 ? 'schedule is' : 'schedules are'} given to Temporal anew, within a minute, where a bot runs.`,
    );
  }
  process.exitCode = left > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${createScrub(environment.secrets)(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

function readArguments(): void {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
    if (values.help !== true) return;
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
