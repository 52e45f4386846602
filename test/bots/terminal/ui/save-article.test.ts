import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveArticle } from '../../../../bots/terminal/ui/save-article.ts';

const article = { title: 'Tides', summary: 'Why.', text: '# Tides\n', sha256: '0'.repeat(64), fileName: 'tides.md' };

describe('saveArticle', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'copydesk-test-save-')), 'articles');
  });

  afterEach(async () => {
    await rm(join(folder, '..'), { recursive: true });
  });

  it('saves once, however often it is asked', async () => {
    const path = await saveArticle(folder, '7k3m9x2c4p0qrstv', article);
    expect(await saveArticle(folder, '7k3m9x2c4p0qrstv', article)).toBe(path);
    expect(await readdir(folder)).toEqual(['tides.md']);
    expect(await readFile(path, 'utf8')).toBe(article.text);
  });

  it('leaves the article of another alone', async () => {
    await saveArticle(folder, '0123456789', { ...article, text: 'another' });
    const path = await saveArticle(folder, '7k3m9x2c4p0qrstv', article);
    expect(path).toBe(join(folder, 'tides-7k3m9x2c4p0qrstv.md'));
    expect(await readFile(join(folder, 'tides.md'), 'utf8')).toBe('another');
  });

  it('leaves a file alone that its reader has changed', async () => {
    const path = await saveArticle(folder, '7k3m9x2c4p0qrstv', article);
    await writeFile(path, 'notes');
    const again = await saveArticle(folder, '7k3m9x2c4p0qrstv', article);
    await writeFile(again, 'more notes');
    expect(await saveArticle(folder, '7k3m9x2c4p0qrstv', article)).toBe(again);
    expect([await readFile(path, 'utf8'), await readFile(again, 'utf8')]).toEqual(['notes', 'more notes']);
  });

  it('saves the receipt beside it, and the article as every chat delivers it', async () => {
    const windows = { ...article, text: '# Tides\r\n\r\nThey turn.\r\n', receipt: '{}\n' };
    const path = await saveArticle(folder, '7k3m9x2c4p0qrstv', windows);
    await saveArticle(folder, '7k3m9x2c4p0qrstv', windows);
    expect(await readdir(folder)).toEqual(['tides.md', 'tides.receipt.json']);
    expect(await readFile(path, 'utf8')).toBe('# Tides\n\nThey turn.\n');
    expect(await readFile(join(folder, 'tides.receipt.json'), 'utf8')).toBe('{}\n');
  });

  it('leaves the receipt of another article alone, also when the text is the same', async () => {
    await saveArticle(folder, '0123456789abcdef', { ...article, receipt: '{ "one": 1 }\n' });
    await saveArticle(folder, '7k3m9x2c4p0qrstv', { ...article, receipt: '{ "other": 1 }\n' });
    await saveArticle(folder, 'abcdefgh01234567', { ...article, text: 'third', receipt: '{ "third": 1 }\n' });
    expect(await readdir(folder)).toEqual([
      'tides-7k3m9x2c4p0qrstv.receipt.json',
      'tides-abcdefgh01234567.md',
      'tides-abcdefgh01234567.receipt.json',
      'tides.md',
      'tides.receipt.json',
    ]);
  });

  it('does not leave the folder', async () => {
    expect(await saveArticle(folder, '7k3m9x2c4p0qrstv', { ...article, fileName: '../../tides.md' })).toBe(
      join(folder, 'tides.md'),
    );
  });
});
