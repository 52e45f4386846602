import { unzipSync, zipSync } from 'fflate';

/** Of all that is unpacked: a book is a tenth. */
const MAX_UNPACKED_BYTES = 50_000_000;

/** A document of Word that holds nothing but what can be read in it, and its parts. @throws when it is none, or unpacks to more than anybody reads */
export function unpackWord(bytes: Uint8Array): {
  readonly document: Buffer;
  readonly parts: Readonly<Record<string, Uint8Array>>;
} {
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
  return { document: Buffer.from(zipSync(parts, { level: 0 })), parts };
}
