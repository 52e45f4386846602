/**
 * Looks from time to time how many words of a text are written, and tells a number that is another one. What is written sooner than that
 * costs nothing. What could not be told is told with the next look.
 * @param everyMs absent: never
 */
export function tellWords(
  tell: (words: number) => Promise<void>,
  everyMs: number | undefined,
): { readonly onWriting: (wordsSoFar: () => number) => void; readonly stop: () => void } {
  let wordsSoFar = (): number => 0;
  let told = 0;
  let isTelling = false;
  const look = async (): Promise<void> => {
    const words = wordsSoFar();
    if (isTelling || words === 0 || words === told) return;
    isTelling = true;
    try {
      await tell(words);
      told = words;
    } catch {
      // The next look tells it.
    } finally {
      isTelling = false;
    }
  };
  const looking = everyMs === undefined ? undefined : setInterval(() => void look(), everyMs);
  return {
    onWriting: (count) => {
      wordsSoFar = count;
    },
    stop: () => clearInterval(looking),
  };
}
