import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPage } from '../../../../bots/web/page/build.ts';

const MAX_SCRIPT_BYTES = 120 * 1024;

describe('the page, built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'copydesk-page-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is small, and each reader loads one dictionary', async () => {
    const { files, script, words } = await loadPage({ folder });
    const scripts = files.filter(({ name }) => name.endsWith('.js'));
    const all = scripts.reduce((bytes, { gzip }) => bytes + (gzip?.length ?? 0), 0);
    expect(all).toBeLessThan(MAX_SCRIPT_BYTES);
    const textOf = (file: string | undefined): string =>
      files.find(({ name }) => name === file)?.plain.toString('utf8') ?? '';
    expect(textOf(words['ru'])).toContain('Кто вы?');
    for (const one of [script, words['en']]) expect(textOf(one)).not.toMatch(/[а-я]{3}/i);
  });

  it('has nothing in it that a browser does not know, and asks nobody else for anything', async () => {
    const { files } = await loadPage({ folder });
    for (const { name, plain } of files.filter((file) => /\.(js|css)$/.test(file.name))) {
      expect(plain.toString('utf8'), name).not.toMatch(
        /["']node:|vite-browser-external|process\.env|["'(]https?:\/\/(?!www\.w3\.org)/,
      );
    }
  });

  it('is built once for the same sources, and anew where what was built is broken', async () => {
    const first = await loadPage({ folder });
    const [kept = ''] = readdirSync(folder);
    expect(await loadPage({ folder })).toEqual(first);
    expect(readdirSync(folder)).toEqual([kept]);
    // Whoever builds an image is another user than who serves it.
    expect(statSync(join(folder, kept)).mode & 0o005).toBe(0o005);
    rmSync(join(folder, kept, first.script));
    expect((await loadPage({ folder })).script).toBe(first.script);
    expect(readdirSync(join(folder, kept))).toContain(first.script);
  });

  it('leaves nothing behind of sources that have long been others', async () => {
    const own = join(folder, 'many');
    for (let at = 0; at < 6; at += 1) mkdirSync(join(own, `of-before-${at}`), { recursive: true });
    await loadPage({ folder: own });
    expect(readdirSync(own)).toHaveLength(4);
    expect((await loadPage({ folder: own })).files.length).toBeGreaterThan(3);
    rmSync(own, { recursive: true });
  });

  it('is built where nothing can be kept', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    expect((await loadPage({ folder: file })).files.length).toBeGreaterThan(3);
    rmSync(file);
  });

  it('speaks a language that the operator added', async () => {
    const german = join(folder, 'de.ts');
    writeFileSync(
      german,
      `import { en } from '${resolve('src/messages/en.ts')}';\nexport default { ...en, page: { ...en.page, skip: 'Zum Text' } };`,
    );
    const { files, words } = await loadPage({ dictionaries: new Map([['de', german]]), folder });
    const spoken = files.find(({ name }) => name === words['de'])?.plain.toString('utf8');
    expect(spoken).toContain('Zum Text');
  });
});
