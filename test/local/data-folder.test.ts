import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder, openTracesFolder } from '../../src/local/data-folder.ts';
import { startHost } from '../support/start-host.ts';
import { makeTestFolder } from '../support/test-folder.ts';

const isRoot = process.getuid?.() === 0;

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

  it.each([
    ['a file with its name', async (at: string) => await writeFile(at, 'x'), 'A file has its name'],
    [
      'a link that leads nowhere',
      async (at: string) => await symlink('nowhere/x', at),
      'It is a link that leads nowhere',
    ],
    ['a lock that is none', async (at: string) => await spoilLock(at), 'Remove $AT/copydesk.lock, which holds nothing'],
  ])('says what is in the way and the way out: %s', async (_, spoil, way) => {
    const at = join(folder, 'data');
    await spoil(at);
    await expect(openDataFolder(at)).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining(way.replace('$AT', at)),
    });
  });

  it('says of a path that SQLite does not take that it is too long', async () => {
    const at = join(folder, ...Array.from({ length: 4 }, () => 'x'.repeat(200)));
    await expect(openDataFolder(at)).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining('Its path is too long'),
    });
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

  it('names nobody whose process id was that of an earlier holder', async () => {
    const opened = await openDataFolder(folder);
    const stale = { pid: process.ppid, started: 'yesterday', since: '2020-01-01' };
    await writeFile(join(folder, 'holder.json'), JSON.stringify(stale));
    await expect(openDataFolder(folder)).rejects.toMatchObject({
      message: expect.stringMatching(/^Another process is already running Copydesk/),
    });
    await opened.release();
  });

  describe.runIf(isRoot)('of another user', () => {
    const nobody = {
      uid: Number(execFileSync('id', ['-u', 'nobody'])),
      gid: Number(execFileSync('id', ['-g', 'nobody'])),
    };
    const files = async (): Promise<readonly string[]> => (await readdir(folder)).toSorted();

    it('is refused in a sentence that says whose it is and how to start as them, untouched', async () => {
      await chmod(folder, 0o700);
      const { error } = await startHost({ folder }, nobody);
      expect(error).toEqual({
        code: 'DATA_FOLDER_UNUSABLE',
        message: `Could not use the data folder ${folder}: it belongs to user root. Nothing in it was touched. Start as user root (sudo -u root npm start), or set COPYDESK_DATA to another folder.`,
      });
      expect(await files()).toEqual([]);
    });

    it('is refused to root too, who would lock its owner out of it', async () => {
      await writeFile(join(folder, 'secret'), 'theirs');
      await chown(join(folder, 'secret'), nobody.uid, nobody.gid);
      await expect(openDataFolder(folder)).rejects.toMatchObject({
        code: 'DATA_FOLDER_UNUSABLE',
        message: expect.stringContaining('it belongs to user nobody. Nothing in it was touched. Start as user nobody'),
      });
      expect(await files()).toEqual(['secret']);
    });

    it('is refused where everybody may write, because PostgreSQL would not have its data', async () => {
      await chmod(folder, 0o777);
      await writeFile(join(folder, 'temporal.db'), '');
      const { error } = await startHost({ folder }, nobody);
      expect(error?.message).toContain('it belongs to user root');
      expect(await files()).toEqual(['temporal.db']);
    });
  });

  describe.runIf(isRoot)('on a file system', () => {
    /** Tried on a small one in memory, at a mount point of its own; undefined: this machine lets nobody mount. */
    async function refusalOn(option: string, prepare = async (_disk: string): Promise<void> => {}) {
      const disk = join(folder, 'disk');
      await mkdir(disk);
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', option, 'copydesk-test', disk]).status !== 0) return undefined;
      try {
        await prepare(disk);
        return await openDataFolder(disk).catch((error: unknown) => error);
      } finally {
        spawnSync('umount', [disk]);
      }
    }

    it('that is read-only is refused with what to do', async ({ skip }) => {
      const refusal = await refusalOn('ro');
      if (refusal === undefined) skip();
      expect(refusal).toMatchObject({
        code: 'DATA_FOLDER_UNUSABLE',
        message: expect.stringMatching(/read-only.*Mount its file system for writing, or set COPYDESK_DATA/),
      });
    });

    it('that is full is refused with what to do', async ({ skip }) => {
      const refusal = await refusalOn('size=64k', (disk) => writeFile(join(disk, 'big'), Buffer.alloc(64 * 1024)));
      if (refusal === undefined) skip();
      expect(refusal).toMatchObject({
        code: 'DATA_FOLDER_UNUSABLE',
        message: expect.stringMatching(/no space left.*The disk is full: make room, or set COPYDESK_DATA/),
      });
    });
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

async function spoilLock(folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'copydesk.lock'), 'x'.repeat(1000));
}

describe('openTracesFolder', () => {
  it('says in a sentence that there can be none', async () => {
    const folder = await makeTestFolder();
    await writeFile(join(folder, 'traces'), 'x');
    await expect(openTracesFolder(folder)).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining('A file has its name'),
    });
    await rm(folder, { recursive: true });
  });
});
