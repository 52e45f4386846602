import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { grantRole } from '../../src/storage/grant-role.ts';
import { migrate } from '../../src/storage/migrate.ts';

// `npm run migrate`: brings the tables in DATABASE_URL up to date, once per release, before the processes of that release start.
const USAGE = `npm run migrate                          brings the tables in DATABASE_URL up to date
npm run migrate -- --grant copydesk_app  and lets this role do what the processes do, and nothing else: it changes no row of the audit

With GRANT_PASSWORD the role is made, or gets this password.`;

const grant = readOptions();
const { databaseUrl = '' } = exitOnConfigError(() => {
  const environment = readEnvironment(process.env);
  requireShared(environment, ['DATABASE_URL']);
  return environment;
});
try {
  await migrate(databaseUrl, (message) => process.stderr.write(`${message}\n`));
  const { GRANT_PASSWORD: password } = process.env;
  if (grant !== undefined)
    await grantRole(databaseUrl, {
      name: grant,
      ...(password !== undefined && password !== '' && { password }),
    });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCodeOf(error);
}

function readOptions(): string | undefined {
  try {
    const { values } = parseArgs({
      options: { grant: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    if (values.grant === '') throw new TypeError('--grant needs the name of a role.');
    return values.grant;
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
