import { cleanLine } from '../lib/clean-text.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { MAX_FILE_NAME_CHARS, type SourceFile } from '../protocol/article.ts';
import type { SourceFileStore } from '../storage/source-file-store.ts';
import { decisionIdOf } from './decision-id.ts';
import { type NotAccepted, refused } from './reply.ts';

/** A file that somebody sent, as the chat names it. */
export interface GivenFile {
  /** Names the message and the file in it beyond doubt, and is the same at every redelivery. */
  readonly eventKey: string;
  readonly name: string;
  /** As the chat says, in bytes. */
  readonly size?: number;
  /** Never more than `maxBytes`. Rejects when nobody could be asked. */
  readonly fetch: (maxBytes: number) => Promise<Uint8Array | 'too-large' | 'unreachable'>;
}

/** Why a file is not taken as a source. */
export type FileFault =
  | { readonly code: 'file-kind' | 'file-empty' | 'file-unreachable'; readonly name: string }
  | { readonly code: 'file-too-large'; readonly name: string; readonly maxMegabytes: number };

export interface TakeFileOptions {
  /** Absent: nobody keeps files. */
  readonly files: Pick<SourceFileStore, 'keep'> | undefined;
  readonly maxBytes: number;
  readonly logger: Logger;
}

/** Some megabytes on their way into the database. */
const KEEP_BUDGET_MS = 5000;
const BYTES_PER_MEGABYTE = 1_000_000;
/** Endings of names by which a file can be a source, without their dots. */
export const SOURCE_ENDINGS = ['md', 'markdown', 'txt', 'pdf', 'docx'] as const;

const SOURCE = new RegExp(`\\.(?:${SOURCE_ENDINGS.join('|')})$`, 'i');

/** Whether a file can be a source, by its name. What it really is shows when it is read. */
export function isSourceFile(name: string): boolean {
  return SOURCE.test(name);
}

/** Keeps a file that an order or an article is to rest on, by reference. What cannot be kept is said, and nothing is. */
export async function takeFile(
  { eventKey, name: given, size = 0, fetch }: GivenFile,
  { files, maxBytes, logger }: TakeFileOptions,
): Promise<{ readonly kind: 'kept'; readonly file: SourceFile } | NotAccepted> {
  const name = cleanLine(given).slice(-MAX_FILE_NAME_CHARS).toWellFormed().trim();
  if (!isSourceFile(name)) return refused({ code: 'file-kind', name: name || '?' });
  const tooLarge = refused({ code: 'file-too-large', name, maxMegabytes: maxBytes / BYTES_PER_MEGABYTE });
  if (size > maxBytes) return tooLarge;
  if (files === undefined) return { kind: 'away', what: 'store' };
  try {
    const bytes = await fetch(maxBytes);
    if (bytes === 'too-large') return tooLarge;
    if (bytes === 'unreachable') return refused({ code: 'file-unreachable', name });
    if (bytes.byteLength === 0) return refused({ code: 'file-empty', name });
    const file = { id: decisionIdOf(`source:${eventKey}`), name };
    await within(KEEP_BUDGET_MS, 'PostgreSQL', files.keep({ ...file, bytes }));
    return { kind: 'kept', file };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not keep a file that was handed in');
    return { kind: 'away', what: 'store' };
  }
}
