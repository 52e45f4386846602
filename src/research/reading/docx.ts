import { strFromU8, unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { FetchedPage } from '../fetch-page.ts';
import { type PageText, pageText } from './page-text.ts';

/** Of all that is unpacked: a book is a tenth. */
const MAX_UNPACKED_BYTES = 50_000_000;

/** A document of Word: its words, and what its properties say. */
export async function readDocx({ bytes }: Pick<FetchedPage, 'bytes'>): Promise<PageText> {
  let size = 0;
  // Pictures are nothing to read, and what the archive says of the rest is the most that is unpacked.
  const parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (!/\.(?:xml|rels)$/.test(name)) return false;
      size += originalSize;
      if (size > MAX_UNPACKED_BYTES) throw new Error('The document unpacks to more than anybody reads');
      return true;
    },
  });
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(zipSync(parts, { level: 0 })) });
  const properties = strFromU8(parts['docProps/core.xml'] ?? new Uint8Array());
  return pageText({
    text: value,
    title: /<dc:title>([^<]{1,300})</.exec(properties)?.[1],
    date: /<dcterms:modified[^>]{0,100}>([^<]{1,40})</.exec(properties)?.[1],
  });
}
