import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import type { Messages } from '../messages/messages.ts';
import type { ShownItem } from '../protocol/ledger.ts';
import { line, type Part, point, type Row, rows } from './card.ts';
import { shownName } from './waiting-for.ts';

/** Of more their number is told. */
const MOST_NAMED = 3;
const WORDS_CHARS = 100;

/** What a draft has made of what people and the critic want: what is done in a number, what is open by its words. */
export function ledgerParts(items: readonly ShownItem[], t: Messages): readonly Part[] {
  const { ledger } = t.article;
  const answered = items.filter(({ done }) => done !== undefined);
  const comments = answered.filter(({ kind }) => kind === 'comment');
  const suggestions = answered.filter(({ kind }) => kind === 'suggestion');
  const open = comments.filter(({ done }) => done === false);
  const all: readonly Row[] = [
    ...(comments.length === 0 ? [] : [line(ledger.comments(comments.length - open.length, comments.length))]),
    ...open.slice(0, MOST_NAMED).map((item) => point('weaknesses', ledger.open(shown(item)))),
    ...(open.length > MOST_NAMED ? [line(ledger.moreOpen(open.length - MOST_NAMED))] : []),
    ...items
      .flatMap((item) => (item.later === undefined ? [] : [{ earlier: item, later: item.later }]))
      .slice(0, MOST_NAMED)
      .map(({ earlier, later }) =>
        point(
          'did-not-count',
          ledger.superseded(shown(earlier), { byName: shownName(later.byName), text: words(later.text) }),
        ),
      ),
    ...(suggestions.length === 0
      ? []
      : [line(ledger.suggestions(suggestions.filter(({ done }) => done === true).length, suggestions.length))]),
  ];
  return all.length === 0 ? [] : [rows(...all)];
}

function shown({ byName, text, why = '' }: ShownItem): { byName: string; text: string; why?: string } {
  const because = words(why);
  return { byName: shownName(byName), text: words(text), ...(because !== '' && { why: because }) };
}

function words(text: string): string {
  return shorten(cleanLine(text), WORDS_CHARS);
}
