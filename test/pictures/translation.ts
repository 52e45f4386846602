import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { OriginalText } from '../../src/storage/translation-store.ts';
import { SECOND_DRAFT, story } from './story.ts';

const TEXT = `# Wie Gezeiten entstehen

Zweimal am Tag klettert das Meer die Hafenmauer hinauf und sinkt wieder zurück, jeden Tag rund fünfzig Minuten später als am Tag zuvor. Diese Verspätung ist der Hinweis: Das Meer geht nach der Uhr des Mondes, nicht nach unserer.
`;

const { ledger: _ledger, sources: _sources, ...gate } = story.gate;

/** An article in German, of an English one of which there is a second edition, while somebody decides. */
export const TRANSLATION = {
  gate: {
    ...gate,
    frame: {
      ...gate.frame,
      articleId: '4kx9m2c7pz0qrstv',
      request: { ...gate.frame.request, language: 'de' },
      translation: { from: 'en', into: 'de', of: 1, newer: 2 },
    },
    draft: { ...gate.draft, version: 1 },
    text: { ...gate.text, version: 1, text: TEXT },
  },
} as const satisfies Record<string, ChatContent>;

/** What it is made of. */
export const ORIGINAL: OriginalText = {
  articleId: story.gate.frame.articleId,
  edition: 1,
  language: 'en',
  title: 'How Tides Work',
  text: SECOND_DRAFT,
  sections: [],
};
