/** A place between two letters of one of several pieces of text. */
export interface PlaceInPieces {
  /** Index of the piece. */
  readonly piece: number;
  readonly offset: number;
}

/**
 * Where words stand in a text that lies in pieces, as the text nodes of a page do. Spaces count alike, and so does their absence between
 * two pieces. Absent: nowhere.
 */
export function findWords(
  pieces: readonly string[],
  words: string,
): { readonly from: PlaceInPieces; readonly to: PlaceInPieces } | undefined {
  const letters: { readonly letter: string; readonly piece: number; readonly offset: number }[] = [];
  for (const [piece, text] of pieces.entries())
    for (let offset = 0; offset < text.length; offset += 1) {
      const letter = text.charAt(offset);
      if (letter.trim() !== '') letters.push({ letter, piece, offset });
    }
  const wanted = words.replaceAll(/\s+/g, '');
  if (wanted === '') return undefined;
  const at = letters
    .map(({ letter }) => letter)
    .join('')
    .indexOf(wanted);
  const first = letters[at];
  const last = letters[at + wanted.length - 1];
  if (at < 0 || first === undefined || last === undefined) return undefined;
  return {
    from: { piece: first.piece, offset: first.offset },
    to: { piece: last.piece, offset: last.offset + 1 },
  };
}

/** The words as they stand on the page. Absent: nowhere. */
export function rangeOf(root: HTMLElement, words: string): Range | undefined {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (node instanceof Text) nodes.push(node);
  const found = findWords(
    nodes.map(({ data }) => data),
    words,
  );
  const start = found && nodes[found.from.piece];
  const end = found && nodes[found.to.piece];
  if (found === undefined || start === undefined || end === undefined) return undefined;
  const range = document.createRange();
  range.setStart(start, found.from.offset);
  range.setEnd(end, found.to.offset);
  return range;
}
