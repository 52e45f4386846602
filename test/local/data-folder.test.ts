import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { startHost } from '../support/start-host.ts';
import { makeTestFolder } from '../support/test-folder.ts';

describe('openDataFolder', { timeout: 30_000 }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await makeTestFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes the folder and its parents', async () => {
    const opened = await openDataFolder(join(folder, 'a', 'b'));
    expect(opened.path).toBe(join(folder, 'a', 'b'));
    await opened.release();
  });

  it('refuses a second instance in a sentence that names the first', async () => {
    const host = await startHost({ folder });
    await expect(openDataFolder(folder)).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: expect.stringMatching(
        new RegExp(`^Process ${host.hostPid} is already running Copydesk on ${folder}\\.`),
      ),
    });
    await host.end('SIGTERM');
  });

  it('refuses a second instance under another name of the same folder', async () => {
    const link = join(folder, 'link');
    await symlink(folder, link);
    const opened = await openDataFolder(folder);
    await expect(openDataFolder(link)).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    await opened.release();
  });

  it('lets exactly one of several simultaneous starters in', async () => {
    const hosts = await Promise.all([1, 2, 3, 4].map(() => startHost({ folder })));
    const refused = hosts.filter((host) => host.error?.code === 'DATA_FOLDER_IN_USE');
    expect(refused).toHaveLength(3);
    await Promise.all(hosts.map((host) => host.end('SIGKILL')));
  });

  it('is free again after its holder was killed', async () => {
    const host = await startHost({ folder });
    await host.end('SIGKILL');
    const opened = await openDataFolder(folder);
    expect(opened.path).toBe(folder);
    await opened.release();
  });

  it('is free when the process id of a dead holder belongs to somebody else now', async () => {
    await writeFile(join(folder, 'holder.json'), JSON.stringify({ pid: process.ppid, since: '2020-01-01' }));
    const opened = await openDataFolder(folder);
    expect(opened.path).toBe(folder);
    await opened.release();
  });

  it('says which folder cannot be used and why', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(openDataFolder(join(file, 'data'))).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining(join(file, 'data')),
    });
  });
});
