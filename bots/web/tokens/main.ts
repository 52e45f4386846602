import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../../src/process/command.ts';
import { localOperator } from '../../../src/process/local-operator.ts';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { createTokenStore } from '../connect/token-store.ts';
import { createToken, listTokens, revokeToken } from './commands.ts';
import { readTokenArguments, type TokenCommand, USAGE } from './read-arguments.ts';

// `npm run token`: who may use the HTTP API, as whom, and for what.
const asked = readCommand(USAGE, () => readTokenArguments(process.argv.slice(2)));
const settings = loadCommandSettings(process.env, ['DATABASE_URL']);

await endCommand(settings, async () => {
  const pool = await openCommandDatabase(settings);
  return await run(asked, {
    tokens: createTokenStore(pool),
    audit: createAuditLog(pool, 'command'),
    by: localOperator(),
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
    now: () => new Date(),
  });
});

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
