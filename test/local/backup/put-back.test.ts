import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, readlink, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginRestoring, putBackBroken } from '../../../src/local/backup/put-back.ts';
import { openDataFolder } from '../../../src/local/data-folder.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

const SOURCES = fileURLToPath(new URL('../../../src/local', import.meta.url));

let root: string;
let folder: string;
let home: string;
let unpacked: string;
beforeEach(async () => {
  root = await makeTestFolder();
  [folder, home, unpacked] = [
    join(root, 'data'),
    join(root, 'elsewhere/postgres-1'),
    join(root, '.copydesk-restore-1'),
  ];
  for (const path of [folder, join(home, 'data'), unpacked]) await mkdir(path, { recursive: true });
  await writeFile(join(folder, 'secret'), 'before');
  await writeFile(join(home, 'data/PG_VERSION'), '18');
  await writeFile(join(unpacked, 'secret'), 'backup');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** As root has it: the database is elsewhere. */
const linkHome = (): Promise<void> => symlink(home, join(folder, 'postgres'));

/** A restore that gets as far as having set aside what was there, and is killed. @returns the end of the names of what it set aside */
async function killRestore(): Promise<string> {
  const script = `
    import { beginRestoring } from '${SOURCES}/backup/put-back.ts';
    import { openDataFolder } from '${SOURCES}/data-folder.ts';
    await beginRestoring(await openDataFolder('${folder}'), '${unpacked}', true);
    process.kill(process.pid, 'SIGKILL');`;
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
  });
  expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
  const aside = (await readdir(root)).find((name) => name.startsWith('data.before-')) ?? '';
  return aside.slice('data'.length);
}

async function putBack(): Promise<readonly string[]> {
  const said: string[] = [];
  await putBackBroken(folder, (line) => said.push(line));
  return said;
}

/** All is as it was, and nothing else is left. */
async function expectAsBefore(): Promise<void> {
  expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('before');
  expect(await readFile(join(folder, 'postgres/data/PG_VERSION'), 'utf8')).toBe('18');
  expect(await readlink(join(folder, 'postgres'))).toBe(home);
  expect(await readdir(join(root, 'elsewhere'))).toEqual(['postgres-1']);
  expect((await readdir(root)).toSorted()).toEqual(['data', 'elsewhere']);
}

const BROKEN = 'A restore was broken off: what was in';

describe('a restore that was killed', () => {
  /** What stands when it was killed after each of its steps, and when putting back was; from what stands after the last of its steps. */
  const STEPS: readonly (readonly [string, (end: string) => Promise<void>])[] = [
    [
      'before it changed anything',
      async (end) => {
        await rename(`${folder}${end}`, folder);
        await unlink(join(folder, 'postgres'));
        await rename(`${home}${end}`, home);
        await symlink(home, join(folder, 'postgres'));
      },
    ],
    [
      'when the database was away and the link was not yet',
      async (end) => {
        await rename(`${folder}${end}`, folder);
        await unlink(join(folder, 'postgres'));
        await symlink(home, join(folder, 'postgres'));
      },
    ],
    ['when the folder was not away yet', (end) => rename(`${folder}${end}`, folder)],
    ['when all of it was away', () => Promise.resolve()],
    [
      'with half of the backup in its place',
      async () => {
        await mkdir(join(folder, 'postgres/data'), { recursive: true });
        await writeFile(join(folder, 'secret'), 'backup');
      },
    ],
    [
      'and then putting back was, before the link led back',
      async (end) => {
        await rename(`${folder}${end}`, folder);
        await rename(`${home}${end}`, home);
      },
    ],
  ];

  it.each(STEPS)('%s, is undone by whoever comes next, who says so once', async (_, makeStand) => {
    await linkHome();
    await makeStand(await killRestore());
    expect(await putBack()).toEqual([`${BROKEN} ${folder} before is there again.`]);
    await expectAsBefore();
    expect(await putBack()).toEqual([]);
  });

  it('is undone where a link leads to the folder, and where the database is in it', async () => {
    await rename(home, join(folder, 'postgres'));
    await killRestore();
    await symlink(folder, join(root, 'link'));
    const said: string[] = [];
    await putBackBroken(join(root, 'link'), (line) => said.push(line));
    expect(said).toEqual([`${BROKEN} ${folder} before is there again.`]);
    expect(await readFile(join(folder, 'postgres/data/PG_VERSION'), 'utf8')).toBe('18');
  });

  it('cannot be undone where something is in the way: it is said what and where everything is, and tried again', async () => {
    await linkHome();
    const end = await killRestore();
    await mkdir(join(home, 'of somebody else'), { recursive: true });
    await expect(putBack()).rejects.toThrow(
      new RegExp(`Could not put back what was in ${folder} .*ENOTEMPTY.* It is whole in ${folder}\\. `),
    );
    expect(await readFile(join(`${home}${end}`, 'data/PG_VERSION'), 'utf8')).toBe('18');
    await rm(home, { recursive: true });
    expect(await putBack()).toHaveLength(1);
    await expectAsBefore();
  });
});

describe('a restore under way', () => {
  it('is left alone, whoever wants the folder meanwhile', async () => {
    await linkHome();
    const restoring = await beginRestoring(await openDataFolder(folder), unpacked, true);
    await expect(putBack()).rejects.toThrow(`A restore of ${folder} is under way.`);
    await restoring.putBack();
    await expectAsBefore();
    expect(await putBack()).toEqual([]);
  });

  it('that is over leaves what it made, and what it set aside', async () => {
    const restoring = await beginRestoring(await openDataFolder(folder), unpacked, true);
    await mkdir(folder);
    await writeFile(join(folder, 'secret'), 'backup');
    await restoring.keep();
    expect(await putBack()).toEqual([]);
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('backup');
    expect(await readFile(join(restoring.aside ?? '', 'secret'), 'utf8')).toBe('before');
  });

  it('removes what it made where nothing was before, and nothing else', async () => {
    await rm(join(folder, 'secret'));
    await writeFile(join(folder, 'copydesk.log'), 'of before');
    const restoring = await beginRestoring(await openDataFolder(folder), unpacked, false);
    await writeFile(join(folder, 'secret'), 'backup');
    await restoring.putBack();
    expect((await readdir(folder)).toSorted()).toEqual(['copydesk.lock', 'copydesk.log']);
  });
});
