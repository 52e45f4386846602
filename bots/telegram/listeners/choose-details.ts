import type { CallbackQuery, Message } from 'telegraf/types';
import { DESCRIPTIONS, LENGTH_WORDS, MAX_DESCRIPTION_CHARS } from '../../../src/chat/to-article-request.ts';
import { typedLine } from '../../../src/lib/clean-text.ts';
import { type OwnWordsField, withDetail } from '../connect/details.ts';
import type { QuestionPurpose } from '../connect/telegram-question-store.ts';
import { acknowledge, answerTapInWords, redraw } from './answer.ts';
import { ask } from './ask.ts';
import { tapKey } from './event-key.ts';
import type { Visit } from './front.ts';
import { placeOf } from './person.ts';
import { optionsOf } from '../render/detail-options.ts';
import type { OwnButton } from '../render/own-button.ts';
import { type Pane, type Proposal, renderProposal } from '../render/proposal.ts';

export type DetailButton =
  | { readonly kind: 'details' }
  | Extract<OwnButton, { readonly kind: 'detail' | 'choose' | 'own-words' }>;

/** Length, tone, readers, language and kind of text, below a proposal: whoever wants to, none has to. */
export async function chooseDetails(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  proposal: Proposal,
  button: DetailButton,
): Promise<void> {
  switch (button.kind) {
    case 'details':
      return await show('details', proposal);
    case 'detail':
      return await show(button.field, proposal);
    case 'choose': {
      const { field, at } = button;
      const value = at === 0 ? undefined : optionsOf(field, choicesFor(visit))[at - 1]?.value;
      // Of a list that was longer.
      if (at > 0 && value === undefined) return await answerTapInWords(visit, query, visit.t.telegram.unknownButton);
      return await show('details', { ...proposal, details: withDetail(proposal.details ?? {}, field, value) });
    }
    case 'own-words':
      await acknowledge(visit.front, query);
      return await ask(visit, placeOf(message, { reply: true }), {
        eventKey: tapKey(visit.front.botId, query),
        person: query.from,
        text: visit.t.telegram.details.ask[button.field],
        answer: { placeholder: visit.t.telegram.details.placeholders[button.field] },
        question: { kind: 'detail', field: button.field, proposal: message.message_id },
      });
    default:
      return button satisfies never;
  }

  async function show(pane: Pane, shown: Proposal): Promise<void> {
    await acknowledge(visit.front, query);
    await redraw(visit.front, message, renderProposal(shown, choicesFor(visit), pane));
  }
}

/** What a person wrote for a detail. @returns what to tell them */
export async function takeDetail(
  visit: Visit,
  { chat }: Message,
  { field, proposal: messageId }: Extract<QuestionPurpose, { readonly kind: 'detail' }>,
  typed: string,
): Promise<{ readonly taken: string } | { readonly complaint: string }> {
  const { front, t } = visit;
  const value = valueOf(field, typedLine(typed));
  if (value === undefined) return { complaint: faultOf(visit, field) };
  const message = { chat, message_id: messageId };
  const purpose = await front.chats.purposeOf({ chat: chat.id, message: messageId });
  if (purpose?.kind !== 'proposal') return { complaint: t.telegram.unknownButton };
  const { kind: _, ...proposal } = purpose;
  const changed = { ...proposal, details: withDetail(proposal.details ?? {}, field, value) };
  await redraw(front, message, renderProposal(changed, choicesFor(visit), 'details'));
  return { taken: t.telegram.details.taken };
}

export function choicesFor({ front, language, t }: Visit) {
  const { templates, choices } = front;
  return { templates, orders: choices, language, t };
}

function valueOf(field: OwnWordsField, words: string): string | number | undefined {
  if (field !== 'lengthWords') return words === '' || words.length > MAX_DESCRIPTION_CHARS ? undefined : words;
  const [digits = ''] = /\d{1,6}/.exec(words.replaceAll(/(?<=\d)[\s.,](?=\d{3}(?!\d))/g, '')) ?? [];
  const length = Number(digits);
  return length >= LENGTH_WORDS.least && length <= LENGTH_WORDS.most ? length : undefined;
}

function faultOf({ t }: Visit, field: OwnWordsField): string {
  const of = DESCRIPTIONS.find((one) => one === field);
  return of === undefined
    ? t.chat.order.badLength(LENGTH_WORDS.least, LENGTH_WORDS.most)
    : t.chat.order.descriptionTooLong(of, MAX_DESCRIPTION_CHARS);
}
