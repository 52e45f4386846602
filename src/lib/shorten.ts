const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** For names and lists of names, never for what somebody has to read whole: at most `maxChars` UTF-16 units, `…` for the rest. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  let head = '';
  for (const { segment } of graphemes.segment(text.slice(0, maxChars * 2))) {
    if (head.length + segment.length > maxChars - 1) break;
    head += segment;
  }
  return `${head.trimEnd()}…`;
}
