import type { CallbackQuery, Message } from 'telegraf/types';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import { PLATFORM } from '../platform.ts';

type Placed = Pick<Message, 'chat' | 'message_id'>;

/** Names a message beyond doubt. Its update has a number too, but those begin anew after a quiet week. */
export function messageKey(botId: string, { chat, message_id }: Placed): string {
  return `${PLATFORM}:${botId}:${chat.id}:${message_id}`;
}

/** Names one change of a person's message. */
export function editKey(botId: string, message: Placed & { readonly edit_date?: number }): string {
  return `${messageKey(botId, message)}:edited:${message.edit_date ?? 0}`;
}

/** Id of the control that a changed message asks for. */
export function decisionIdOfEdit(botId: string, message: Parameters<typeof editKey>[1]): string {
  return decisionIdOf(editKey(botId, message));
}

/** Names one tap of one person. */
export function tapKey(botId: string, { id, from }: Pick<CallbackQuery, 'id' | 'from'>): string {
  return `${PLATFORM}:${botId}:tap:${id}:${from.id}`;
}

/** Id of the decision or control that a message asks for. */
export function decisionIdOfMessage(botId: string, message: Placed): string {
  return decisionIdOf(messageKey(botId, message));
}

/** Id of the decision or control that a tap asks for. */
export function decisionIdOfTap(botId: string, query: Pick<CallbackQuery, 'id' | 'from'>): string {
  return decisionIdOf(tapKey(botId, query));
}
