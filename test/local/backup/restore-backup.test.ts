import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreBackup } from '../../../src/local/backup/restore-backup.ts';
import { namesOfMigrations } from '../../../src/storage/migrate.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

let root: string;
beforeEach(async () => {
  root = await makeTestFolder();
  await mkdir(join(root, 'bin'));
  await mkdir(join(root, 'data/postgres/data'), { recursive: true });
  await writeFile(join(root, 'data/secret'), 'before');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A backup whose database is of that Temporal server. @param later migrations that no release of today has */
async function backupOf(server: string, later: readonly string[] = []): Promise<string> {
  const from = join(root, 'backup');
  await mkdir(join(from, 'tables'), { recursive: true });
  const migrations = [...(await namesOfMigrations()), ...later];
  const made = '2026-11-30T12:00:00.000Z';
  const manifest = { format: 1, made, postgres: '18', migrations, tables: [], sequences: [] };
  await writeFile(join(from, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(from, 'temporal.version'), `${server}\n`);
  const temporal = new DatabaseSync(join(from, 'temporal.db'));
  temporal.exec('create table namespaces (id text); insert into namespaces values (1)');
  temporal.close();
  execFileSync('tar', ['-czf', join(root, 'backup.tar.gz'), '-C', from, '.']);
  await rm(from, { recursive: true });
  return join(root, 'backup.tar.gz');
}

/** A `temporal` with that server. */
async function cliWith(server: string): Promise<string> {
  const file = join(root, 'bin', 'temporal');
  await writeFile(file, `#!/bin/sh\necho "temporal version 1.6.0 (Server ${server}.1, UI 2.42.1)"\n`, { mode: 0o755 });
  return file;
}

async function restore(file: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const all = { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, HOME: root, TMPDIR: join(root, 'bin'), ...env };
  const asked = { file, dataFolder: join(root, 'data'), force: true, env: all, log: () => undefined };
  return await restoreBackup(asked).catch((error: unknown) => error);
}

const untouched = async (): Promise<void> => {
  expect(await readdir(join(root, 'data'))).toEqual(expect.arrayContaining(['postgres', 'secret']));
  expect((await readdir(root)).toSorted()).toEqual(['backup.tar.gz', 'bin', 'data']);
};

describe('a backup whose tables are newer than this release', () => {
  it('is refused by name before anything is touched', async () => {
    const file = await backupOf('1.29', ['9998_later.sql', '9999_last.sql']);
    expect(await restore(file)).toMatchObject({
      code: 'BACKUP_NOT_RESTORED',
      message: `Could not restore ${file}: its tables are newer than this release (9998_later.sql, 9999_last.sql). Use the release that made it, or a later one.`,
    });
    await untouched();
  });
});

describe('a backup of a Temporal server that is not here', () => {
  const refusal = {
    code: 'BACKUP_NOT_RESTORED',
    message: expect.stringMatching(
      /^Could not restore .*: Temporal's server 1\.31 made its database.* Set TEMPORAL_CLI to a Temporal CLI with server 1\.31 .*nothing was touched\.$/,
    ),
  };

  it('is refused before anything is touched, whether there is none, or another one', async () => {
    const file = await backupOf('1.31');
    expect(await restore(file)).toMatchObject(refusal);
    const other = await cliWith('1.30');
    expect(await restore(file)).toMatchObject(refusal);
    expect(await restore(file, { TEMPORAL_CLI: other })).toMatchObject(refusal);
    await untouched();
  });

  it('goes on where there is one', async () => {
    const file = await backupOf('1.31');
    await cliWith('1.31');
    expect(await restore(file)).toBeUndefined();
  });
});
