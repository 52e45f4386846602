/**
 * Tells from time to time how many words of a text are written; also when they have become no more, since what else the article said
 * meanwhile may have put the number out of sight. What is written sooner than that costs nothing.
 * @param everyMs absent: never
 */
export function tellWords(
  tell: (words: number) => Promise<void>,
  everyMs: number | undefined,
): { readonly onWriting: (wordsSoFar: () => number) => void; readonly stop: () => void } {
  let wordsSoFar = (): number => 0;
  let isTelling = false;
  const look = async (): Promise<void> => {
    const words = wordsSoFar();
    if (isTelling || words === 0) return;
    isTelling = true;
    try {
      await tell(words);
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
