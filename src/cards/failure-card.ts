import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { messages } from '../messages/messages.ts';
import { bold, type Card, code, line, marked, rows, withCode } from './card.ts';

/** The details of a failure are for operators, who find them whole in the log. */
const DETAILS_CHARS = 1000;

/** Attempts are used up: what happened, what a person can do, and buttons for it until somebody has chosen. */
export function failureCard({ frame, failure, options }: Extract<ChatContent, { readonly kind: 'failure' }>): Card {
  const t = messages(frame.language);
  const { what, wayOut } = t.failures.words(failure.code);
  const words = t.article.failure;
  const title = t.failures.heading(failure.step);
  return {
    language: frame.language,
    mark: 'failure',
    title,
    parts: [
      rows(line(...withCode(what)), line(...withCode(wayOut))),
      rows(line(`${words.details}: `, code(shorten(cleanLine(failure.message), DETAILS_CHARS)))),
      rows(options.length === 0 ? marked('solved', words.solved) : line(bold(words.options))),
    ],
    buttons: options.map((control) => ({ kind: 'control', articleId: frame.articleId, control })),
    notification: [title, frame.request.topic],
  };
}
