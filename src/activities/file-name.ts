/** Room for a suffix and the folder within the 255 bytes that file systems allow, also when every letter takes two. */
const MAX_STEM_CHARS = 80;

/** `how-tides-work.md`, `how-tides-work-edition-2.md`: letters, digits and dashes of any script, never empty, never a device or a path. */
export function toFileName(title: string, edition = 1): string {
  const stem = title
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MAX_STEM_CHARS)
    .replaceAll(/^-+|-+$/g, '');
  return `${stem === '' ? 'article' : stem}${edition === 1 ? '' : `-edition-${edition}`}.md`;
}
