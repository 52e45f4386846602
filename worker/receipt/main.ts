import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE, ConfigError } from '../../src/config/config-error.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { loadCommandSettings } from '../../src/process/command.ts';
import { verifyReceipt } from '../../src/receipt/verify-receipt.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createReceiptStore } from '../../src/storage/receipt-store.ts';
import { describeReceipt } from './describe-receipt.ts';

// `npm run receipt -- …`: what is known of how an article came about. `verify` needs nothing but the two files.
const USAGE = `npm run --silent receipt -- verify RECEIPT.json ARTICLE.md   says whether both are as they were delivered
    --extras ARTICLE.extras.md                               and what goes with the article, too
    --earlier EARLIER.receipt.json                           and whether it is the edition after the one of that receipt
npm run --silent receipt -- show ARTICLE_ID                  prints the receipt of a finished article, from the database

Ends with 0 when all are as they were, or the receipt was printed; with 1 when something was changed, or there is no receipt;
with 2 when it could not be looked at. docs/receipt.md`;

/** More than any article or receipt has. */
const MAX_FILE_BYTES = 16_000_000;

const {
  positionals: [word, ...names],
  values: beside,
} = readWords();
process.exitCode = word === 'verify' ? verify(names) : await show(names);

function verify([receiptPath = '', articlePath = '']: readonly string[]): number {
  let verification: ReturnType<typeof verifyReceipt>;
  try {
    verification = verifyReceipt(read(receiptPath).toString('utf8'), read(articlePath), {
      extras: beside.extras === undefined ? undefined : read(beside.extras),
      earlier: beside.earlier === undefined ? undefined : read(beside.earlier).toString('utf8'),
    });
  } catch (error) {
    return failed(error, CONFIG_EXIT_CODE);
  }
  switch (verification.kind) {
    case 'verified':
      process.stdout.write(`${describeReceipt(verification.receipt)}\n`);
      return 0;
    case 'altered':
      process.stdout.write(`${verification.findings.join('\n')}\n`);
      return 1;
    case 'unreadable':
      process.stderr.write(`${verification.why}\n`);
      return CONFIG_EXIT_CODE;
    default:
      return verification satisfies never;
  }
}

async function show([articleId = '']: readonly string[]): Promise<number> {
  const { config, environment } = loadCommandSettings(process.env, ['DATABASE_URL']);
  const pool = createPool(environment.databaseUrl ?? '', config.storage, () => undefined, environment.dataKeys);
  try {
    await checkSchema(pool);
    const receipt = await createReceiptStore(pool).latest(articleId);
    if (receipt !== undefined) process.stdout.write(receipt);
    else
      process.stderr.write(
        `There is no receipt of ${articleId}. An article has one when its text is finished; /list names its id.\n`,
      );
    return receipt === undefined ? 1 : 0;
  } catch (error) {
    return failed(createScrub(environment.secrets)(reasonOf(error)), exitCodeOf(error));
  } finally {
    await pool.end();
  }
}

function read(path: string): Buffer {
  try {
    if (statSync(path).size > MAX_FILE_BYTES)
      throw new ConfigError([{ where: path, what: 'is larger than any article or receipt' }]);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([{ where: path, what: `could not be read: ${reasonOf(error)}` }]);
  }
}

function failed(error: unknown, exitCode: number): number {
  process.stderr.write(`${typeof error === 'string' ? error : reasonOf(error)}\n`);
  return exitCode;
}

function readWords() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, extras: { type: 'string' }, earlier: { type: 'string' } },
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const [asked, ...files] = positionals;
    const hasBeside = values.extras !== undefined || values.earlier !== undefined;
    if (!(asked === 'verify' && files.length === 2) && !(asked === 'show' && files.length === 1 && !hasBeside))
      throw new TypeError('Say what is to be done: verify with two files, or show with the id of an article.');
    return { positionals, values };
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
