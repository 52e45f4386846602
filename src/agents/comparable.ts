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

/** Whether a text holds words, at least one, as {@link comparable} compares them. */
export function quoteIsIn(quote: string, text: string): boolean {
  const words = comparable(quote).replace(/^["'….\s]+|["'….\s]+$/g, '');
  return words !== '' && comparable(text).includes(words);
}
