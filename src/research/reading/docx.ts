import { strFromU8 } from 'fflate';
import mammoth from 'mammoth';
import { unpackWord } from '../../lib/unpack-word.ts';
import type { FetchedPage } from '../fetch-page.ts';
import { type PageText, pageText } from './page-text.ts';

/** A document of Word: its words, and what its properties say. */
export async function readDocx({ bytes }: Pick<FetchedPage, 'bytes'>): Promise<PageText> {
  const { document, parts } = unpackWord(bytes);
  const { value } = await mammoth.extractRawText({ buffer: document });
  const properties = strFromU8(parts['docProps/core.xml'] ?? new Uint8Array());
  return pageText({
    text: value,
    title: /<dc:title>([^<]{1,300})</.exec(properties)?.[1],
    date: /<dcterms:modified[^>]{0,100}>([^<]{1,40})</.exec(properties)?.[1],
  });
}
