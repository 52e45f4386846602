import type { KnownBlock, ModalView } from '@slack/types';
import { critiqueCard } from '../../../../src/cards/critique-card.ts';
import type { ReadDraft } from '../../../../src/chat/read-draft.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../../src/protocol/article.ts';
import { cleanLine, cleanText } from '../../../../src/lib/clean-text.ts';
import { shorten } from '../../../../src/lib/shorten.ts';
import { actions, context, plain } from '../../render/blocks.ts';
import { defusedMessages } from '../../render/defuse-markdown.ts';
import { type PageToRead, readButton } from '../../render/read-button.ts';
import { drawCard } from '../../render/draw-card.ts';
import { drawPage } from '../../render/read-pages.ts';

const TOPIC_CHARS = 150;

/** One page of a draft, cut as its card was, with the way to the others. Its critique is the last. */
export function pageView(
  { topic, text, critique }: ReadDraft,
  asked: PageToRead,
  language: InterfaceLanguage,
): ModalView {
  const t = messages(language);
  const { version, pageChars } = asked;
  const pages: readonly (() => readonly KnownBlock[])[] = [
    ...defusedMessages(cleanText(text), pageChars).map((page) => () => drawPage(page)),
    ...(critique === undefined
      ? []
      : [() => drawCard(critiqueCard({ frame: { language, request: { topic } }, version, critique }))]),
  ];
  const page = Math.min(asked.page, Math.max(0, pages.length - 1));
  const turn = [
    ...(page > 0 ? [readButton('previous', { ...asked, page: page - 1 }, t)] : []),
    ...(page < pages.length - 1 ? [readButton('next', { ...asked, page: page + 1 }, t)] : []),
  ];
  const about = shorten(cleanLine(topic), TOPIC_CHARS);
  return {
    type: 'modal',
    title: plain(t.words.draft(asked.version)),
    close: plain(t.slack.editForm.close),
    blocks: [
      context(...(pages.length > 1 ? [about, t.slack.reading.page(page + 1, pages.length)] : [about])),
      ...(pages[page]?.() ?? []),
      ...(turn.length > 0 ? [actions(...turn)] : []),
    ],
  };
}
