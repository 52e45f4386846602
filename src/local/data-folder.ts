import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { LocalError } from './local-error.ts';
import { isRunning } from './processes.ts';

const HOLDER_READ_ATTEMPTS = 10;
const HOLDER_READ_PAUSE_MS = 50;

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
 * @throws LocalError `DATA_FOLDER_IN_USE` naming the process that has it, `DATA_FOLDER_UNUSABLE` when it cannot be written
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const folder = await create(path);
  const holderFile = join(folder, 'holder.json');
  const lock = take(folder);
  if (lock === undefined) throw await inUse(folder, holderFile);
  await writeFile(holderFile, `${JSON.stringify({ pid: process.pid, since: new Date().toISOString() })}\n`);
  return {
    path: folder,
    release: async () => {
      await rm(holderFile, { force: true });
      lock.release();
    },
  };
}

async function create(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    return await realpath(path);
  } catch (error) {
    throw unusable(resolve(path), error);
  }
}

function take(folder: string): FileLock | undefined {
  try {
    return tryLock(join(folder, 'copydesk.lock'));
  } catch (error) {
    throw unusable(folder, error);
  }
}

function unusable(folder: string, error: unknown): LocalError {
  return new LocalError(
    'DATA_FOLDER_UNUSABLE',
    `Could not use the data folder ${folder}: ${reasonOf(error)}. Make it writable for this user, or set COPYDESK_DATA to another folder.`,
    { cause: error },
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
    const pid = await readPid(holderFile);
    if (pid !== undefined && isRunning(pid)) return pid;
    await sleep(HOLDER_READ_PAUSE_MS);
  }
  return undefined;
}

async function readPid(holderFile: string): Promise<number | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(holderFile, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder)) return undefined;
    return typeof holder.pid === 'number' ? holder.pid : undefined;
  } catch {
    return undefined;
  }
}
