import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderWithFiles } from '../../../../bots/terminal/listeners/order-with-files.ts';
import { takeFile } from '../../../../src/chat/take-file.ts';
import { createLogger } from '../../../../src/lib/logger.ts';

const MAX_BYTES = 100;

const ANN = { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] };

describe('an order in the terminal', () => {
  let folder: string;
  let kept: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'copydesk-test-order-'));
    kept = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = (typed: string) =>
    orderWithFiles(
      {
        takeFile: (_actor, { file }) =>
          takeFile(file, {
            files: { keep: async ({ bytes }) => void kept.push(Buffer.from(bytes).toString()) },
            maxBytes: MAX_BYTES,
            logger: createLogger({ level: 'silent' }),
          }),
      },
      { actor: ANN, thread: { platform: 'terminal', channel: 'ann' }, eventKey: 'terminal:ann:1' },
      typed,
    );

  it('hands in the files that it names as sources, beside addresses', async () => {
    const path = join(folder, 'my tides.md');
    await writeFile(path, 'The sea rises.');
    const order = await read(`How tides work --length 600 --source "${path}"; https://noaa.gov/tides.pdf`);
    expect(order).toEqual({
      kind: 'order',
      request: {
        topic: 'How tides work',
        lengthWords: 600,
        sources: ['https://noaa.gov/tides.pdf'],
        files: [{ id: expect.any(String) as string, name: 'my tides.md' }],
      },
    });
    expect(kept).toEqual(['The sea rises.']);
  });

  it('is what was typed when it names none', async () => {
    for (const typed of ['How tides work', 'How tides work --source https://noaa.gov/tides', 'Tides --audiance x'])
      expect(await read(typed)).toEqual({ kind: 'order', request: { topic: typed } });
  });

  it.each([
    ['is not there', 'gone.md', undefined, 'file-unreachable'],
    ['is too large', 'large.md', 'x'.repeat(MAX_BYTES + 1), 'file-too-large'],
    ['is empty', 'empty.txt', '', 'file-empty'],
  ])('is refused when a file %s', async (_, name, content, code) => {
    if (content !== undefined) await writeFile(join(folder, name), content);
    expect(await read(`Tides --source ${join(folder, name)}`)).toMatchObject({ kind: 'refused', refusal: { code } });
  });

  it('does not read what is no file', async () => {
    expect(await read('Tides --source /dev/zero.txt')).toMatchObject({ refusal: { code: 'file-unreachable' } });
  });
});
