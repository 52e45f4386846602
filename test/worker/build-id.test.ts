import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBuildId } from '../../worker/build-id.ts';
import { makeTestFolder } from '../support/test-folder.ts';

let folder: string;
const git = (...args: readonly string[]): string =>
  execFileSync(
    'git',
    ['-C', folder, '-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', '-c', 'commit.gpgsign=false', ...args],
    { encoding: 'utf8' },
  ).trim();

async function commitAll(): Promise<string> {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A change');
  return git('rev-parse', '--short=12', 'HEAD');
}

beforeEach(async () => {
  folder = await makeTestFolder();
  await Promise.all(['src', 'config'].map((name) => mkdir(join(folder, name))));
  await writeFile(join(folder, 'src/article.ts'), 'export {};\n');
  await writeFile(join(folder, 'config/workflows.yaml'), 'a: 1\n');
  await writeFile(join(folder, 'package.json'), '{}\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the build id', () => {
  it('is what COPYDESK_BUILD_ID names, whatever git says', async () => {
    expect(await findBuildId('2026-11-30', folder)).toBe('2026-11-30');
  });

  it('is the commit of a clone, whatever its settings are', async () => {
    git('init', '--quiet');
    const commit = await commitAll();
    expect(commit).toMatch(/^[0-9a-f]{12}$/);
    await writeFile(join(folder, 'config/workflows.yaml'), 'a: 2\n');
    expect(await findBuildId(undefined, folder)).toBe(commit);
  });

  it.each([
    ['a changed file', 'src/article.ts', 'src/article.ts'],
    ['a new file', 'src/new.ts', 'src/new.ts'],
  ])('is refused for %s that no commit has', async (_, path, named) => {
    git('init', '--quiet');
    await commitAll();
    await writeFile(join(folder, path), 'export const changed = true;\n');
    await expect(findBuildId(undefined, folder)).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(`changes in this clone that no commit has (${named})`) as unknown,
    });
  });

  it('is not the commit of something else, of whose clone this is an ignored folder', async () => {
    const inner = join(folder, 'apps/copydesk');
    await mkdir(join(inner, 'src'), { recursive: true });
    await writeFile(join(inner, 'package.json'), '{}\n');
    git('init', '--quiet');
    await writeFile(join(folder, '.gitignore'), '/apps/\n');
    await commitAll();
    await expect(findBuildId(undefined, inner)).rejects.toThrow('git does not tell the commit of this code');
  });

  it('is asked for where there is no git, as in an image', async () => {
    await expect(findBuildId(undefined, folder)).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(
        /^environment COPYDESK_BUILD_ID: is not set, and git does not tell .*--build-arg COPYDESK_BUILD_ID=/,
      ) as unknown,
    });
  });
});
