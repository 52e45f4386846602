import { decodeUtf8 } from '../lib/read-bytes.ts';
import type { FetchedPage } from './fetch-page.ts';
import { FetchFault } from './fetch-settings.ts';
import { readBody } from './read-page.ts';
import type { PageText } from './reading/page-text.ts';

/** In which a PDF says what it is. */
const HEAD_BYTES = 1024;

/**
 * Reads a file that a person handed in: text, Markdown, PDF or Word, by what it is and not by what it is called.
 * @throws FetchFault `unreadable-type`: it is none of these, or takes too long or too much memory · `empty`: there is nothing to read
 */
export async function readFile(bytes: Uint8Array, signal: AbortSignal): Promise<PageText> {
  return await readBody({ ...typeOf(bytes), bytes }, signal);
}

function typeOf(bytes: Uint8Array): Pick<FetchedPage, 'type' | 'charset'> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES)).toString('latin1');
  if (head.includes('%PDF-')) return { type: 'pdf' };
  if (head.startsWith('PK\u0003\u0004')) return { type: 'docx' };
  // As Windows saves what it calls Unicode.
  if (head.startsWith('\u00ff\u00fe')) return { type: 'text', charset: 'utf-16le' };
  if (head.startsWith('\u00fe\u00ff')) return { type: 'text', charset: 'utf-16be' };
  const text = decodeUtf8(bytes);
  if (text === undefined || text.includes('\0')) throw new FetchFault('unreadable-type', 'It is no text in UTF-8');
  return { type: 'text', charset: 'utf-8' };
}
