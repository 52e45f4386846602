import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examineDisk, judgeSpace } from '../../src/doctor/examine-disk.ts';

describe('examineDisk', () => {
  async function makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'copydesk-test-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  it('says what is left for a folder, also for one that is still to be made', async () => {
    const folder = await makeFolder();
    for (const path of [folder, join(folder, 'not', 'yet', 'there')])
      expect(JSON.stringify(await examineDisk(path))).toContain(`B left for ${path}"`);
  });

  // Root may write anywhere.
  it.skipIf(process.getuid?.() === 0)('tells of a folder that may not be written', async () => {
    const folder = await makeFolder();
    await chmod(folder, 0o500);
    expect(await examineDisk(join(folder, 'data'))).toMatchObject({
      kind: 'fault',
      troubles: [{ what: `${folder} may not be written by this user` }],
    });
  });
});

describe('judgeSpace', () => {
  const MB = 1024 ** 2;
  it.each([
    [5000 * MB, 'ok', '4 GB left'],
    [2048 * MB, 'ok', '2 GB left'],
    [2047 * MB, 'warning', '1 GB left'],
    [100 * MB, 'warning', '100 MB left'],
    [99 * MB, 'fault', '99 MB left'],
    [0, 'fault', '0 MB left'],
  ])('takes %i bytes for: %s', (bytes, kind, words) => {
    const finding = judgeSpace(bytes, '.copydesk');
    expect(finding.kind).toBe(kind);
    expect(JSON.stringify(finding)).toContain(`${words} for .copydesk`);
  });
});
