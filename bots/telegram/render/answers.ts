import type { Card, Span } from '../../../src/cards/card.ts';
import { costsCard } from '../../../src/cards/costs-card.ts';
import { listCard } from '../../../src/cards/list-card.ts';
import { answerCard } from '../../../src/cards/status-card.ts';
import type { Listed } from '../../../src/chat/chat-desk.ts';
import type { MessageRef } from '../../../src/delivery/messenger.ts';
import { shorten } from '../../../src/lib/shorten.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { NamedStatus } from '../../../src/protocol/desk-state.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import type { Costs } from '../../../src/storage/cost-store.ts';
import { newerEntities } from '../connect/newer-bot-api.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { PREFIX } from '../platform.ts';
import { drawCard } from './draw-card.ts';
import { drawKeyboard, withoutCancel } from './keyboard.ts';
import { messageLink } from './link.ts';
import { inert, joinPieces, type Piece } from './plain.ts';
import { splitBlocks } from './split.ts';

export type Cards = ReadonlyMap<string, { readonly thread: Thread; readonly ref: MessageRef }>;

/** Twenty of them, with what stands around, stay below Telegram's 4,096 characters. */
const MAX_TOPIC_CHARS = 90;

/** What `/list` says. `/status_<id>` can be tapped as it stands. @param cards where the status cards are, for links. */
export function renderList(listed: Listed, cards: Cards, language: InterfaceLanguage): TelegramReply {
  const t = messages(language);
  const { title, parts } = listCard(listed, language, PREFIX);
  if (title === undefined) return { text: t.chat.list.empty(listed.view) };
  return joinPieces([
    { text: title, type: 'bold' },
    ...parts.flatMap((part): readonly Piece[] => {
      // The way to the next page.
      if (part.kind === 'rows') return ['\n\n', ...part.rows.flatMap(({ spans }) => spans.map(toPiece))];
      if (part.kind !== 'article') return [];
      const link = messageLink(cards.get(part.articleId)?.ref);
      return [
        '\n\n',
        { text: inert(shorten(part.topic, MAX_TOPIC_CHARS)), type: 'bold' },
        `\n${part.detail}\n/status_${part.articleId}`,
        ...(link === undefined ? [] : [' · ', { text: t.telegram.list.open, type: 'text_link', url: link } as const]),
      ];
    }),
  ]);
}

function toPiece(one: Span): Piece {
  if (typeof one === 'string') return one;
  return 'look' in one && one.look === 'code' ? { text: one.text, type: 'code' } : one.text;
}

/** What `/costs` says. */
export function renderCosts(costs: Costs, language: InterfaceLanguage): TelegramReply {
  return toReply(costsCard(costs, language));
}

/** What `/status` says, and below it what can be done now. */
export function renderStatus(status: NamedStatus, language: InterfaceLanguage): TelegramReply {
  const { articleId, controls } = status;
  const t = messages(language);
  const { buttons = [], ...card } = answerCard(status, language);
  const shown = toReply(card);
  const markup = drawKeyboard(withoutCancel(buttons), t);
  const cancel = controls.includes('cancel') ? `\n${t.telegram.buttons.cancel}: /cancel_${articleId}` : '';
  return {
    ...shown,
    text: `${shown.text}${cancel}`,
    ...(markup !== undefined && { markup, purpose: { kind: 'status', articleId } }),
  };
}

/** A card that is one message. */
function toReply(card: Card): TelegramReply {
  const [{ text, entities } = { text: '', entities: [] }] = splitBlocks(drawCard(card));
  return { text, entities: newerEntities(entities) };
}
