import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayTakeTurns } from '../../src/local/fair-queues.ts';
import { makeTestFolder } from '../support/test-folder.ts';

describe('the task queues of the own Temporal', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await makeTestFolder();
    file = join(folder, 'temporal.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** As server 1.29 makes it, as far as it matters here. */
  function open(): DatabaseSync {
    const database = new DatabaseSync(file);
    database.exec(
      'pragma journal_mode = wal; create table tasks (task_id bigint); create table tasks_v2 (task_id bigint)',
    );
    return database;
  }

  it('take turns in a database that is made now, and in one of before in which nothing waits', () => {
    expect(mayTakeTurns(file)).toBe(true);
    const database = open();
    database.exec('insert into tasks_v2 values (1)');
    database.close();
    expect(mayTakeTurns(file)).toBe(true);
  });

  it('stay as they are as long as something waits that was put there without turns, also after a crash', () => {
    const database = open();
    database.exec('insert into tasks values (1)');
    // Not closed: what it wrote is in the log beside the database.
    expect(mayTakeTurns(file)).toBe(false);
    database.exec('delete from tasks');
    expect(mayTakeTurns(file)).toBe(true);
    database.close();
  });

  it('are no matter of a file that is no database, of which the server says so', async () => {
    await writeFile(file, 'no database');
    expect(mayTakeTurns(file)).toBe(true);
  });
});
