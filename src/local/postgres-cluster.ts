import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { LocalError } from './local-error.ts';
import type { PostgresFiles } from './postgres-files.ts';

/** The role that owns everything, and the database that holds it. */
export const POSTGRES_ROLE = 'copydesk';

/** What PostgreSQL's programs need of an environment; messages in English, whatever the machine speaks. */
export const POSTGRES_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export interface PrepareClusterOptions {
  readonly files: PostgresFiles;
  /** Mode 0600; made where missing. */
  readonly passwordFile: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the cluster where there is none. The password is random, made once, and kept in its own file; when that file
 * was lost, the role gets a new one. PostgreSQL must not be running.
 *
 * @returns the password
 * @throws LocalError `POSTGRES_NOT_STARTED`
 */
export async function prepareCluster(options: PrepareClusterOptions): Promise<string> {
  await requireOwnVersion(options);
  const known = await readPassword(options.passwordFile);
  const password = known ?? randomBytes(24).toString('base64url');
  if (known === undefined) await writePassword(options.passwordFile, password);
  if (!(await exists(join(options.files.home, 'data')))) await initialise(options, password);
  else if (known === undefined) await changePassword(options, password);
  return password;
}

/** PostgreSQL reads what its own major version wrote, and says so of another one with the end of a log. */
async function requireOwnVersion({ files, signal }: PrepareClusterOptions): Promise<void> {
  const data = join(files.home, 'data');
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (made === '') return;
  const output = await runProgram('postgres', files, signal, ['--version']);
  const own = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (own === undefined || own === made) return;
  throw new LocalError(
    'POSTGRES_VERSION_DIFFERS',
    `Could not start PostgreSQL ${own} on ${data}: PostgreSQL ${made} made it, and only that version reads it. Nothing in it was touched. With the release of Copydesk that ran here before: npm run backup; then with this one: npm run restore -- FILE --force.`,
  );
}

/** The password of the cluster; `undefined` when its file is not there. */
export async function readPassword(passwordFile: string): Promise<string | undefined> {
  try {
    const password = (await readFile(passwordFile, 'utf8')).trim();
    return password === '' ? undefined : password;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new LocalError('POSTGRES_NOT_STARTED', `Could not read ${passwordFile}: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

async function writePassword(file: string, password: string): Promise<void> {
  await writeFile(`${file}.new`, `${password}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Into a folder beside it first: what a killed `initdb` leaves behind is never mistaken for a cluster. */
async function initialise({ files, signal }: PrepareClusterOptions, password: string): Promise<void> {
  const unfinished = join(files.home, 'data.new');
  const passwordCopy = join(files.home, 'password.new');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordCopy, `${password}\n`, { mode: 0o600 });
  if (files.user !== undefined) await chown(passwordCopy, files.user.uid, files.user.gid);
  try {
    await runProgram('initdb', files, signal, [
      `--pgdata=${unfinished}`,
      `--username=${POSTGRES_ROLE}`,
      `--pwfile=${passwordCopy}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own Unicode rules: the same on every machine, whichever locales are installed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
  } finally {
    await rm(passwordCopy, { force: true });
  }
  await rename(unfinished, join(files.home, 'data'));
}

async function changePassword({ files, signal }: PrepareClusterOptions, password: string): Promise<void> {
  // Our own alphabet (base64url): nothing in it needs quoting. Over standard input: a command line is for everyone to read.
  const statement = `ALTER ROLE ${POSTGRES_ROLE} PASSWORD '${password}'\n`;
  await runProgram('postgres', files, signal, ['--single', '-D', join(files.home, 'data'), 'postgres'], statement);
}

async function runProgram(
  program: 'initdb' | 'postgres',
  files: PostgresFiles,
  signal: AbortSignal | undefined,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const file = join(files.native, 'bin', program);
  const options = { env: POSTGRES_ENVIRONMENT, cwd: '/', signal, input, ...files.user };
  const { code, output } = await runCommand(file, args, options).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new LocalError('POSTGRES_NOT_STARTED', `Could not run ${file}: ${reasonOf(error)}.`, { cause: error });
  });
  if (code === 0) return output;
  throw new LocalError(
    'POSTGRES_NOT_STARTED',
    `Could not prepare PostgreSQL in ${files.home}: ${program} ended with exit code ${code}:\n${output.trim().split('\n').slice(-8).join('\n')}`,
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
