import type { createFeedCards, FeedReader } from '../../../src/delivery/feed-cards.ts';
import type { Typesetter } from '../../../src/document/html/typesetter.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { FeedPage } from '../../../src/storage/feed-page-store.ts';
import type { Shown } from './events.ts';

/** Draws a feed for one kind of reader. */
export type ShowFeed = (page: FeedPage, reader: FeedReader) => Promise<Shown>;

/** The whole thread as data: cards, with their texts set as HTML. */
export function createShowFeed(cardsOf: ReturnType<typeof createFeedCards>, typesetter: Typesetter): ShowFeed {
  return async (page, reader) => {
    const { status, entries } = await cardsOf(page, reader);
    const { notes } = messages(reader.language).web;
    const { articleId, article } = page.work;
    const { revision, said, state } = article;
    const shown = await Promise.all(
      entries.map(async ({ isLive, digest, ...entry }) => {
        const { seq, card } = entry;
        const [html] =
          card.text === undefined
            ? []
            : await typesetter.html([{ text: card.text.markdown, prefix: `e${seq}-`, words: notes }]);
        return { seq, isLive, digest, data: JSON.stringify({ ...entry, ...(html !== undefined && { html }) }) };
      }),
    );
    const { stage = 'drafting', step, iteration = 0, scores = [] } = state ?? {};
    return {
      revision,
      said,
      state: {
        articleId,
        revision,
        stage,
        ...(step !== undefined && { step }),
        iteration,
        scores,
        ...(status !== undefined && { card: status }),
      },
      entries: shown,
    };
  };
}
