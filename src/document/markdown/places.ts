/** Finer places are looked for among so many characters. */
const NEAR_CHARS = 120;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const words = new Intl.Segmenter('en', { granularity: 'word' });
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The largest number up to `most` for which it holds, if whatever holds also holds for less; 0 is not asked about. */
export function largestThat(holds: (count: number) => boolean, most: number): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

// Offsets at which something begins, in a text and up to `room`; the last one first, the text's own beginning left out.

export function sentenceStarts(text: string, room: number): number[] {
  // A line that ends does not end a sentence.
  const line = text.slice(0, room + 1).replaceAll('\n', ' ');
  return startsIn(sentences.segment(line));
}

export function wordStarts(text: string, room: number): number[] {
  return [...text.slice(0, room + 1).matchAll(/(?<=\s)\S/g)].map(({ index }) => index).toReversed();
}

/** Of scripts that put no space between words. */
export function wordStartsNear(text: string, room: number): number[] {
  const from = Math.max(0, room - NEAR_CHARS);
  const segments = [...words.segment(text.slice(from, room + 1))].filter(({ isWordLike }) => isWordLike === true);
  return startsIn(segments).map((index) => from + index);
}

/** What a reader takes for one character. */
export function graphemeStartsNear(text: string, room: number): number[] {
  const segments = graphemes.segment(text);
  const starts: number[] = [];
  for (let offset = Math.min(room, text.length - 1); offset > 0 && offset > room - NEAR_CHARS; ) {
    const start = segments.containing(offset)?.index ?? 0;
    if (start > 0) starts.push(start);
    offset = start - 1;
  }
  return starts;
}

/** Past the last whole character that is in the room, or past the first one if none is. Never within a surrogate pair. */
export function characterEnd(text: string, room: number): number {
  if (room >= text.length) return text.length;
  const [start] = graphemeStartsNear(text, room);
  if (start !== undefined) return start;
  const isWithinPair = (text.codePointAt(room - 1) ?? 0) > 0xffff;
  return isWithinPair ? Math.max(2, room - 1) : room;
}

function startsIn(segments: Iterable<Intl.SegmentData>): number[] {
  return Array.from(segments, ({ index }) => index)
    .filter((index) => index > 0)
    .toReversed();
}
