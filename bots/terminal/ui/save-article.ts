import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { FinishedArticle } from '../../../src/delivery/chat-content.ts';
import { receiptFileName } from '../../../src/document/article-files.ts';
import { articleMarkdown } from '../../../src/document/article-markdown.ts';

/**
 * Saves the article once, and its receipt beside it, however often it is asked to, and answers the article's path. What is there already is
 * never overwritten: when the name is taken by another text, the article's id is put behind it.
 */
export async function saveArticle(
  folder: string,
  articleId: string,
  { fileName, text, receipt }: FinishedArticle,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const name = basename(fileName);
  const extension = extname(name);
  const ownName = `${name.slice(0, name.length - extension.length)}-${articleId}${extension}`;
  const markdown = articleMarkdown(text);
  const isFree = await saveAs(join(folder, name), markdown);
  // Whatever it holds by now, it is this article: perhaps changed by its reader since.
  if (!isFree) await saveAs(join(folder, ownName), markdown);
  if (receipt !== undefined && !(isFree && (await saveAs(join(folder, receiptFileName(name)), receipt))))
    await saveAs(join(folder, receiptFileName(ownName)), receipt);
  return join(folder, isFree ? name : ownName);
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
