import type { ArticleFile } from './article-files.ts';
import { extrasFileName } from './extras-file.ts';

/** A name that a person can take in. */
const MAX_STEM_CHARS = 80;
/** Room for a suffix and the folder within the 255 bytes that file systems allow. */
const MAX_STEM_BYTES = 180;
/** Windows takes these for devices, with any extension. Superscript digits count for it, too. */
const DEVICES = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])$/;

/** `how-tides-work.md`, `how-tides-work-edition-2.md`: letters, digits and dashes of any script, never empty, never a device or a path. */
export function toFileName(title: string, edition = 1): string {
  return `${stemOf(title, edition)}.md`;
}

/** What a draft's file is called: `how-tides-work-draft-3`, `how-tides-work-edition-2-outline-1`. */
export function draftFileStem(
  topic: string,
  { version, outline }: { readonly version: number; readonly outline?: true },
  edition = 1,
): string {
  return `${stemOf(topic, edition)}-${outline === true ? 'outline' : 'draft'}-${version}`;
}

/** What a file of the article is called. @param fileName `how-tides-work.md` */
export function articleFileName(kind: ArticleFile['kind'], fileName: string): string {
  const stem = fileName.replace(/\.md$/i, '');
  switch (kind) {
    case 'md':
    case 'docx':
      return `${stem}.${kind}`;
    case 'extras':
      return extrasFileName(fileName);
    case 'receipt':
      return receiptFileName(fileName);
    default:
      return kind satisfies never;
  }
}

/** `how-tides-work.receipt.json` beside `how-tides-work.md`. */
export function receiptFileName(fileName: string): string {
  return `${fileName.replace(/\.md$/i, '')}.receipt.json`;
}

function stemOf(title: string, edition: number): string {
  const stem = toStem(title);
  const own = stem === '' ? 'article' : DEVICES.test(stem) ? `article-${stem}` : stem;
  return `${own}${edition === 1 ? '' : `-edition-${edition}`}`;
}

function toStem(title: string): string {
  const words = title
    .normalize('NFC')
    .toLowerCase()
    .toWellFormed()
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-');
  let stem = '';
  // By whole characters: half of one is no name.
  for (const character of words) {
    const longer = stem + character;
    if (longer.length > MAX_STEM_CHARS || Buffer.byteLength(longer) > MAX_STEM_BYTES) break;
    stem = longer;
  }
  return stem.replaceAll(/^-+|-+$/g, '');
}
