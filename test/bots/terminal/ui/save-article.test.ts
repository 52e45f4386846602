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

  it('does not leave the folder', async () => {
    expect(await saveArticle(folder, '7k3m9x2c4p0qrstv', { ...article, fileName: '../../tides.md' })).toBe(
      join(folder, 'tides.md'),
    );
  });
});
