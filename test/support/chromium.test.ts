import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findChromium, startChromium } from './chromium.ts';
import { makeTestFolder } from './test-folder.ts';

async function program(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
  return path;
}

describe('findChromium', () => {
  it('takes the one that CHROMIUM names before any on the PATH', async () => {
    const folder = await makeTestFolder();
    onTestFinished(() => rm(folder, { recursive: true }));
    const named = await program(folder, 'my-browser');
    const onPath = await program(join(folder, 'bin'), 'chromium');
    expect(await findChromium({ CHROMIUM: named, PATH: join(folder, 'bin') })).toMatchObject({ path: named });
    expect(await findChromium({ PATH: `${folder}:${join(folder, 'bin')}` })).toMatchObject({ path: onPath });
  });

  it('says which name is no program', async () => {
    await expect(findChromium({ CHROMIUM: '/nowhere/chromium' })).rejects.toThrow(
      'Could not start /nowhere/chromium, which CHROMIUM names',
    );
  });

  it('starts the one of the npm package on a machine that has none', async () => {
    await using browser = await startChromium({ PATH: '' });
    const page = await browser.newPage();
    await page.setContent('<title>Tides</title>');
    expect(await page.title()).toBe('Tides');
  });
});
