import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDownloadDocument } from '../../../../bots/telegram/listeners/download-document.ts';

const MAX_BYTES = 1000;

let folder: string;
let root: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copydesk-files-'));
  root = join(folder, 'files');
  await mkdir(join(root, 'documents'), { recursive: true });
  await mkdir(`${root}-of-others`);
  await Promise.all([
    writeFile(join(root, 'documents', 'tides.md'), 'Tides'),
    writeFile(join(root, 'documents', 'large.md'), 'x'.repeat(MAX_BYTES + 1)),
    writeFile(join(root, '..tides.md'), 'Tides, too'),
    writeFile(join(folder, 'secret'), 'secret'),
    writeFile(join(`${root}-of-others`, 'secret'), 'secret'),
    symlink(join(folder, 'secret'), join(root, 'documents', 'link.md')),
    promisify(execFile)('mkfifo', [join(root, 'pipe.md')]),
  ]);
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** What is read of a file that the Bot API server says lies there, and what the operator is told. */
async function readAt(path: string, filesRoot?: string): Promise<{ readonly text: string; readonly told: string[] }> {
  const told: string[] = [];
  const download = createDownloadDocument({
    call: async () => await Promise.resolve({ file_path: path } as never),
    apiRoot: 'http://127.0.0.1:9/',
    token: '1:x',
    ...(filesRoot !== undefined && { filesRoot }),
    logger: { warn: (about) => void told.push(JSON.stringify(about)) },
  });
  const bytes = await download({ file_id: 'f' }, MAX_BYTES);
  return { text: typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString(), told };
}

describe('a file on the disk of a Bot API server', () => {
  it('is read below the folder that the operator named', async () => {
    expect((await readAt(join(root, 'documents', 'tides.md'), root)).text).toBe('Tides');
    expect((await readAt(join(root, '..tides.md'), `${root}/`)).text).toBe('Tides, too');
    expect((await readAt(join(root, 'documents', 'large.md'), root)).text).toBe('too-large');
  });

  it('is not read where no folder was named, and the operator is told how', async () => {
    expect(await readAt(join(root, 'documents', 'tides.md'))).toEqual({
      text: 'unreachable',
      told: [expect.stringContaining('Set TELEGRAM_FILES_ROOT')],
    });
  });

  it.each([
    ['beside it', () => join(folder, 'secret')],
    ['by a way back', () => `${root}/documents/../../secret`],
    ['in a folder whose name begins alike', () => join(`${root}-of-others`, 'secret')],
    ['behind a link', () => join(root, 'documents', 'link.md')],
    ['that is a pipe', () => join(root, 'pipe.md')],
    ['that is a folder', () => root],
    ['that is not there', () => join(root, 'gone.md')],
  ])('is not read %s', async (_where, path) => {
    const { text, told } = await readAt(path(), root);
    expect(text).toBe('unreachable');
    expect(told).toHaveLength(1);
  });
});
