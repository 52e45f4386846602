import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalError } from '../local-error.ts';
import type { Manifest } from './manifest.ts';

/** The secret may come from a variable, and a database be older than the note of its version. */
const WHERE_THERE_IS_ONE: readonly string[] = ['secret', 'temporal.version'];

/**
 * Looks, before anything is touched, whether all is there that a backup has: somebody may have packed it anew. A link would have this user
 * read or write something else.
 *
 * @throws LocalError `BACKUP_NOT_RESTORED` that names what is missing
 */
export async function requireWhole(file: string, unpacked: string, { tables }: Manifest): Promise<void> {
  const needed = ['temporal.db', ...tables.map(({ name }) => join('tables', name))];
  for (const name of [...needed, ...WHERE_THERE_IS_ONE]) {
    const kind = await lstat(join(unpacked, name)).catch(() => undefined);
    if (kind === undefined && WHERE_THERE_IS_ONE.includes(name)) continue;
    if (kind?.isFile() !== true) throw notWhole(file, `it is not whole: ${name} is not in it, or is no file`);
  }
  if (!holdsTemporal(join(unpacked, 'temporal.db'))) throw notWhole(file, 'its temporal.db is damaged');
}

function holdsTemporal(path: string): boolean {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return database.prepare('select count(*) as namespaces from namespaces').get()?.['namespaces'] !== 0;
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

function notWhole(file: string, why: string): LocalError {
  return new LocalError(
    'BACKUP_NOT_RESTORED',
    `Could not restore ${file}: ${why}. Nothing has changed; use the file as npm run backup made it, or another one.`,
  );
}
