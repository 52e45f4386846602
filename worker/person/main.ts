import { once } from 'node:events';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { whereNamed } from '../../src/config/where-named.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { createErasureStore } from '../../src/storage/erasure-store.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPersonStore } from '../../src/storage/person-store.ts';
import { createPool } from '../../src/storage/pool.ts';
import { type PersonAsked, readPersonAsked } from './asked.ts';
import { erasePerson } from './erase-person.ts';
import { exportPerson } from './export-person.ts';

// `npm run person`: what is known of somebody, and that it is not any more.
const USAGE = `npm run --silent person -- export slack:T024BE7LH:U024BE7LH > person.json
                                  all that names somebody, in all chats that they have linked: articles, decisions, comments, schedules,
                                  sessions, tokens (without what opens them), absences, reminders, and their rows of the audit
npm run person -- erase slack:T024BE7LH:U024BE7LH
                                  says what there is; with --yes a pseudonym stands in its place, for good. Broken off, ask again

Ends with 0 when it was done, 1 when articles under way name them or the database did not answer, 2 when the settings name them or something else has to be put right first.`;

/** Tables without an index by person are read from end to end. */
const STATEMENT_TIMEOUT_SECONDS = 600;

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
// Whoever reads no further has what they want.
process.stdout.on('error', () => process.exit());

try {
  const pool = createPool(
    environment.databaseUrl ?? '',
    { ...config.storage, statementTimeoutSeconds: STATEMENT_TIMEOUT_SECONDS },
    () => undefined,
    environment.dataKeys,
  );
  await checkSchema(pool);
  const people = createPersonStore(pool);
  const audit = createAuditLog(pool, 'command');
  const by = localOperator();
  if (asked.kind === 'export') {
    const count = await exportPerson(asked.key, {
      people,
      async write(text) {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain');
      },
      tell: (line) => void process.stderr.write(`${line}\n`),
      now: new Date(),
    });
    // Whoever was mistyped would be known from then on.
    if (count > 0) await audit.note({ act: 'person-export', by, about: `person:${asked.key}` });
  } else {
    process.exitCode = await erasePerson(asked.key, {
      people,
      erasures: createErasureStore(pool),
      whereNamed: (keys) => whereNamed(environment.configFolder, keys),
      isMeant: asked.isMeant,
      print: (line) => void process.stdout.write(`${line}\n`),
    });
    // Of whom is what nobody is to know any more.
    if (asked.isMeant && process.exitCode === 0) await audit.note({ act: 'person-erase', by });
  }
} catch (error) {
  process.stderr.write(`${createScrub(environment.secrets)(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say; a pipe still gets the rest of it.
process.stdout.write('', () => process.exit());

function readArguments(): PersonAsked {
  try {
    return readPersonAsked(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
