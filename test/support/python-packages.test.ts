import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPythonPackages } from './python-packages.ts';
import { makeTestFolder } from './test-folder.ts';

const PACKAGES = { name: 'litellm-1', requirements: ['litellm[proxy]==1'] };
let cache: string;
beforeEach(async () => {
  cache = await makeTestFolder();
});
afterEach(() => rm(cache, { recursive: true, force: true }));

describe('packages of Python', () => {
  it('are a fault that says what to do where they have to be made without a Python', async () => {
    await expect(findPythonPackages(PACKAGES, { mayMake: true, cache, path: '' })).rejects.toThrow(
      /^Could not install litellm\[proxy\]==1, .*no python3 on the PATH\. Install Python 3\.10 or newer/,
    );
  });

  it('are left alone where they may not be made', async () => {
    expect(await findPythonPackages(PACKAGES, { mayMake: false, cache })).toBeUndefined();
  });

  it('are those of the cache once they are complete', async () => {
    await mkdir(join(cache, PACKAGES.name));
    expect(await findPythonPackages(PACKAGES, { mayMake: false, cache })).toBeUndefined();
    await writeFile(join(cache, PACKAGES.name, 'complete'), '');
    expect(await findPythonPackages(PACKAGES, { mayMake: true, cache, path: '' })).toBe(
      join(cache, PACKAGES.name, 'bin'),
    );
  });

  it('that cannot be installed are a fault with what pip says, and no half an installation is used', async () => {
    const broken = { name: 'broken', requirements: ['./no-such-package'] };
    await expect(findPythonPackages(broken, { mayMake: true, cache })).rejects.toThrow(
      /no-such-package.* ended with 1/,
    );
    expect(await findPythonPackages(broken, { mayMake: false, cache })).toBeUndefined();
  });
});
