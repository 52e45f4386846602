import type { Brief } from '../brief.ts';
import { normalised, sentencesOf, wordCount } from '../markdown.ts';

const MAX_NOTES = 4;
const MIN_WORDS = 6;
const MAX_WORDS = 60;
/** What gives orders is nothing to note. */
const ORDER = /\b(?:ignore|disregard|instructions?|prompt)\b|инструкци|игнорируй/i;

/** The sentences of the page that say most: those with numbers first. */
export function notes({ page }: Brief): { readonly notes: readonly { readonly quote: string }[] } {
  const sentences = page
    .split('\n')
    .flatMap(sentencesOf)
    .map((sentence) => sentence.trim())
    .filter(
      (sentence) => wordCount(sentence) >= MIN_WORDS && wordCount(sentence) <= MAX_WORDS && !ORDER.test(sentence),
    );
  const numbered = sentences.filter((sentence) => /\d/.test(sentence));
  return { notes: [...new Set([...numbered, ...sentences])].slice(0, MAX_NOTES).map((quote) => ({ quote })) };
}

/** It searches nothing. */
export function search(): { readonly pages: readonly never[] } {
  return { pages: [] };
}

/** By the words that claim and passage share: all of them, with every number, or half. */
export function support({ citations }: Brief) {
  return {
    citations: citations.map(({ id, claim, passage }) => {
      const said = new Set(wordsOf(passage));
      const words = wordsOf(claim);
      const known = words.filter((word) => said.has(word)).length;
      const hasNumbers = words.filter((word) => /\d/.test(word)).every((word) => said.has(word));
      const share = words.length === 0 ? 0 : known / words.length;
      const verdict = share >= 0.8 && hasNumbers ? 'supported' : share >= 0.5 ? 'partly' : 'not';
      return { id, verdict, note: '' };
    }),
  };
}

function wordsOf(text: string): readonly string[] {
  return normalised(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
