import type { Messages } from '../../../src/messages/messages.ts';
import type { Notice } from '../../../src/protocol/feed.ts';
import { type Card, type Content, heading, shortened } from './card.ts';
import { cleanLine } from './inert.ts';
import { block, span } from './rich-text.ts';

const EMOJI: Readonly<Record<Notice['code'], string>> = {
  paused: '⏸',
  resumed: '▶️',
  cancelled: '🛑',
  finishing: '🏁',
  retrying: '🔁',
  moved: '↪️',
  undeliverable: '📪',
  'did-not-count': 'ℹ️',
};

/** One message whatever names are in it. */
const MAX_CHARS = 2000;

/** A sentence about what somebody did; to the requester in person, what happened to the thread and how to go on elsewhere. */
export function renderNotice({ frame, notice }: Content<'notice'>, t: Messages): Card {
  const words = shortened(cleanLine(t.article.notice(notice)), MAX_CHARS);
  if (notice.code !== 'undeliverable') return { blocks: [block(`${EMOJI[notice.code]} ${words}`)] };
  const { before, after } = t.telegram.moveHint;
  return {
    blocks: [
      heading(EMOJI[notice.code], t.article.card.title(frame.request.topic)),
      block(words),
      // As code: a tap copies it, while a tap on a command would send it without the id.
      block(before, span(`/move ${frame.articleId}`, { code: true }), after),
    ],
  };
}
