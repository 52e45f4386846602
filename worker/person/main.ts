import { once } from 'node:events';
import { whereNamed } from '../../src/config/where-named.ts';
import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../src/process/command.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { createErasureStore } from '../../src/storage/erasure-store.ts';
import { createPersonStore } from '../../src/storage/person-store.ts';
import { readPersonAsked } from './asked.ts';
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

const asked = readCommand(USAGE, () => readPersonAsked(process.argv.slice(2)));
const settings = loadCommandSettings(process.env, ['DATABASE_URL']);

await endCommand(settings, async () => {
  const pool = await openCommandDatabase(settings, STATEMENT_TIMEOUT_SECONDS);
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
    return 0;
  }
  const code = await erasePerson(asked.key, {
    people,
    erasures: createErasureStore(pool),
    whereNamed: (keys) => whereNamed(settings.environment.configFolder, keys),
    isMeant: asked.isMeant,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
  // Of whom is what nobody is to know any more.
  if (asked.isMeant && code === 0) await audit.note({ act: 'person-erase', by });
  return code;
});
