import type { ChatContent } from '../delivery/chat-content.ts';
import { messages } from '../messages/messages.ts';
import { around, bold, type Card, line, marked, moment, rows } from './card.ts';
import { asks, shownName } from './waiting-for.ts';

/** A budget is spent: how much, what a person can do and who may, and buttons for it until somebody has chosen or the day is over. */
export function budgetCard({
  frame,
  stop,
  options,
  waitingFor: who,
}: Extract<ChatContent, { readonly kind: 'budget' }>): Card {
  const t = messages(frame.language);
  const words = t.article.budget;
  const title = words.heading(stop.scope, shownName(frame.requesterName));
  const { until, unpriced } = stop;
  const isOpen = options.length > 0;
  return {
    language: frame.language,
    mark: 'budget',
    title,
    parts: [
      rows(line(words.spent(stop)), ...(unpriced === 0 ? [] : [marked('unverified', words.unpriced(unpriced))])),
      ...(isOpen
        ? [
            rows(
              ...options.map((control) =>
                line(bold(`${t.words.buttons[control]}:`), ` ${words.option(control, stop)}`),
              ),
              ...(until === undefined
                ? []
                : [line(...around([moment(until, t.words.format)], ([when = '']) => words.until(when)))]),
            ),
          ]
        : []),
      rows(isOpen ? line(bold(t.article.failure.options)) : marked('solved', words.settled)),
    ],
    ...(isOpen && { asks: asks(who, frame, t) }),
    buttons: options.map((control) => ({ kind: 'control', articleId: frame.articleId, control })),
    notification: [title, frame.request.topic],
  };
}
