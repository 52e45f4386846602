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

/** Why a file is not taken. `file-not-text`: it was to be a draft. */
export type FileFault =
  | { readonly code: 'file-kind' | 'file-empty' | 'file-unreachable' | 'file-not-text'; readonly name: string }
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

/** As it is shown and kept. */
export function nameOf({ name }: Pick<GivenFile, 'name'>): string {
  return cleanLine(name).slice(-MAX_FILE_NAME_CHARS).toWellFormed().trim();
}

/** Keeps a file that an order or an article is to rest on, by reference. What cannot be kept is said, and nothing is. */
export async function takeFile(
  given: GivenFile,
  options: TakeFileOptions,
): Promise<{ readonly kind: 'kept'; readonly file: SourceFile } | NotAccepted> {
  const name = nameOf(given);
  if (!isSourceFile(name)) return refused({ code: 'file-kind', name: name || '?' });
  return await keepFile({ ...given, name }, options);
}

/** Keeps a file, whatever it will be for. */
export async function keepFile(
  given: GivenFile,
  options: TakeFileOptions,
): Promise<{ readonly kind: 'kept'; readonly file: SourceFile } | NotAccepted> {
  const { files, logger } = options;
  if (files === undefined) return { kind: 'away', what: 'store' };
  const fetched = await fetchFile(given, options);
  if (fetched.kind !== 'fetched') return fetched;
  try {
    const file = { id: decisionIdOf(`source:${given.eventKey}`), name: given.name };
    await within(KEEP_BUDGET_MS, 'PostgreSQL', files.keep({ ...file, bytes: fetched.bytes }));
    return { kind: 'kept', file };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not keep a file that was handed in');
    return { kind: 'away', what: 'store' };
  }
}

export async function fetchFile(
  { name, size = 0, fetch }: GivenFile,
  { maxBytes, logger }: Pick<TakeFileOptions, 'maxBytes' | 'logger'>,
): Promise<{ readonly kind: 'fetched'; readonly bytes: Uint8Array } | NotAccepted> {
  const tooLarge = refused({ code: 'file-too-large', name, maxMegabytes: maxBytes / BYTES_PER_MEGABYTE });
  if (size > maxBytes) return tooLarge;
  try {
    const bytes = await fetch(maxBytes);
    if (bytes === 'too-large') return tooLarge;
    if (bytes === 'unreachable') return refused({ code: 'file-unreachable', name });
    return bytes.byteLength === 0 ? refused({ code: 'file-empty', name }) : { kind: 'fetched', bytes };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not fetch a file that was handed in');
    return { kind: 'away', what: 'store' };
  }
}
