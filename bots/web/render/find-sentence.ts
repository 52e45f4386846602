import { withoutMarks } from '../../../src/protocol/citations.ts';

/** Of the words of a claim, so many stand in the sentence that makes it. */
const LEAST_SHARE = 0.6;
/** Of shorter ones every sentence is full. */
const LEAST_CHARS = 3;
/** What comes later in a text as long as a book is not looked at. */
const MOST_SENTENCES = 2000;

const SENTENCES = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/**
 * Finds the sentence of a text that makes a claim, which says it in other words: the one that shares most of its words, and all of its
 * numbers. Undefined: no sentence shares enough of them.
 */
export function createSentenceFinder(text: string): (claim: string) => string | undefined {
  const sentences = withoutMarks(text)
    .split('\n')
    .flatMap((line) => [...SENTENCES.segment(line)].map(({ segment }) => segment.replace(/^[#>*\-\s]+/, '').trim()))
    .filter((sentence) => sentence !== '')
    .slice(0, MOST_SENTENCES)
    .map((sentence) => ({ sentence, words: wordsOf(sentence) }));
  return (claim) => {
    const wanted = [...wordsOf(claim)];
    if (wanted.length === 0) return undefined;
    let best: { readonly sentence: string; readonly share: number } | undefined;
    for (const { sentence, words } of sentences) {
      if (wanted.some((word) => /^\p{Nd}/u.test(word) && !words.has(word))) continue;
      const share = wanted.filter((word) => words.has(word)).length / wanted.length;
      if (share >= LEAST_SHARE && share > (best?.share ?? 0)) best = { sentence, share };
    }
    return best?.sentence;
  };
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{Nd}+(?:[.,]\p{Nd}+)*|[\p{L}\p{M}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length >= LEAST_CHARS || /^\p{Nd}/u.test(word)));
}
