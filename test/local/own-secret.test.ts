import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownSecret } from '../../src/local/own-secret.ts';
import { makeTestFolder } from '../support/test-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await makeTestFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('ownSecret', () => {
  it('is made once, for its owner only, and used again', async () => {
    const secret = await ownSecret(folder);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await ownSecret(folder)).toBe(secret);
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe(`${secret}\n`);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('is made whole where making one broke off, and readable to nobody else', async () => {
    await writeFile(join(folder, 'secret.new'), 'half', { mode: 0o644 });
    expect(await ownSecret(folder)).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('says what to do when it is damaged, and shows nothing of it', async () => {
    await writeFile(join(folder, 'secret'), 'canary');
    const error: unknown = await ownSecret(folder).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringMatching(/secret: it is damaged\. .*remove it/),
    });
    expect(String(error)).not.toContain('canary');
  });
});
