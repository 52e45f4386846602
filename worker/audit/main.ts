import { once } from 'node:events';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { createAuditChain } from '../../src/storage/audit-chain.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { answerAudit } from './answer.ts';
import { type AuditAsked, readAuditAsked } from './asked.ts';

// `npm run audit`: who did or tried what, and whether anybody has changed what is written of it.
const USAGE = `npm run --silent audit -- export > audit.csv      who did or tried what, when, from where, on which text, by which rule
  --since 2026-11-01 | --since 24h                  from then on
  --until 2026-12-01                                until then
  --format csv | jsonl                              default: csv
npm run audit -- verify                             looks whether a row was changed, removed or slipped in, and prints the head
  --head 12034:9f86d0…                              also whether what had this head is still there

Ends with 0 when it was done, 1 when something is wrong with the audit or no database answers, 2 when something has to be put right first.`;

const asked = readArguments();
if (asked.kind === 'help') {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const { config, environment } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const settings = loadSettings(withRunningServers(process.env).variables);
  requireShared(settings.environment, ['DATABASE_URL']);
  return settings;
});
// Whoever reads no further, such as `head`, has what they want.
process.stdout.on('error', () => process.exit());

try {
  const pool = createPool(environment.databaseUrl ?? '', config.storage, () => undefined, environment.dataKeys);
  await checkSchema(pool);
  process.exitCode = await answerAudit(asked, {
    chain: createAuditChain(pool),
    async write(text) {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    tell: (line) => void process.stderr.write(`${line}\n`),
  });
} catch (error) {
  process.stderr.write(`${createScrub(environment.secrets)(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say; a pipe still gets the rest of it.
process.stdout.write('', () => process.exit());

function readArguments(): AuditAsked {
  try {
    return readAuditAsked(process.argv.slice(2), new Date());
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
