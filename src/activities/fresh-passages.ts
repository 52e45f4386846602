/** Between paragraphs, list and table alike. */
const EMPTY_LINES = /\n(?:[^\S\n]*\n)+/;

/** The paragraphs of a text that an earlier one does not have, in their order; empty: it has them all. */
export function freshPassages(text: string, before: string): string {
  const known = new Set(passagesOf(before));
  return passagesOf(text)
    .filter((passage) => !known.has(passage))
    .join('\n\n');
}

function passagesOf(text: string): readonly string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(EMPTY_LINES)
    .map((passage) => passage.trim())
    .filter((passage) => passage !== '');
}
