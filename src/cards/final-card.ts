import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import { type Card, italic, line, rows } from './card.ts';

/** The finished article, whole, below its title and summary. */
export function finalCard({ frame, article, version }: Extract<ChatContent, { readonly kind: 'final' }>): Card {
  const { final } = messages(frame.language).article;
  const title = final.ready(cleanLine(article.title));
  return {
    language: frame.language,
    mark: 'delivered',
    title,
    isLarge: true,
    parts: [rows(line(italic(article.summary))), rows(line(final.from(version)))],
    text: { markdown: cleanText(article.text), show: 'whole' },
    notification: [title, article.summary],
  };
}
