import { articleFacts } from '../../../src/chat/article-facts.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { encodeButton } from '../../../src/protocol/button-codec.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { inert, joinPieces } from './plain.ts';

const BUTTONS_PER_ROW = 2;

/** What `/status` says, and below it what can be done now. Cancelling is too much for one tap: the command does it. */
export function renderStatus(status: ArticleStatus, t: Messages): TelegramReply {
  const { articleId, current, controls } = status;
  const buttons = controls
    .filter((control) => control !== 'cancel')
    .map((control) => ({
      text: t.telegram.buttons[control],
      callback_data: encodeButton({ kind: 'control', articleId, control }),
    }));
  const facts = [
    ...articleFacts(status, t).map(inert),
    ...(current === undefined ? [] : [t.telegram.status.current(current.version, current.score)]),
    ...(controls.includes('cancel') ? [`${t.telegram.buttons.cancel}: /cancel_${articleId}`] : []),
  ];
  return {
    ...joinPieces([{ text: inert(t.article.card.title(status.topic)), type: 'bold' }, `\n${facts.join('\n')}`]),
    ...(buttons.length > 0 && { markup: { inline_keyboard: inRows(buttons) }, purpose: { kind: 'status', articleId } }),
  };
}

function inRows<T>(items: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < items.length; at += BUTTONS_PER_ROW) rows.push(items.slice(at, at + BUTTONS_PER_ROW));
  return rows;
}
