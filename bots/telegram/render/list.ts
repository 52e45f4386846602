import type { ArticleSummary } from '../../../src/gateway/article-list.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import type { MessageRef } from '../../../src/delivery/messenger.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { inert, joinPieces, type Piece } from './plain.ts';

export type Cards = ReadonlyMap<string, { readonly thread: Thread; readonly ref: MessageRef }>;

/** Twenty of them, with what stands around, stay below Telegram's 4,096 characters. */
const MAX_TOPIC_CHARS = 90;

/** What `/list` says. `/status_<id>` can be tapped as it stands. @param cards where the status cards are, for links. */
export function renderList(
  articles: readonly ArticleSummary[],
  cards: Cards,
  t: Messages,
  now = new Date(),
): TelegramReply {
  const { heading, empty, detail } = t.chat.list;
  if (articles.length === 0) return { text: empty };
  return joinPieces([
    { text: heading(articles.length), type: 'bold' },
    ...articles.flatMap((article): readonly Piece[] => {
      const link = cardLink(cards.get(article.articleId));
      return [
        '\n\n',
        { text: shortened(inert(article.topic)), type: 'bold' },
        `\n${detail(article, { now })}\n/status_${article.articleId}`,
        ...(link === undefined ? [] : [' · ', { text: t.telegram.list.open, type: 'text_link', url: link } as const]),
      ];
    }),
  ]);
}

/** Only messages of supergroups have an address; their number begins with -100, which the address leaves out. */
function cardLink(card: { readonly ref: MessageRef } | undefined): string | undefined {
  const group = /^-100(\d+)$/.exec(String(card?.ref['chat'] ?? ''))?.[1];
  const message = card?.ref['message'];
  return group === undefined || message === undefined ? undefined : `https://t.me/c/${group}/${String(message)}`;
}

function shortened(text: string): string {
  return text.length <= MAX_TOPIC_CHARS ? text : `${text.slice(0, MAX_TOPIC_CHARS - 1).toWellFormed()}…`;
}
