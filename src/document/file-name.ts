/** Room for a suffix and the folder within the 255 bytes that file systems allow, also when every letter takes two. */
const MAX_STEM_CHARS = 80;

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

function stemOf(title: string, edition: number): string {
  const stem = title
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MAX_STEM_CHARS)
    .replaceAll(/^-+|-+$/g, '');
  return `${stem === '' ? 'article' : stem}${edition === 1 ? '' : `-edition-${edition}`}`;
}
