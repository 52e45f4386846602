import type { Messages } from '../../../src/messages/messages.ts';
import type { MessagePurpose } from '../connect/telegram-chat-store.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { encodeOwnButton } from './own-button.ts';
import { inert, joinPieces } from './plain.ts';

/** “Write about: …?” With a question that is open, the person may also say that their words were meant for it. */
export function renderProposal(
  { asked, topic, question }: Omit<Extract<MessagePurpose, { readonly kind: 'proposal' }>, 'kind'>,
  t: Messages,
): TelegramReply {
  const { proposal, proposalButtons } = t.telegram;
  return {
    ...joinPieces([proposal.before, { text: inert(topic), type: 'bold' }, proposal.after]),
    markup: {
      inline_keyboard: [
        [
          { text: proposalButtons.start, callback_data: encodeOwnButton({ kind: 'start' }) },
          { text: proposalButtons.change, callback_data: encodeOwnButton({ kind: 'change' }) },
        ],
        ...(question === undefined
          ? []
          : [[{ text: proposalButtons.answer, callback_data: encodeOwnButton({ kind: 'answer' }) }]]),
      ],
    },
    purpose: { kind: 'proposal', asked, topic, ...(question !== undefined && { question }) },
  };
}
