import { chmod, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderPublisher } from '../../src/publish/to-folder.ts';
import { publicationOf } from '../fixtures/publication.ts';

const never = new AbortController().signal;
const open = async (mode: 'draft' | 'publish' = 'draft') => {
  const root = await mkdtemp(join(tmpdir(), 'copydesk-folder-'));
  const folder = join(root, 'content', 'posts');
  return { root, folder, publisher: createFolderPublisher({ kind: 'folder', folder, mode }) };
};

describe('a folder', () => {
  it('gets the article as a Markdown file with what is known of it, without its title in the text', async () => {
    const { folder, publisher } = await open();
    expect(await publisher.publish(publicationOf(), never)).toEqual({
      made: 'draft',
      place: join(folder, 'how-tides-work.md'),
      ref: { name: 'how-tides-work.md' },
    });
    expect(await readFile(join(folder, 'how-tides-work.md'), 'utf8')).toBe(
      `---
title: "How tides work: a primer"
seo_title: How tides work
description: Why the sea rises twice a day.
summary: The moon pulls, the sea follows.
date: 2026-11-23T14:07:00.000Z
lang: en
author: Ann
tags:
  - how-to
draft: true
extras:
  summary: The moon pulls, the sea follows.
  seo_title: How tides work
  seo_description: Why the sea rises twice a day.
  alt_1: The moon above a harbour at low tide
copydesk:
  article: 4kx7m9q2bd8f3g5h
  edition: 1
---

Twice a day the sea comes back[\\[1\\]](https://example.com/tides).

![The moon above a harbour at low tide](https://example.com/moon.jpg)

## Twice

On the **far side** it rises, too.
`,
    );
  });

  it('says in the file of a translation what it translates, and still knows it for its own', async () => {
    const { folder, publisher } = await open();
    const translates = { articleId: '7k3m9x2c4p0qrstv', edition: 2, language: 'ru' };
    const made = await publisher.publish(publicationOf({ translates }), never);
    expect(await readFile(join(folder, 'how-tides-work.md'), 'utf8')).toContain(`
copydesk:
  article: 4kx7m9q2bd8f3g5h
  edition: 1
  translation_of:
    article: 7k3m9x2c4p0qrstv
    edition: 2
    lang: ru
---
`);
    expect(await publisher.publish(publicationOf({ translates }), never)).toEqual(made);
    expect(await readdir(folder)).toEqual(['how-tides-work.md']);
  });

  it('has the file of an article once, whatever is tried again, and each later edition in its place', async () => {
    const { folder, publisher } = await open('publish');
    const first = await publisher.publish(publicationOf(), never);
    expect(first.made).toBe('file');
    expect(await publisher.publish(publicationOf(), never)).toEqual(first);
    const second = { ...publicationOf({ edition: 2, fileName: 'tides-edition-2.md' }), known: first.ref };
    expect(await publisher.publish(second, never)).toEqual(first);
    expect(await readdir(folder)).toEqual(['how-tides-work.md']);
    expect(await readFile(join(folder, 'how-tides-work.md'), 'utf8')).toContain('edition: 2');
  });

  it('leaves alone what is not its own, and takes another name', async () => {
    const { folder, publisher } = await open();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'how-tides-work.md'), '# Mine\n');
    expect(await publisher.publish(publicationOf(), never)).toMatchObject({
      ref: { name: 'how-tides-work-4kx7m9.md' },
    });
    expect(await readFile(join(folder, 'how-tides-work.md'), 'utf8')).toBe('# Mine\n');
    await writeFile(join(folder, 'how-tides-work-4kx7m9.md'), '---\ncopydesk: { article: other }\n---\n');
    await expect(publisher.publish(publicationOf(), never)).rejects.toMatchObject({ code: 'rejected' });
    expect((await readdir(folder)).toSorted()).toEqual(['how-tides-work-4kx7m9.md', 'how-tides-work.md']);
  });

  it('gives two articles of one name a file each, when both come at the same moment', async () => {
    const { folder, publisher } = await open();
    const ids = ['1111111111111111', '2222222222222222', '3333333333333333'];
    await Promise.all(ids.map((first) => publisher.publish(publicationOf({ first }), never)));
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    expect(texts.map((text) => /article: "?(\d+)/.exec(text)?.[1]).toSorted()).toEqual(ids);
  });

  it('writes nothing outside of itself, whatever is called what', async () => {
    const { root, folder, publisher } = await open();
    const elsewhere = join(root, 'secret.md');
    await writeFile(elsewhere, 'secret');
    await mkdir(folder, { recursive: true });
    await symlink(elsewhere, join(folder, 'how-tides-work.md'));
    await publisher.publish(publicationOf(), never);
    await publisher.publish({ ...publicationOf(), known: { name: '../../secret.md' } }, never);
    expect(await readFile(elsewhere, 'utf8')).toBe('secret');
    expect(await readdir(root)).toEqual(['content', 'secret.md']);
  });

  it('says what is wrong with it', async () => {
    const { root, folder, publisher } = await open();
    expect(await publisher.examine(never)).toBe(`${folder} can be made in ${root}`);
    await writeFile(join(root, 'content'), 'a file');
    await expect(publisher.publish(publicationOf(), never)).rejects.toMatchObject({ code: 'not-writable' });
    await expect(publisher.examine(never)).rejects.toMatchObject({ code: 'not-writable' });
  });

  it.skipIf(process.getuid?.() === 0)('says that it may not be written', async () => {
    const { folder, publisher } = await open();
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o500);
    await expect(publisher.examine(never)).rejects.toMatchObject({ code: 'not-writable' });
    await expect(publisher.publish(publicationOf(), never)).rejects.toMatchObject({ code: 'not-writable' });
  });
});
