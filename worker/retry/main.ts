import { parseArgs } from 'node:util';
import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../src/process/command.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { dataConverterOf } from '../../src/config/data-converter.ts';
import { explainTemporal, reachTemporal } from '../../src/process/open-temporal.ts';
import { readTemporalConnection } from '../../src/config/temporal-connection.ts';
import { createArticleGateway } from '../../src/gateway/article-gateway.ts';
import { createArticleList } from '../../src/storage/article-list.ts';
import { createRequestStore } from '../../src/storage/request-store.ts';
import { retryStuck } from './retry-stuck.ts';

// `npm run retry -- --stage stuck`: after an outage, takes up all articles that wait for a person because a step failed.
const USAGE = `npm run retry -- --stage stuck             takes up every article that waits because a step failed
npm run retry -- --stage stuck --dry-run   says which they are

Ends with 0 when all were taken up, 1 when some were not or a server did not answer, 2 when something has to be put right first.`;

const { dryRun } = readCommand(USAGE, readAsked);
const settings = loadCommandSettings(process.env, ['DATABASE_URL', 'TEMPORAL_ADDRESS']);
const temporal = exitOnConfigError(() => readTemporalConnection(settings.variables));

await endCommand(
  settings,
  async () => {
    const { config } = settings;
    const pool = await openCommandDatabase(settings);
    const gateway = createArticleGateway({
      client: await reachTemporal(temporal, dataConverterOf(settings.environment, config.temporal.encryptPayloads)),
      ids: { idOf: startsNone },
      requests: createRequestStore(pool),
      lists: createArticleList(pool),
      settings: config.article,
    });
    const failed = await retryStuck({ gateway, dryRun, print: (line) => process.stdout.write(`${line}\n`) });
    return failed > 0 ? 1 : 0;
  },
  (error) => explainTemporal(error, temporal),
);

function startsNone(): never {
  throw new Error('This command starts no articles.');
}

function readAsked() {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return { kind: 'help' } as const;
  if (values.stage !== 'stuck')
    throw new TypeError('Say which: --stage stuck. In no other stage is there anything to try again.');
  return { kind: 'retry', dryRun: values['dry-run'] === true } as const;
}
