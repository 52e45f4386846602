import type { Message, MessageEntity } from 'telegraf/types';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Saying } from '../answer.ts';
import { encodeOwnButton } from '../own-button.ts';
import { inert, joinPieces } from './plain.ts';

/** “Write about: …?” The topic stands in it in bold, where {@link topicIn} finds it again. */
export function renderProposal(
  topic: string,
  { asked, mayAnswer }: { readonly asked: string; readonly mayAnswer: boolean },
  t: Messages,
): Saying {
  const { proposal, proposalButtons } = t.telegram;
  return {
    ...joinPieces([proposal.before, { text: inert(topic), type: 'bold' }, proposal.after]),
    markup: {
      inline_keyboard: [
        [
          { text: proposalButtons.start, callback_data: encodeOwnButton({ kind: 'start', asked }) },
          { text: proposalButtons.change, callback_data: encodeOwnButton({ kind: 'change', asked }) },
        ],
        ...(mayAnswer
          ? [[{ text: proposalButtons.answer, callback_data: encodeOwnButton({ kind: 'answer', asked }) }]]
          : []),
      ],
    },
  };
}

/** The topic of a proposal of ours. Telegram hands back the message as we sent it; nobody else can change it. */
export function topicIn(message: Message): string | undefined {
  if (!('text' in message)) return undefined;
  const { text, entities = [] } = message;
  const bold = entities.find((entity: MessageEntity) => entity.type === 'bold');
  // Without the word joiners that made it inert.
  return bold && text.slice(bold.offset, bold.offset + bold.length).replaceAll('\u2060', '');
}
