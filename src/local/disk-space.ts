import { statfs } from 'node:fs/promises';

const MEGABYTE = 1024 * 1024;
/** PostgreSQL writes its log in pieces of 16 MB, and keeps one in hand. */
const FULL_BYTES = 32 * MEGABYTE;

/** What is free for this user on the file system of that folder, in MB; undefined where it does not say. */
export async function freeMegabytes(folder: string): Promise<number | undefined> {
  const { blocks, bavail, bsize } = await statfs(folder);
  return blocks === 0 ? undefined : Math.floor((bavail * bsize) / MEGABYTE);
}

/** Whether that is why servers end which keep their data there. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const free = await freeMegabytes(folder).catch(() => undefined);
  return free !== undefined && free * MEGABYTE < FULL_BYTES;
}
