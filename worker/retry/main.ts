import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { dataConverterOf } from '../../src/config/data-converter.ts';
import { explainTemporal, reachTemporal } from '../../src/process/open-temporal.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { readTemporalConnection } from '../../src/config/temporal-connection.ts';
import { createArticleGateway } from '../../src/gateway/article-gateway.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { createArticleList } from '../../src/storage/article-list.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createRequestStore } from '../../src/storage/request-store.ts';
import { retryStuck } from './retry-stuck.ts';

// `npm run retry -- --stage stuck`: after an outage, takes up all articles that wait for a person because a step failed.
const USAGE = `npm run retry -- --stage stuck             takes up every article that waits because a step failed
npm run retry -- --stage stuck --dry-run   says which they are

Ends with 0 when all were taken up, 1 when some were not or a server did not answer, 2 when something has to be put right first.`;

const { dryRun } = readOptions();
const { config, environment, temporal } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const { variables } = withRunningServers(process.env);
  const settings = loadSettings(variables);
  requireShared(settings.environment, ['DATABASE_URL', 'TEMPORAL_ADDRESS']);
  return { ...settings, temporal: readTemporalConnection(variables) };
});
const scrub = createScrub(environment.secrets);

try {
  process.exitCode = (await run()) > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${scrub(reasonOf(explainTemporal(error, temporal)))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

async function run(): Promise<number> {
  const pool = createPool(environment.databaseUrl ?? '', config.storage, () => undefined, environment.dataKeys);
  await checkSchema(pool);
  const gateway = createArticleGateway({
    client: await reachTemporal(temporal, dataConverterOf(environment, config.temporal.encryptPayloads)),
    ids: { idOf: startsNone },
    requests: createRequestStore(pool),
    lists: createArticleList(pool),
    settings: config.article,
  });
  return await retryStuck({ gateway, dryRun, print: (line) => process.stdout.write(`${line}\n`) });
}

function startsNone(): never {
  throw new Error('This command starts no articles.');
}

function readOptions(): { readonly dryRun: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        stage: { type: 'string' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    if (values.stage !== 'stuck')
      throw new TypeError('Say which: --stage stuck. In no other stage is there anything to try again.');
    return { dryRun: values['dry-run'] === true };
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
