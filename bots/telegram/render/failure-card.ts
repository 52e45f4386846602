import type { Messages } from '../../../src/messages/messages.ts';
import { type Card, type Content, heading, shortened, withCode } from './card.ts';
import { cleanLine } from './inert.ts';
import { controlKeyboard } from './keyboard.ts';
import { block, line, span } from './rich-text.ts';

/** The log has the whole of it. */
const MAX_DETAIL_CHARS = 1000;

/** Attempts are used up: what happened, what a person can do, and buttons for it until somebody has chosen. */
export function renderFailureCard({ frame, failure, options }: Content<'failure'>, t: Messages): Card {
  const { what, wayOut } = t.failures.words(failure.code);
  const words = t.article.failure;
  return {
    blocks: [
      heading('⚠️', t.failures.heading(failure.step)),
      block(...withCode(what)),
      line(...withCode(wayOut)),
      block(`${words.details}: `, span(shortened(cleanLine(failure.message), MAX_DETAIL_CHARS), { code: true })),
      options.length === 0 ? block('✅ ', words.solved) : block(span(words.options, { bold: true })),
    ],
    ...(options.length > 0 && { keyboard: controlKeyboard(frame.articleId, options, t) }),
  };
}
