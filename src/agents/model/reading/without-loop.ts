/** So often, and for so many characters, nobody says the same on purpose at the end of a text. */
const MIN_TIMES = 5;
const MIN_LOOP_CHARS = 200;
/** Of the end of a text: a longer loop is found by its last part. */
const MAX_LOOKED_AT_CHARS = 20_000;

/**
 * A text whose end says the same over and over, as small models do until they are cut off, with that said once; any other text as it is. In
 * linear time.
 */
export function withoutLoop(text: string): string {
  const { length, period } = loopAtEnd(text.slice(-MAX_LOOKED_AT_CHARS));
  return length === 0 ? text : text.slice(0, text.length - length + period).trimEnd();
}

/** The longest end of a text that is one piece said {@link MIN_TIMES} times or more, the last time perhaps in part. */
function loopAtEnd(text: string): { readonly length: number; readonly period: number } {
  const backwards = Array.from({ length: text.length }, (_, at) => text.charCodeAt(text.length - 1 - at));
  // Knuth, Morris and Pratt: by the longest border of each beginning, how soon it repeats itself.
  const borders = new Uint32Array(backwards.length + 1);
  let found = { length: 0, period: 0 };
  for (let length = 2, border = 0; length <= backwards.length; length += 1) {
    const next = backwards[length - 1];
    while (border > 0 && backwards[border] !== next) border = borders[border] ?? 0;
    if (backwards[border] === next) border += 1;
    borders[length] = border;
    const period = length - border;
    if (length >= MIN_LOOP_CHARS && length >= period * MIN_TIMES) found = { length, period };
  }
  return found;
}
