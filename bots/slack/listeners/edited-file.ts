import { decodeUtf8 } from '../../../src/lib/read-bytes.ts';
import { createFileDownload, type SharedFile } from './shared-file.ts';

/** The text of a file, or why there is none. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' | 'not-utf8' | 'unreadable' };

/** Reads a text file that somebody shared. Never rejects. */
export type FileReader = (file: SharedFile, token: string | undefined) => Promise<FileText>;

/** What an edited text may have: 100,000 characters of up to four bytes. */
const MAX_FILE_BYTES = 400_000;

/** Whether a file can be the text of a draft. */
export function isTextFile({ name }: SharedFile): boolean {
  return /\.(?:md|markdown|txt)$/i.test(name ?? '');
}

/** @param apiUrl of the Web API when it is not Slack's own: files lie there too */
export function createFileReader(apiUrl: string | undefined): FileReader {
  const download = createFileDownload(apiUrl);
  return async (file, token) => {
    const bytes = await download(file, token, MAX_FILE_BYTES);
    if (bytes === 'too-large') return { kind: 'too-large' };
    if (bytes === 'unreachable') return { kind: 'unreadable' };
    const text = decodeUtf8(bytes);
    return text === undefined ? { kind: 'not-utf8' } : { kind: 'text', text };
  };
}
