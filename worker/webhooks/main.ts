import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createWebhookStore } from '../../src/storage/webhook-store.ts';
import { answer } from './answer.ts';
import { type Asked, readAsked } from './asked.ts';

// `npm run webhooks`: who is told what happens to articles, and what became of it.
const USAGE = `npm run webhooks -- list                              says who is told, and what is due, delivered, given up
npm run webhooks -- deliveries newsroom               what became of its events, the latest first
  --given-up | --due                                  only those
  --limit 50                                          so many
npm run webhooks -- replay newsroom                   sends once more what was given up
  --since 2026-11-29 | --since 24h                    all since then, delivered or not
  --id msg_3f9a…                                      one event
npm run webhooks -- enable newsroom                   after it said that it is gone
npm run --silent webhooks -- secret                   prints a new secret

Ends with 0 when it was done, 1 when there is no such endpoint, nothing to replay or no database, 2 when something has to be put right first.`;

const asked = readArguments();
if (asked.kind === 'help' || asked.kind === 'secret') {
  process.stdout.write(`${asked.kind === 'help' ? USAGE : makeWebhookSecret()}\n`);
  process.exit(0);
}
const { config, environment } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const settings = loadSettings(withRunningServers(process.env).variables);
  requireShared(settings.environment, ['DATABASE_URL']);
  return settings;
});

try {
  const pool = createPool(environment.databaseUrl ?? '', config.storage, () => undefined, environment.dataKeys);
  await checkSchema(pool);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  process.exitCode = await answer(asked, {
    store: createWebhookStore(pool),
    audit: createAuditLog(pool, 'command'),
    by: localOperator(),
    print,
  });
} catch (error) {
  process.stderr.write(`${createScrub(environment.secrets)(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

function readArguments(): Asked {
  try {
    return readAsked(process.argv.slice(2), new Date());
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
