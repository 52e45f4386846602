import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { FinishedArticle } from '../../../src/delivery/chat-content.ts';

/**
 * Saves the article once, however often it is asked to, and answers the path. What is there already is never overwritten: when the
 * name is taken by another text, the article's id is put behind it.
 */
export async function saveArticle(
  folder: string,
  articleId: string,
  { fileName, text }: FinishedArticle,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const name = basename(fileName);
  const extension = extname(name);
  const path = join(folder, name);
  if (await saveAs(path, text)) return path;
  const own = join(folder, `${name.slice(0, name.length - extension.length)}-${articleId}${extension}`);
  // Whatever it holds by now, it is this article: perhaps changed by its reader since.
  await saveAs(own, text);
  return own;
}

/** False when a file of that name holds something else. */
async function saveAs(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path, 'utf8')) === text;
  }
}
