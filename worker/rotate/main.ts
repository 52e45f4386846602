import { parseArgs } from 'node:util';
import { ConfigError } from '../../src/config/config-error.ts';
import { missingDataKeys } from '../../src/config/data-converter.ts';
import { sealKeys } from '../../src/config/seal-keys.ts';
import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../src/process/command.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
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

const { opens } = readCommand(USAGE, () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, open: { type: 'boolean' } } });
  return values.help === true
    ? ({ kind: 'help' } as const)
    : // Whether texts are to be decrypted.
      ({ kind: 'rotate', opens: values.open === true } as const);
});
const settings = loadCommandSettings(process.env, ['DATABASE_URL']);
const { config, environment } = settings;
const keys = exitOnConfigError(() => {
  const known = sealKeys(environment);
  const { dataKeys } = environment;
  const { encryptTexts } = config.storage;
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
  return known;
});

await endCommand(settings, async () => {
  const pool = await openCommandDatabase(settings, STATEMENT_TIMEOUT_SECONDS);
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
  return closed + closedTexts > 0 ? 1 : 0;
});
