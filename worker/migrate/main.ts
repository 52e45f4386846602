import { exitOnConfigError } from '../../src/config/exit-on-config-error.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { requireSharedServers } from '../../src/config/require-shared-servers.ts';
import { migrate } from '../../src/storage/migrate.ts';

// `npm run migrate`: brings the schema of DATABASE_URL up to date. Workers do the same when they start.
const { databaseUrl = '' } = exitOnConfigError(() => {
  const environment = readEnvironment(process.env);
  requireSharedServers(environment, ['DATABASE_URL']);
  return environment;
});
await migrate(databaseUrl, (message) => process.stderr.write(`${message}\n`));
