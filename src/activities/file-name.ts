/** Room for a suffix and the folder within the 255 bytes that file systems allow, also when every letter takes two. */
const MAX_STEM_CHARS = 80;

/** `how-tides-work.md`: letters, digits and dashes of any script, never empty, never a device or a path. */
export function toFileName(title: string): string {
  const stem = title
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MAX_STEM_CHARS)
    .replaceAll(/^-+|-+$/g, '');
  return `${stem === '' ? 'article' : stem}.md`;
}
