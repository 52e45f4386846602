import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CONFIG_EXIT_CODE, ConfigError } from '../../config/config-error.ts';
import { readEnvironment } from '../../config/environment.ts';
import { withRunningServers } from '../../config/running-servers.ts';
import { selectsTemporal } from '../../config/temporal-connection.ts';
import { createScrub } from '../../lib/scrub.ts';
import { LocalError } from '../local-error.ts';
import { makeBackup } from './make-backup.ts';
import { putBackBroken } from './put-back.ts';
import { restoreBackup } from './restore-backup.ts';

// `npm run backup [FILE]` and `npm run restore FILE`: what `npm start` keeps, in one file.
const USAGE = `npm run backup                      everything that npm start keeps, in a file of its own; it may run meanwhile
npm run backup FILE                 the same, in that file
npm run restore FILE                makes the data folder of it, where there is none
npm run restore -- FILE --force     the same, and sets aside what is there

COPYDESK_DATA says which folder. Ends with 0 when it was done, 1 when it was not, 2 for a fault in the arguments or variables.`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
let scrub = (text: string): string => text;
try {
  await run();
} catch (error) {
  const isFault = error instanceof ConfigError || error instanceof TypeError;
  const text = error instanceof Error ? error.message : String(error);
  const isExpected = isFault || error instanceof LocalError;
  say(scrub(isExpected || !(error instanceof Error) ? text : (error.stack ?? text)));
  if (error instanceof TypeError) say(`\n${USAGE}`);
  process.exitCode = isFault ? CONFIG_EXIT_CODE : 1;
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

async function run(): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return void process.stdout.write(`${USAGE}\n`);
  const environment = readEnvironment(process.env);
  if (environment.databaseUrl !== undefined || selectsTemporal(environment))
    throw new LocalError(
      'BACKUP_NOT_MADE',
      'This is for the servers that npm start brings up itself, and DATABASE_URL or a TEMPORAL_ variable names others: back those up with their own tools (pg_dump), or unset it.',
    );
  const { variables, pid } = withRunningServers(process.env);
  const runningDatabaseUrl = pid === undefined ? undefined : variables['DATABASE_URL'];
  scrub = createScrub([...environment.secrets, ...(runningDatabaseUrl === undefined ? [] : [runningDatabaseUrl])]);
  const { dataFolder } = environment;
  const [name] = positionals;
  if (positionals.length > 1) throw new TypeError('Name one file.');
  // npm runs its scripts in the folder of package.json, wherever it was called.
  const toFile = (given: string): string => resolve(process.env['INIT_CWD'] ?? '.', given);
  if (command === 'backup') {
    if (pid === undefined) await putBackBroken(dataFolder, say);
    const file = toFile(name ?? `copydesk-${new Date().toISOString().replace(/\..*/, '').replaceAll(':', '-')}.tar.gz`);
    await makeBackup({ dataFolder: resolve(dataFolder), runningDatabaseUrl, file, env: process.env, log: say });
    process.stdout.write(`${file}\n`);
    return;
  }
  if (command !== 'restore') throw new TypeError('Say backup or restore.');
  if (name === undefined) throw new TypeError('Say which file: npm run restore FILE.');
  await restoreBackup({ dataFolder, file: toFile(name), force: values.force === true, env: process.env, log: say });
  say(`${resolve(dataFolder)} is what it was then. npm start goes on with it.`);
}
