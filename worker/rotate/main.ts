import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE, ConfigError } from '../../src/config/config-error.ts';
import { missingDataKeys } from '../../src/config/data-converter.ts';
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
import { createTextRotationStore } from '../../src/storage/text-rotation-store.ts';
import { createTexts } from '../../src/storage/texts.ts';
import { reseal } from './reseal.ts';
import { rotateTexts } from './rotate-texts.ts';

// `npm run rotate`: after a new key was put in front of the others.
const USAGE = `npm run rotate              encrypts anew, with the first key in COPYDESK_ENCRYPTION_KEY, what is encrypted with one of the
                            others: installations of Slack, secrets of webhooks made by API; with the first one in COPYDESK_DATA_KEYS
                            has the bots give schedules to Temporal anew, and encrypts texts that are encrypted with another one or
                            not at all, where storage.encrypt_texts is true. docs/privacy.md#encryption says when a key can be dropped
npm run rotate -- --open    decrypts all texts, after storage.encrypt_texts was turned off and all processes were started again

It may be broken off and begun again, and everything may run meanwhile. Ends with 0 when all of it is as it should be, 1 when
something cannot be opened or the database did not answer, 2 when something has to be put right first.`;

/** Each looks for what is left in a table that may be large. */
const STATEMENT_TIMEOUT_SECONDS = 600;

const opens = readArguments();
const { config, environment, keys } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const settings = loadSettings(withRunningServers(process.env).variables);
  requireShared(settings.environment, ['DATABASE_URL']);
  const known = sealKeys(settings.environment);
  const { dataKeys } = settings.environment;
  const { encryptTexts } = settings.config.storage;
  if (encryptTexts && dataKeys === undefined) throw missingDataKeys('storage.encrypt_texts');
  if (encryptTexts && opens)
    throw new ConfigError([
      {
        where: 'config/copydesk.yaml storage.encrypt_texts',
        what: 'is true: set it to false and start all processes again, or they go on to encrypt what they write',
      },
    ]);
  if (known === undefined && dataKeys === undefined)
    throw new ConfigError([
      {
        where: 'environment COPYDESK_ENCRYPTION_KEY',
        what: 'is not set, and neither is COPYDESK_DATA_KEYS; set them as the processes have them, the newest key first',
      },
    ]);
  return { ...settings, keys: known };
});

try {
  const pool = createPool(
    environment.databaseUrl ?? '',
    { ...config.storage, statementTimeoutSeconds: STATEMENT_TIMEOUT_SECONDS },
    () => undefined,
  );
  await checkSchema(pool);
  const things = createSealedStore(pool);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const closed = keys === undefined ? 0 : await reseal({ things, keys, print });
  if (environment.dataKeys !== undefined) {
    const count = await things.renewSchedules();
    print(
      `${count} ${count === 1 ? 'schedule is' : 'schedules are'} given to Temporal anew, within a minute, where a bot runs.`,
    );
  }
  const stored = createTextRotationStore(pool);
  const texts = createTexts({ keys: environment.dataKeys, encrypts: config.storage.encryptTexts });
  const closedTexts = texts.keyId === undefined && !opens ? 0 : await rotateTexts({ stored, texts, print });
  process.exitCode = closed + closedTexts > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${createScrub(environment.secrets)(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

/** @returns whether texts are to be decrypted */
function readArguments(): boolean {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, open: { type: 'boolean' } } });
    if (values.help !== true) return values.open === true;
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
