import { CONFIG_EXIT_CODE } from '../../../src/config/config-error.ts';
import { loadSettings } from '../../../src/config/load.ts';
import { requireShared } from '../../../src/config/require-shared.ts';
import { withRunningServers } from '../../../src/config/running-servers.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../../src/process/exit-on-config-error.ts';
import { localOperator } from '../../../src/process/local-operator.ts';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { checkSchema } from '../../../src/storage/migrate.ts';
import { createPool } from '../../../src/storage/pool.ts';
import { createTokenStore } from '../connect/token-store.ts';
import { createToken, listTokens, revokeToken } from './commands.ts';
import { readTokenArguments, type TokenCommand, USAGE } from './read-arguments.ts';

// `npm run token`: who may use the HTTP API, as whom, and for what.
const asked = readArguments();
const { config, environment } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const settings = loadSettings(withRunningServers(process.env).variables);
  requireShared(settings.environment, ['DATABASE_URL']);
  return settings;
});
const scrub = createScrub(environment.secrets);

try {
  const pool = createPool(environment.databaseUrl ?? '', config.storage, () => undefined, environment.dataKeys);
  await checkSchema(pool);
  process.exitCode = await run(asked, {
    tokens: createTokenStore(pool),
    audit: createAuditLog(pool, 'command'),
    by: localOperator(),
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
    now: () => new Date(),
  });
} catch (error) {
  process.stderr.write(`${scrub(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

async function run(
  command: Exclude<TokenCommand, { readonly kind: 'help' }>,
  options: Parameters<typeof listTokens>[0],
): Promise<number> {
  switch (command.kind) {
    case 'create':
      return await createToken(command, options);
    case 'list':
      return await listTokens(options);
    case 'revoke':
      return await revokeToken(command.id, options);
    default:
      return command satisfies never;
  }
}

function readArguments(): Exclude<TokenCommand, { readonly kind: 'help' }> {
  try {
    const command = readTokenArguments(process.argv.slice(2));
    if (command.kind !== 'help') return command;
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
