import { chmod, chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { reasonOf } from '../../lib/reason-of.ts';
import { type Environment, runCommand } from '../command.ts';
import { openDataFolder } from '../data-folder.ts';
import { tryLock } from '../file-lock.ts';
import { LocalError } from '../local-error.ts';
import { startPostgres } from '../postgres-server.ts';
import { writeTables } from './copy-tables.ts';
import { BACKUP_FORMAT, type Manifest } from './manifest.ts';

/** Writers are held up that long at most before they are left alone. */
const LOCK_TIMEOUT_MS = 60_000;
/** Of SQLite's backup: all pages in one step, which a writer cannot make begin anew. */
const ALL_PAGES = 2 ** 31 - 1;
const KEPT_FILES = ['secret', 'temporal.version'];

export interface MakeBackupOptions {
  readonly dataFolder: string;
  /** Of the `npm start` that runs on it; absent: none does. */
  readonly runningDatabaseUrl?: string | undefined;
  /** The file to make. */
  readonly file: string;
  /** For `tar`. */
  readonly env: Environment;
  readonly log: (line: string) => void;
}

/**
 * Writes everything that the embedded servers keep into one file, which only its owner reads: the secret of the instance is in it.
 *
 * @throws LocalError `BACKUP_NOT_MADE`, and what bringing up PostgreSQL throws where nothing runs
 */
export async function makeBackup(options: MakeBackupOptions): Promise<void> {
  const { dataFolder, runningDatabaseUrl, file, log } = options;
  if (basename(file) === '-')
    throw new LocalError('BACKUP_NOT_MADE', 'Could not write to standard output: a backup is a file. Name one.');
  if (await exists(file))
    throw new LocalError('BACKUP_NOT_MADE', `Could not write ${file}: it is there already. Name another file.`);
  if (!(await exists(join(dataFolder, 'temporal.db'))) || !(await exists(join(dataFolder, 'postgres'))))
    throw new LocalError(
      'BACKUP_NOT_MADE',
      `Could not back up ${dataFolder}: nothing is in it yet. Set COPYDESK_DATA to the folder that npm start uses.`,
    );
  if (runningDatabaseUrl !== undefined) return await writeAlone(options, dataFolder, runningDatabaseUrl);
  const folder = await openDataFolder(dataFolder);
  try {
    const postgres = await startPostgres({ dataFolder: folder.path, port: 0, log });
    try {
      await writeAlone(options, folder.path, postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    await folder.release();
  }
}

async function writeAlone(options: MakeBackupOptions, dataFolder: string, databaseUrl: string): Promise<void> {
  const lock = tryLock(join(dataFolder, 'backup.lock'));
  if (lock === undefined)
    throw new LocalError('BACKUP_NOT_MADE', `Another backup of ${dataFolder} is being made. Wait until it is done.`);
  try {
    await write(options, dataFolder, databaseUrl);
  } catch (error) {
    if (error instanceof LocalError) throw error;
    const why = `Could not write ${options.file}: ${faultOf(error, dataFolder)}. Nothing has changed.`;
    throw new LocalError('BACKUP_NOT_MADE', why, { cause: error });
  } finally {
    lock.release();
  }
}

/** What is in the way, and the way out. PostgreSQL copies its tables on the disk of its data first. */
function faultOf(error: unknown, dataFolder: string): string {
  const reason = reasonOf(error);
  if (/no space left|disk is full|ENOSPC|EDQUOT|quota exceeded/i.test(reason))
    return `its disk or that of ${dataFolder} is full (${reason}). Make room, or name a file on another disk`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such folder. Make it, or name a file in another one';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `its folder is not to be written by this user (${reason}). Name a file in another one`;
  return `${reason}. Try again`;
}

async function write({ file, env }: MakeBackupOptions, dataFolder: string, databaseUrl: string): Promise<void> {
  const staging = `${file}.making`;
  const reader = clientOf(databaseUrl);
  await reader.connect();
  let copies: string | undefined;
  try {
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { mode: 0o700 });
    await readBothAtOnce(reader, databaseUrl, () => copyTemporal(dataFolder, join(staging, 'temporal.db')));
    copies = await folderOfServer(reader);
    const contents = await writeTables(reader, join(copies, 'tables'));
    const manifest: Manifest = { format: BACKUP_FORMAT, made: new Date().toISOString(), ...contents };
    await writeFile(join(staging, 'manifest.json'), `${JSON.stringify(manifest, undefined, 1)}\n`);
    const kept = (await readdir(dataFolder)).filter((name) => KEPT_FILES.includes(name));
    const from = ['-C', staging, 'manifest.json', 'temporal.db', '-C', dataFolder, ...kept, '-C', copies, 'tables'];
    const whole = join(staging, 'whole');
    await writeFile(whole, '', { mode: 0o600 });
    const { code, output } = await runCommand('tar', ['-czf', whole, ...from], { env });
    if (code !== 0) throw new Error(`tar says: ${output.trim().split('\n')[0]}`);
    await rename(whole, file);
  } finally {
    await reader.end();
    if (copies !== undefined) await rm(copies, { recursive: true, force: true });
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * Holds up every writer of PostgreSQL while Temporal is copied, so that both are of one moment: what Temporal believes to be stored is,
 * and what the tables call handed over is. Leaves the reader in a transaction that goes on seeing that moment.
 */
async function readBothAtOnce(reader: pg.Client, databaseUrl: string, copy: () => Promise<void>): Promise<void> {
  const holder = clientOf(databaseUrl);
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
    const { rows } = await holder.query<{ tables: string }>(
      `select string_agg(quote_ident(tablename), ', ' order by tablename) as tables from pg_tables where schemaname = 'public'`,
    );
    await holder.query(`lock table ${rows[0]?.tables ?? ''} in share mode`);
    await reader.query('begin isolation level repeatable read read only');
    // The first statement chooses the moment.
    await reader.query('select 1');
    await copy();
  } finally {
    await holder.end();
  }
}

/** A server that goes away in between fails the query; the event is the same news again. */
export function clientOf(connectionString: string): pg.Client {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  return client;
}

async function copyTemporal(dataFolder: string, target: string): Promise<void> {
  const database = new DatabaseSync(join(dataFolder, 'temporal.db'), { readOnly: true });
  try {
    await backup(database, target, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

/** A folder of ours that the server may write into, whoever it runs as. */
async function folderOfServer(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ data: string }>(`select current_setting('data_directory') as data`);
  const home = dirname(rows[0]?.data ?? '');
  return await makeForServer(home, 'backup');
}

/**
 * Makes `<home>/<name>/tables`, for whoever owns the cluster beside it.
 * @returns `<home>/<name>`
 */
export async function makeForServer(home: string, name: string): Promise<string> {
  const folder = join(home, name);
  const { uid, gid } = await stat(join(home, 'data'));
  await rm(folder, { recursive: true, force: true });
  for (const path of [folder, join(folder, 'tables')]) {
    await mkdir(path);
    await chmod(path, 0o700);
    if (process.getuid?.() === 0) await chown(path, uid, gid);
  }
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
