import type { ChatContent } from '../delivery/chat-content.ts';
import { messages } from '../messages/messages.ts';
import { bold, type Card, line, marked, rows } from './card.ts';
import { asks } from './waiting-for.ts';

/**
 * Attempts are used up: what happened, what a person can do, and buttons for it until somebody has chosen. The message of the failure, which
 * may name servers, is for operators: they find it in the log and with the doctor.
 */
export function failureCard({
  frame,
  failure,
  options,
  waitingFor: who,
}: Extract<ChatContent, { readonly kind: 'failure' }>): Card {
  const t = messages(frame.language);
  const { what, wayOut } = t.failures.words(failure.code, { hasDraft: options.includes('finish') });
  const words = t.article.failure;
  const title = t.failures.heading(failure.step);
  return {
    language: frame.language,
    mark: 'failure',
    title,
    parts: [
      rows(line(what), line(wayOut)),
      rows(options.length === 0 ? marked('solved', words.solved) : line(bold(words.options))),
    ],
    ...(options.length > 0 && { asks: asks(who, frame, t) }),
    buttons: options.map((control) => ({ kind: 'control', articleId: frame.articleId, control })),
    notification: [title, frame.request.topic],
  };
}
