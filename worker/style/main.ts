import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createStyleStore } from '../../src/storage/style-store.ts';
import { listRules, type RuleName, parseRuleName, removeRule } from './rules.ts';

// `npm run style`: what people have adopted for the house style, beside config/style.yaml.
const USAGE = `npm run style -- list              says which rules people have adopted, where, who and when
npm run style -- remove 7k3m…/1    takes one out again, by the name that the list has for it

Ends with 0 when it was done, 1 when there is no such rule or the database did not answer, 2 when something has to be put right first.`;

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
  const options = {
    style: createStyleStore(pool),
    audit: createAuditLog(pool, 'command'),
    by: localOperator(),
    print: (line: string): void => void process.stdout.write(`${line}\n`),
  };
  process.exitCode =
    asked.kind === 'list' ? await listRules(options) : await removeRule({ ...options, name: asked.name });
} catch (error) {
  process.stderr.write(`${scrub(reasonOf(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

function readArguments(): { readonly kind: 'list' } | { readonly kind: 'remove'; readonly name: RuleName } {
  try {
    const { values, positionals } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const [verb = 'list', typed, ...more] = positionals;
    if (verb === 'list' && typed === undefined) return { kind: 'list' };
    const name = verb === 'remove' && more.length === 0 ? parseRuleName(typed ?? '') : undefined;
    if (name === undefined) throw new TypeError('Say list, or remove and the name of a rule as the list has it.');
    return { kind: 'remove', name };
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
