import type { Stage } from '../../protocol/article.ts';
import { isOver } from '../../protocol/article.ts';
import { format } from './words.ts';

/** What is said of articles in other languages. */
export const translations = {
  begun: (topic: string, language: string, articleId: string): string =>
    `On it: ${topic}, into ${format.languageName(language)} (article ${articleId}). It has a thread and a decision of its own.`,
  what: (example: string): string =>
    `Please name the delivered article and a language, for example: ${example}. In its thread the id may be left out.`,
  unknownTongue: (typed: string): string =>
    `I know no language called “${typed}”. Please write its name, or its code: German, немецкий, de, pt-BR.`,
  none: 'This article is no translation.',
  ownTongue: (language: string): string => `The article is in ${format.languageName(language)} already.`,
  notTranslatable: (stage: Stage): string =>
    isOver(stage)
      ? 'This article was never delivered, so there is nothing to translate.'
      : 'This article is not delivered yet. It can be translated as soon as it is.',
  underWay: (language: string, articleId: string, byName: string): string =>
    `A translation into ${format.languageName(language)} is under way already, asked for by ${byName} (article ${articleId}).`,
  there: (language: string, title: string, articleId: string): string =>
    `It is there in ${format.languageName(language)} already, and nothing has changed since: “${title}” (article ${articleId}).`,
  /** On cards: `Translation: English → German, of edition 1`. */
  of: (from: string, into: string, edition: number): string =>
    `Translation: ${format.languageName(from)} → ${format.languageName(into)}${edition > 1 ? `, of edition ${edition}` : ''}`,
  /** Above the text that is translated. */
  original: (title: string): string => `Original: “${title}”`,
  originalIs: (language: string, edition: number): string =>
    `${format.languageName(language)}${edition > 1 ? `, edition ${edition}` : ''}`,
  /** The original has changed since. */
  stale: (of: number, newer: number): string =>
    `Stale: this is edition ${of} of the original, of which edition ${newer} has been delivered.`,
  /** The way to the other article: what leads there, and the sentence around it. */
  way: {
    translating: { to: 'the original', is: (place: string): string => `Translated from: ${place}` },
    'translation-begun': {
      to: 'the translation',
      is: (place: string): string => `It has a thread of its own: ${place}`,
    },
    'source-renewed': { to: 'the new edition', is: (place: string): string => `What it is now: ${place}` },
  },
};
