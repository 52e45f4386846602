/** A text without what may differ between two copies of the same words: case, spaces, emphasis, kinds of quotes and dashes. */
export function comparable(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[*_`\\]/g, '')
    .replaceAll(/[“”„«»"]/g, '"')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[‐-―]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
