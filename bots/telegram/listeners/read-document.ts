import { textOfFile } from '../../../src/document/word/text-of-file.ts';
import type { DownloadDocument, ReadDocument } from './front.ts';

const TEXT_FILE = /\.(?:md|markdown|txt|docx)$/i;
const TEXT_TYPE = /^text\//i;

export interface ReadDocumentOptions {
  readonly download: DownloadDocument;
  readonly maxKilobytes: number;
}

/** Reads what people hand in as a file: Markdown or plain text in UTF-8, or a document of Word, up to the given size. */
export function createReadDocument({ download, maxKilobytes }: ReadDocumentOptions): ReadDocument {
  return async (document, { telegram: { file } }) => {
    const { file_name = '', mime_type = '' } = document;
    if (!TEXT_FILE.test(file_name) && !TEXT_TYPE.test(mime_type)) return { complaint: file.kinds };
    const bytes = await download(document, maxKilobytes * 1024);
    if (bytes === 'too-large') return { complaint: file.tooLarge(maxKilobytes) };
    if (bytes === 'unreachable') return { complaint: file.unreachable };
    const text = await textOfFile(bytes);
    return text === undefined ? { complaint: file.notText } : { text };
  };
}
