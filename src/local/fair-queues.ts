import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Whether the task queues of a server on this database may take turns (`matching.enableFairness`) and have one partition. What waits in such
 * queues is in a table of its own, and server 1.29 does not look into the other one then: what waits there would never be done. It is as
 * empty as the day the database was made once they take turns.
 *
 * @param file SQLite's, which need not be there, nor be whole: that is the server's to say
 */
export function mayTakeTurns(file: string): boolean {
  if (!existsSync(file)) return true;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare('select 1 from tasks limit 1').get() === undefined;
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}
