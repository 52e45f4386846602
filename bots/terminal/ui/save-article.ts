import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { FinishedArticle } from '../../../src/delivery/chat-content.ts';
import { receiptFileName } from '../../../src/document/file-name.ts';
import { extrasFileName, extrasMarkdown } from '../../../src/document/extras-file.ts';
import { articleMarkdown } from '../../../src/document/article-markdown.ts';

/**
 * Saves the article once, and what goes with it and its receipt beside it, however often it is asked to, and answers the article's path. What is there already is
 * never overwritten: when the name is taken by another text, the article's id is put behind it.
 */
export async function saveArticle(
  folder: string,
  articleId: string,
  { fileName, text, receipt, extras }: FinishedArticle,
): Promise<string> {
  const { name, ownName } = namesOf(fileName, articleId);
  const path = await saveFile(folder, articleId, fileName, articleMarkdown(text));
  const isFree = path === join(folder, name);
  await saveBeside(receiptFileName, receipt);
  await saveBeside(extrasFileName, extras && extrasMarkdown(extras));
  return path;

  async function saveBeside(named: (fileName: string) => string, content: string | undefined): Promise<void> {
    if (content === undefined || (isFree && (await saveAs(join(folder, named(name)), content)))) return;
    await saveAs(join(folder, named(ownName)), content);
  }
}

/** The same for what goes with it. */
export async function saveFile(folder: string, articleId: string, fileName: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { name, ownName } = namesOf(fileName, articleId);
  if (await saveAs(join(folder, name), text)) return join(folder, name);
  // A file that is there already was saved for this article, and may have been changed by its reader since: it stays.
  await saveAs(join(folder, ownName), text);
  return join(folder, ownName);
}

/** As it is called, and as it is called when that is taken. */
function namesOf(fileName: string, articleId: string): { readonly name: string; readonly ownName: string } {
  const name = basename(fileName);
  const extension = extname(name);
  return { name, ownName: `${name.slice(0, name.length - extension.length)}-${articleId}${extension}` };
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
