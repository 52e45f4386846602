import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** Opens a server's log for appending and answers its descriptor; what is over 10 MB is set aside as `<file>.1` first. */
export function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** Bytes; 0 where there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * The last lines of a server's log, for the error that says why it did not start.
 * @param since how large it was before: nothing of an earlier start. Default: all of it
 */
export function tailOf(file: string, { lines = 8, since = 0 } = {}): string {
  const size = sizeOf(file);
  // Set aside meanwhile, it has begun anew.
  const length = Math.min(size < since ? size : size - since, 8192);
  if (length === 0) return '';
  const buffer = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, length, size - length);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
