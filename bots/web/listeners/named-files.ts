import type { Logger } from '../../../src/lib/logger.ts';
import type { SourceFile } from '../../../src/protocol/article.ts';
import type { SourceFileStore } from '../../../src/storage/source-file-store.ts';
import { accepted, type Asked, Declined, problem, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';

export interface NamedFilesOptions {
  readonly files: Pick<SourceFileStore, 'named'>;
  readonly logger: Logger;
}

/**
 * The files that a request names by their ids.
 * @param wanted with where each id stands in the request: `sources.0.fileId`
 * @throws {Declined} when one of them is not there, or not any more.
 */
export async function namedFiles(
  c: Asked,
  wanted: readonly { readonly id: string; readonly path: string }[],
  { files, logger }: NamedFilesOptions,
): Promise<readonly SourceFile[]> {
  if (wanted.length === 0) return [];
  const reading = files.named(wanted.map(({ id }) => id));
  const { value: found } = accepted(c, await readStore(logger, 'the files that a request names', reading));
  const missing = wanted.find(({ id }) => !found.some((file) => file.id === id));
  if (missing === undefined) return found;
  const detail = wordsFor(c).web.unknownFile;
  const errors = [{ path: missing.path, message: detail }];
  throw new Declined(problem({ status: 422, code: 'unknown-file', detail, more: { errors } }));
}
