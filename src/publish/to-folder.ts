import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { articleOfFile, frontMatterFile } from './front-matter.ts';
import { type Made, PublishError, type Publisher, type PublishMode } from './publisher.ts';
import { ownNames } from './own-names.ts';
import { refOf } from './ref-of.ts';

export interface FolderTarget {
  readonly kind: 'folder';
  /** As written: from where the worker was started, or absolute. */
  readonly folder: string;
  readonly mode: PublishMode;
}

/** A larger file is none of ours. */
const MAX_FILE_BYTES = 20_000_000;

/** Writes each article as a Markdown file: whole or not at all, and never over a file that is somebody else's. */
export function createFolderPublisher({ folder, mode }: FolderTarget): Publisher {
  return {
    async publish(publication, signal) {
      const content = frontMatterFile(publication, mode);
      try {
        await mkdir(folder, { recursive: true });
        const known = refOf(publication.known, 'name');
        const names = [...(known === undefined ? [] : [basename(known)]), ...ownNames(publication)];
        for (const name of names) {
          signal.throwIfAborted();
          if (!(await writeOwn(join(folder, name), content, publication.first))) continue;
          return { made: mode === 'draft' ? 'draft' : 'file', place: join(folder, name), ref: { name } } satisfies Made;
        }
        throw new PublishError('rejected', `${names.join(' and ')} are somebody else's`, { detail: names.join(', ') });
      } catch (error) {
        throw toFault(error);
      }
    },
    async examine() {
      try {
        const there = await existing(folder);
        await access(there, constants.W_OK | constants.X_OK);
        if (!(await stat(there)).isDirectory()) throw new PublishError('not-writable', `${there} is no folder`);
        return there === folder ? `${folder} can be written` : `${folder} can be made in ${there}`;
      } catch (error) {
        throw toFault(error);
      }
    },
  };
}

/**
 * Whoever reads the file sees what was there before or all that is there now, whenever the machine stops.
 * @returns false: there is a file of that name already, which is not the article's
 */
async function writeOwn(path: string, content: string, article: string): Promise<boolean> {
  const owner = await ownerOf(path);
  if (owner !== 'nobody' && owner !== article) return false;
  const draft = join(dirname(path), `.copydesk-${randomUUID()}`);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (owner === article) await rename(draft, path);
    // Unlike a new name for the file, this fails when somebody has made one meanwhile.
    else await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The article whose file it is. Undefined: it is somebody else's. */
async function ownerOf(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) return undefined;
    return articleOfFile(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'nobody';
    if (codeOf(error) === 'EISDIR') return undefined;
    throw error;
  }
}

/** The folder, or the nearest above it that is there. */
async function existing(folder: string): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    return await existing(dirname(folder));
  }
}

function toFault(error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof PublishError || code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  return new PublishError('not-writable', `The folder cannot be written: ${code}`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
