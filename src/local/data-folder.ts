import { execFile } from 'node:child_process';
import { mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { freeMegabytes } from './disk-space.ts';
import { tryLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { startOfProcess } from '../lib/start-of-process.ts';
import { LocalError } from './local-error.ts';
import { isRunning } from './processes.ts';

const run = promisify(execFile);

const LOCK_FILE = 'copydesk.lock';
/** What only its owner may write. PostgreSQL's own files belong to somebody else where root starts it. */
const KEPT = [LOCK_FILE, 'secret', 'temporal.db', 'postgres.password'];
/** A new database takes 60 MB, and what PostgreSQL writes before it puts that in order another 16 at a time. */
const NEEDED_MEGABYTES = 150;
/** With the names of what is in it. */
const MOST_PATH_BYTES = 480;
const HOLDER_READ_ATTEMPTS = 10;
const HOLDER_READ_PAUSE_MS = 50;

/** Who has the folder, for the sentence that refuses the next one. */
const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** See {@link startOfProcess}. */
  started: z.string().optional(),
  since: z.string(),
});
type Holder = z.output<typeof holderSchema>;

/** The folder in which this instance, and no other, keeps its state. */
export interface DataFolder {
  /** Absolute, with every link resolved, so that one folder has one name. */
  readonly path: string;
  /** Lets the next instance in. Call it after every server that writes here has stopped. */
  release(): Promise<void>;
}

/**
 * Creates the folder where missing and takes it for this process; ends with `release()` or with the process.
 *
 * @param path absolute or relative to the working directory
 * @throws LocalError `DATA_FOLDER_IN_USE` naming the process that has it, `DATA_FOLDER_UNUSABLE` when it cannot be written, or is another user's
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const folder = await create(path);
  const holderFile = join(folder, 'holder.json');
  const lock = await take(folder);
  if (lock === undefined) throw await inUse(folder, holderFile);
  const holder: Holder = { pid: process.pid, started: startOfProcess(process.pid), since: new Date().toISOString() };
  await writeFile(holderFile, `${JSON.stringify(holder)}\n`);
  return {
    path: folder,
    release: async () => {
      await rm(holderFile, { force: true });
      lock.release();
    },
  };
}

/**
 * Makes the folder for traces in a data folder that this process holds.
 * @throws LocalError `DATA_FOLDER_UNUSABLE`
 */
export async function openTracesFolder(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, 'traces');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await requireOurs(folder);
    return folder;
  } catch (error) {
    throw await unusable(folder, error);
  }
}

async function create(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    const folder = await realpath(path);
    await requireOurs(folder);
    await requireSpace(folder);
    return folder;
  } catch (error) {
    throw error instanceof LocalError ? error : await unusable(resolve(path), error);
  }
}

/** By trying: what a file system says of owners and rights is not always what it does. @throws what the system says, or LocalError */
async function requireOurs(folder: string): Promise<void> {
  const trial = join(folder, `.trial-${process.pid}`);
  let user: number;
  try {
    await writeFile(trial, 'x');
    user = (await stat(trial)).uid;
  } finally {
    await rm(trial, { force: true });
  }
  for (const name of KEPT) {
    const owner = (await stat(join(folder, name)).catch(() => undefined))?.uid;
    if (owner !== undefined && owner !== user) throw await ofAnother(folder, owner);
  }
}

async function requireSpace(folder: string): Promise<void> {
  const free = await freeMegabytes(folder);
  if (free === undefined || free >= NEEDED_MEGABYTES) return;
  throw new LocalError(
    'DATA_FOLDER_UNUSABLE',
    `Could not use the data folder ${folder}: ${free} MB are free on its disk, and the servers need ${NEEDED_MEGABYTES} to start. Make room, or set COPYDESK_DATA to a folder on another disk. Nothing is lost.`,
  );
}

async function take(folder: string): Promise<FileLock | undefined> {
  try {
    return tryLock(join(folder, LOCK_FILE));
  } catch (error) {
    throw await unusable(folder, error);
  }
}

async function unusable(folder: string, error: unknown): Promise<LocalError> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const owner = (await stat(folder).catch(() => undefined))?.uid;
  const isDenied = code === 'EACCES' || code === 'EPERM';
  if (isDenied && owner !== undefined && owner !== process.getuid?.()) return await ofAnother(folder, owner, error);
  return new LocalError(
    'DATA_FOLDER_UNUSABLE',
    `Could not use the data folder ${folder}: ${reasonOf(error)}. ${wayOut(folder, code)}, or set COPYDESK_DATA to another folder.`,
    { cause: error },
  );
}

function wayOut(folder: string, code: unknown): string {
  // SQLite: of a path at most 512 bytes (MAX_PATHNAME).
  if (code === 'ENAMETOOLONG' || Buffer.byteLength(folder) > MOST_PATH_BYTES)
    return 'Its path is too long: move it to a shorter one';
  switch (code) {
    case 'EROFS':
      return 'Mount its file system for writing';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk is full: make room';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'A file has its name or that of a folder above it: move that away';
    case 'ENOENT':
    case 'ELOOP':
      return 'It is a link that leads nowhere: make the folder that it names, or remove the link';
    case 'ERR_SQLITE_ERROR':
      return `Remove ${join(folder, LOCK_FILE)}, which holds nothing and is made anew`;
    default:
      return 'Make it writable for this user';
  }
}

/** Two users on one folder would each lock the other out: of what root has written nobody else reads a thing. */
async function ofAnother(folder: string, owner: number, cause?: unknown): Promise<LocalError> {
  const name = await nameOf(owner);
  const who = name === undefined ? `user ${owner}` : `user ${name}`;
  const start = `sudo -u ${name ?? `'#${owner}'`} npm start`;
  return new LocalError(
    'DATA_FOLDER_UNUSABLE',
    `Could not use the data folder ${folder}: it belongs to ${who}. Nothing in it was touched. Start as ${who} (${start}), or set COPYDESK_DATA to another folder.`,
    { cause },
  );
}

async function nameOf(uid: number): Promise<string | undefined> {
  return await run('id', ['-un', String(uid)]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

async function inUse(folder: string, holderFile: string): Promise<LocalError> {
  const holder = await readHolder(holderFile);
  const who = holder === undefined ? 'Another process' : `Process ${holder}`;
  const stop = holder === undefined ? 'Stop it' : `Stop it (kill ${holder})`;
  return new LocalError(
    'DATA_FOLDER_IN_USE',
    `${who} is already running Copydesk on ${folder}. ${stop}, or set COPYDESK_DATA to another folder: two on one would destroy its data.`,
  );
}

/** The holder writes its id just after taking the lock, so a starter that lost the race looks more than once. */
async function readHolder(holderFile: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < HOLDER_READ_ATTEMPTS; attempt += 1) {
    const holder = await readNote(holderFile);
    // What an earlier one left, whose id went to another program since: nobody is to be told to stop that.
    if (holder !== undefined && isRunning(holder.pid) && holder.started === startOfProcess(holder.pid))
      return holder.pid;
    await sleep(HOLDER_READ_PAUSE_MS);
  }
  return undefined;
}

async function readNote(holderFile: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(holderFile, 'utf8')));
  } catch {
    return undefined;
  }
}
