import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { PublicationState } from '../protocol/publication.ts';
import { around, type Card, clock, code, line, marked, type Part, type Row, rows } from './card.ts';
import type { Mark } from './symbols.ts';
import { asks, shownName } from './waiting-for.ts';

const MAX_TITLE_CHARS = 80;
/** Of what a target says. */
const MAX_DETAIL_CHARS = 300;

/** How it stands with a delivered article at one place where it is published; failed for good, with what to do and a button. */
export function publicationCard({
  frame,
  target,
  title: given,
  state,
  buttons,
  waitingFor: who,
}: Extract<ChatContent, { readonly kind: 'publication' }>): Card {
  const t = messages(frame.language);
  const title = titleOf(shorten(cleanLine(given), MAX_TITLE_CHARS), state, t);
  const parts = partsOf(state, frame.edition, t);
  return {
    language: frame.language,
    mark: MARKS[state.status],
    title,
    parts,
    ...(buttons && {
      asks: asks(who, frame, t),
      buttons: [{ kind: 'publish-again', articleId: frame.articleId, target }],
    }),
    notification: [title, frame.request.topic],
  };
}

const MARKS: Readonly<Record<PublicationState['status'], Mark>> = {
  publishing: 'publishing',
  published: 'published',
  failed: 'failure',
};

function titleOf(place: string, state: PublicationState, { publication }: Messages): string {
  switch (state.status) {
    case 'publishing':
      return publication.publishing(place);
    case 'published':
      return publication.published(place, state.made);
    case 'failed':
      return publication.failed(place);
    default:
      return state satisfies never;
  }
}

function partsOf(state: PublicationState, edition: number | undefined, t: Messages): readonly Part[] {
  const { publication } = t;
  switch (state.status) {
    case 'publishing': {
      const { trouble, byName } = state;
      const again = byName === undefined ? [] : [marked('retrying', publication.tryingAgain(shownName(byName)))];
      if (trouble === undefined) return again.length === 0 ? [] : [rows(...again)];
      const next = around([clock(trouble.next, t.words.format)], ([time = '']) => publication.again(time));
      return [
        rows(...again, marked('outage', publication.failure(trouble.code).what), ...saidBy(trouble, t), line(...next)),
      ];
    }
    case 'published': {
      const { made, address, place, isUpdate } = state;
      const next = publication.next(made);
      return [
        rows(
          ...(address === undefined ? [] : [line({ text: publication.open(made), address: cleanLine(address) })]),
          ...(place === undefined ? [] : [line(code(place))]),
          ...(isUpdate === true && edition !== undefined ? [line(publication.updated(edition))] : []),
          ...(next === undefined ? [] : [line(next)]),
        ),
      ];
    }
    case 'failed': {
      const { what, wayOut } = publication.failure(state.code);
      return [rows(line(what), ...saidBy(state, t), line(wayOut)), rows(line(publication.unharmed))];
    }
    default:
      return state satisfies never;
  }
}

/** What the target said of it, which is for whoever looks after it. */
function saidBy({ detail }: { readonly detail?: string }, { publication }: Messages): readonly Row[] {
  if (detail === undefined) return [];
  return [line(`${publication.says} `, code(shorten(cleanLine(detail), MAX_DETAIL_CHARS)))];
}
