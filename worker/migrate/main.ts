import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { migrate } from '../../src/storage/migrate.ts';

// `npm run migrate`: brings the tables in DATABASE_URL up to date, once per release, before the processes of that release start.
const { databaseUrl = '' } = exitOnConfigError(() => {
  const environment = readEnvironment(process.env);
  requireShared(environment, ['DATABASE_URL']);
  return environment;
});
try {
  await migrate(databaseUrl, (message) => process.stderr.write(`${message}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
