import type { Brief } from '../brief.ts';
import { normalised } from '../markdown.ts';
import { judgedCriteria } from './critic.ts';
import { fill, phrasesIn, seedOf } from './material.ts';

const NAMES = ['fidelity', 'completeness', 'fluency', 'terms'] as const;
const GOOD_SCORE = 8.6;
/** It lets a sentence pass that it had no words for: only a person can mend it. */
const PASSING_SCORE = 8;

/** The answer to the task `fidelity`: it knows which sentences it could not translate, and finds the rest good. */
export function fidelity(brief: Brief) {
  const { strengths, faults, texts } = phrasesIn(brief.language);
  const [words = ''] = texts['untranslated'] ?? [];
  const begin = normalised(words).split(' ').slice(0, 6).join(' ');
  const bare = brief.sections.filter(({ text }) => normalised(text).includes(begin));
  const { weakness = '', suggestion = '' } = faults['untranslated'] ?? {};
  // No two topics are judged alike: 0 to 0.4.
  const leaning = (seedOf(`${normalised(brief.topic)}/fidelity`) % 41) / 100;
  const score = bare.length === 0 ? Math.round((GOOD_SCORE + leaning) * 10) / 10 : PASSING_SCORE;
  const good = [strengths['translated'] ?? ''];
  const named = (text: string) =>
    bare
      .map(({ id }) => ({ section: id, text: fill(text, { words: words.split(/\s+/).slice(0, 6).join(' ') }) }))
      .slice(0, 4);
  return {
    score,
    strengths: good,
    weaknesses: named(weakness),
    suggestions: named(suggestion),
    factsQuestionable: false,
    comments: brief.comments.flatMap(({ id, quote }) =>
      id === undefined ? [] : [{ id, done: quote !== undefined, quote: quote ?? null, why: null }],
    ),
    criteria: judgedCriteria({ score, strengths: good }, brief, NAMES),
  };
}
