import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fault, type Finding, ok, warning } from './doctor.ts';

const MEGABYTE = 1024 ** 2;
const GIGABYTE = 1024 ** 3;
/** PostgreSQL keeps up to 1 GB of write-ahead log (`max_wal_size`); an article with its history takes less than one megabyte. */
const LITTLE_BYTES = 2 * GIGABYTE;
/** A few segments of write-ahead log of 16 MB each: then nothing can be written any more. */
const NONE_BYTES = 100 * MEGABYTE;

/** Whether there is space left for the data folder, whether it exists yet or not, and whether it may be written. */
export async function examineDisk(dataFolder: string): Promise<Finding> {
  const folder = await nearestExisting(resolve(dataFolder));
  try {
    await access(folder, constants.W_OK);
  } catch {
    return fault(
      `${folder} may not be written by this user`,
      'Make it writable, or set COPYDESK_DATA to another folder: npm start keeps its data there.',
    );
  }
  const { bavail, bsize } = await statfs(folder);
  return judgeSpace(bavail * bsize, dataFolder);
}

export function judgeSpace(freeBytes: number, dataFolder: string): Finding {
  const left = `${sizeOf(freeBytes)} left for ${dataFolder}`;
  if (freeBytes < NONE_BYTES)
    return fault(left, 'Make space now: a full disk stops Temporal and PostgreSQL in the middle of their work.');
  if (freeBytes < LITTLE_BYTES)
    return warning(left, 'Make space before it is full: Temporal and PostgreSQL write there with every step.');
  return ok(left);
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch {
    const above = dirname(path);
    return above === path ? path : await nearestExisting(above);
  }
}

function sizeOf(bytes: number): string {
  return bytes >= GIGABYTE ? `${Math.floor(bytes / GIGABYTE)} GB` : `${Math.floor(bytes / MEGABYTE)} MB`;
}
