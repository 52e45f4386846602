import { readFile, writeFile } from 'node:fs/promises';

/** Puts figures between `<!-- rehearsed: NAME -->` and `<!-- /rehearsed -->` of a page. @throws when it has no such place */
export async function writeFigures(page: string, name: string, figures: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const begin = `<!-- rehearsed: ${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf('<!-- /rehearsed -->', from);
  if (from < 0 || to < 0) throw new Error(`${page} has no place for the figures of ${name}: ${begin}`);
  await writeFile(page, `${text.slice(0, from + begin.length)}\n${figures.trim()}\n${text.slice(to)}`);
}
