import type { InlineKeyboardButton } from 'telegraf/types';
import { shorten } from '../../../src/lib/shorten.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { DETAIL_FIELDS, type DetailField } from '../connect/details.ts';
import type { MessagePurpose } from '../connect/telegram-chat-store.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { type Choices, optionsOf, shownDetail, takesOwnWords } from './detail-options.ts';
import { encodeOwnButton, type OwnButton } from './own-button.ts';
import { inert, joinPieces } from './plain.ts';

export type Proposal = Omit<Extract<MessagePurpose, { readonly kind: 'proposal' }>, 'kind'>;

/** Which buttons are below it: what to do with it, its details, or what one of them may be. */
export type Pane = 'closed' | 'details' | DetailField;

/** A label of a button on a phone, two in a row. */
const LABEL_CHARS = 32;

/** “Shall I write an article about this?” With a question that is open, the person may also say that their words were meant for it. */
export function renderProposal(proposal: Proposal, choices: Choices, pane: Pane = 'closed'): TelegramReply {
  const { topic, files = [] } = proposal;
  const { t } = choices;
  return {
    ...joinPieces([
      `${t.telegram.proposal}\n`,
      { text: inert(topic), type: 'bold' },
      ...files.map(({ name }) => `\n📎 ${inert(name)}`),
    ]),
    markup: { inline_keyboard: keyboard(proposal, choices, pane).map((row) => [...row]) },
    purpose: { kind: 'proposal', ...proposal },
  };
}

function keyboard(proposal: Proposal, choices: Choices, pane: Pane): readonly (readonly InlineKeyboardButton[])[] {
  const { t } = choices;
  const { proposalButtons, details } = t.telegram;
  const first = [button(proposalButtons.start, { kind: 'start' }), button(proposalButtons.change, { kind: 'change' })];
  switch (pane) {
    case 'closed':
      return [
        first,
        [button(details.button, { kind: 'details' })],
        ...(proposal.question === undefined ? [] : [[button(proposalButtons.answer, { kind: 'answer' })]]),
      ];
    case 'details':
      return [...pairs([...fieldButtons(proposal, choices), approvalsButton(proposal, choices)]), first];
    case 'template':
    case 'lengthWords':
    case 'tone':
    case 'audience':
    case 'language':
      return [
        ...pairs(optionButtons(pane, proposal, choices)),
        [
          ...(takesOwnWords(pane) ? [button(details.ownWords, { kind: 'own-words', field: pane })] : []),
          button(details.back, { kind: 'details' }),
        ],
      ];
    default:
      return pane satisfies never;
  }
}

function fieldButtons({ details = {} }: Proposal, choices: Choices): readonly InlineKeyboardButton[] {
  const { fields } = choices.t.telegram.details;
  return DETAIL_FIELDS.filter((field) => optionsOf(field, choices).length > 0).map((field) =>
    button(`${fields[field]}: ${shownDetail(field, details, choices)}`, { kind: 'detail', field }),
  );
}

/** How many people have to approve it, and who of them: asked for in words alone. */
function approvalsButton({ details = {} }: Proposal, { t }: Choices): InlineKeyboardButton {
  const { approvals, approvers = [] } = details;
  const chosen = [...(approvals === undefined ? [] : [String(approvals)]), ...approvers].join(', ');
  const { moreApprovals } = t.telegram.details;
  return button(chosen === '' ? moreApprovals.button : moreApprovals.chosen(chosen), {
    kind: 'own-words',
    field: 'approvals',
  });
}

/** The first leaves it open. */
function optionButtons(
  field: DetailField,
  { details = {} }: Proposal,
  choices: Choices,
): readonly InlineKeyboardButton[] {
  const options = [{ value: undefined, label: openLabel(field, choices.t) }, ...optionsOf(field, choices)];
  return options.map(({ value, label }, at) =>
    button(value === details[field] ? `✓ ${label}` : label, { kind: 'choose', field, at }),
  );
}

function openLabel(field: DetailField, { telegram: { details } }: Messages): string {
  const words = details.open[field];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function button(text: string, own: OwnButton): InlineKeyboardButton {
  return { text: shorten(text, LABEL_CHARS), callback_data: encodeOwnButton(own) };
}

function pairs<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.flatMap((item, at) => (at % 2 === 0 ? [items.slice(at, at + 2)] : []));
}
