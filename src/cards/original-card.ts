import type { OriginalText } from '../storage/translation-store.ts';
import { toFileName } from '../document/file-name.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Card } from './card.ts';

/** What a translation is made of, to be read beside it. */
export function originalCard(
  { title, text, language: tongue, edition }: OriginalText,
  language: InterfaceLanguage,
): Card {
  const { translations } = messages(language);
  const heading = translations.original(cleanLine(title));
  return {
    language,
    mark: 'translation',
    title: heading,
    aside: [translations.originalIs(tongue, edition)],
    parts: [],
    text: { markdown: cleanText(text), show: 'opening' },
    notification: [heading],
  };
}

/** All of it, where a message has no room: Markdown. */
export function originalFile({ title, text, edition }: OriginalText): {
  readonly name: string;
  readonly bytes: Uint8Array;
} {
  return { name: toFileName(title, edition), bytes: Buffer.from(cleanText(text), 'utf8') };
}
