import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { TakeOverButton } from '../protocol/button-codec.ts';
import type { EditRecord } from '../protocol/edit-record.ts';
import { type Card, italic, line, marked, type Part, point, rows } from './card.ts';
import { extrasParts } from './extras-part.ts';
import { sentenceSpans } from './changes.ts';
import { translationRows } from './translation-rows.ts';

/** Of more the page of changes tells. */
const MOST_PROPOSALS = 3;

/** The finished article, whole, below its title and summary, and what the final edit did to what was approved. */
export function finalCard({
  frame,
  article,
  version,
  translateInto = [],
}: Extract<ChatContent, { readonly kind: 'final' }>): Card {
  const t = messages(frame.language);
  const { final } = t.article;
  const title = final.ready(cleanLine(article.title), frame.edition);
  const { edit } = article;
  return {
    language: frame.language,
    mark: 'delivered',
    title,
    isLarge: true,
    parts: [
      rows(line(italic(article.summary)), ...translationRows(frame.translation, t)),
      rows(
        line(
          final.from(version),
          ...(edit === undefined ? [] : [' ', final.edited(edit.changes.length, edit.proposals.length)]),
        ),
      ),
      ...(edit === undefined ? [] : proposalParts(edit, t)),
      ...extrasParts(article.extras ?? [], t),
    ],
    text: { markdown: cleanText(article.text), show: 'whole' },
    buttons: [
      ...(edit === undefined ? [] : takeOvers(frame.articleId, edit)),
      ...translateInto.map((language) => ({ kind: 'translate' as const, articleId: frame.articleId, language })),
    ],
    notification: [title, article.summary],
  };
}

/** Of the proposals that are shown, those that can be taken over: what is added has no place of its own, and what is dropped has no words. */
function takeOvers(articleId: string, { proposals }: EditRecord): readonly TakeOverButton[] {
  return proposals
    .slice(0, MOST_PROPOSALS)
    .flatMap(({ approved, wanted }, at) =>
      approved === '' || wanted === '' ? [] : [{ kind: 'take-over', articleId, proposal: at + 1 }],
    );
}

function proposalParts({ proposals }: EditRecord, { article: { final } }: Messages): readonly Part[] {
  if (proposals.length === 0) return [];
  const more = proposals.length - MOST_PROPOSALS;
  return [
    rows(
      { ...marked('suggestions', final.proposals), kind: 'heading' },
      ...proposals
        .slice(0, MOST_PROPOSALS)
        .map(({ approved, wanted, reason }, at) =>
          point(
            'suggestions',
            `${at + 1}. `,
            ...sentenceSpans(approved, wanted),
            ' ',
            italic(`(${final.reasons[reason].toLowerCase()})`),
          ),
        ),
      ...(more > 0 ? [line(final.moreProposals(more))] : []),
    ),
  ];
}
