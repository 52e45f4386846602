/** The paragraphs of a text, whatever lies between and around them: blank lines that moved are nobody's change. */
export function withoutBlankLines(text: string): string {
  return text.trim().replaceAll(/\n(?:[^\S\n]*\n)+/g, '\n\n');
}

/** Nothing but the end of a paragraph, which nobody would see as a change unless it is given a sign. */
export function isParagraphBreak(text: string): boolean {
  return /^\s*\n\s*\n\s*$/.test(text);
}
