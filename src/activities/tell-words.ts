import type { TextSoFar } from '../agents/agent.ts';
import type { Readers } from '../storage/progress-store.ts';
import { withoutMarks } from '../protocol/citations.ts';

export interface TellWordsOptions {
  /** How many words are written. */
  readonly words: (words: number) => Promise<Readers>;
  /** What is written. Answers whether somebody still watches. */
  readonly text: (text: string) => Promise<boolean>;
  /** Between two looks at the words. Absent: nothing is told, ever. */
  readonly everyMs: number | undefined;
  /** Between two looks at the text, while somebody watches. Default: 1 s. */
  readonly textEveryMs?: number;
}

const TEXT_EVERY_MS = 1000;
/** What is longer is not read while it is being written. */
const MOST_CHARS = 60_000;

/**
 * Tells from time to time how many words of a text are written; also when they have become no more, since what else the article said
 * meanwhile may have put the number out of sight. While somebody watches, the text itself, and once more where it has got lost. What is
 * written sooner than that costs nothing, and what cannot be told is told with the next look.
 */
export function tellWords({ words, text, everyMs, textEveryMs = TEXT_EVERY_MS }: TellWordsOptions): {
  readonly onWriting: (soFar: TextSoFar) => void;
  /** Somebody watches, or nobody does. */
  readonly watched: (isWatched: boolean) => void;
  readonly stop: () => void;
} {
  let soFar: TextSoFar | undefined;
  let isWatched = false;
  let told = '';

  const tellCount = createTelling(async () => {
    const count = soFar?.words() ?? 0;
    if (count === 0) return;
    const readers = await words(count);
    ({ isWatched } = readers);
    if (!readers.haveText) told = '';
  });
  const tellText = createTelling(async () => {
    if (!isWatched || soFar === undefined) return;
    // A citation that has only begun is none yet.
    const now = withoutMarks(soFar.text().slice(0, MOST_CHARS)).replace(/\s*\[e?\d{0,5}$/, '');
    if (now === '' || now === told) return;
    isWatched = await text(now);
    told = isWatched ? now : '';
  });
  const counting = everyMs === undefined ? undefined : setInterval(tellCount, everyMs);
  const showing = everyMs === undefined ? undefined : setInterval(tellText, Math.min(textEveryMs, everyMs));
  return {
    onWriting(given) {
      soFar = given;
    },
    watched(isNow) {
      isWatched = isNow;
    },
    stop() {
      clearInterval(counting);
      clearInterval(showing);
    },
  };
}

/** One at a time. */
function createTelling(tell: () => Promise<void>): () => void {
  let isTelling = false;
  const once = async (): Promise<void> => {
    if (isTelling) return;
    isTelling = true;
    try {
      await tell();
    } catch {
      // The next look tells it.
    } finally {
      isTelling = false;
    }
  };
  return () => void once();
}
