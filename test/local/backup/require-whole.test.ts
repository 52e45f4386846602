import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BACKUP_FORMAT, type Manifest } from '../../../src/local/backup/manifest.ts';
import { requireWhole } from '../../../src/local/backup/require-whole.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

const MANIFEST: Manifest = {
  format: BACKUP_FORMAT,
  made: '2026-11-30T09:00:00.000Z',
  postgres: '18.4',
  migrations: [],
  tables: [{ name: 'articles', columns: ['article_id'] }],
  sequences: [],
};

describe('requireWhole', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await makeTestFolder();
    await mkdir(join(folder, 'tables'));
    for (const name of ['secret', 'temporal.version', 'tables/articles']) await writeFile(join(folder, name), 'x');
    const database = new DatabaseSync(join(folder, 'temporal.db'));
    database.exec('create table namespaces (id text); insert into namespaces values (1)');
    database.close();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const look = (): Promise<void> => requireWhole('a.tar.gz', folder, MANIFEST);

  it('lets one through that has everything, or whose secret comes from a variable', async () => {
    await expect(look()).resolves.toBeUndefined();
    await rm(join(folder, 'secret'));
    await expect(look()).resolves.toBeUndefined();
  });

  it.each(['temporal.db', 'tables/articles'])('names what is missing: %s', async (name) => {
    await rm(join(folder, name));
    await expect(look()).rejects.toMatchObject({
      code: 'BACKUP_NOT_RESTORED',
      message: expect.stringContaining(`Could not restore a.tar.gz: it is not whole: ${name} is not in it`),
    });
  });

  it('takes no link for a file', async () => {
    await rm(join(folder, 'secret'));
    await symlink('/etc/passwd', join(folder, 'secret'));
    await expect(look()).rejects.toMatchObject({
      message: expect.stringContaining('secret is not in it, or is no file'),
    });
  });

  it.each(['', 'x'.repeat(5000)])('refuses what is no database of Temporal', async (content) => {
    await writeFile(join(folder, 'temporal.db'), content);
    await expect(look()).rejects.toMatchObject({ message: expect.stringContaining('its temporal.db is damaged') });
  });
});
