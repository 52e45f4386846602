import type { ChatMemberUpdated } from 'telegraf/types';
import type { Front } from './front.ts';

/** Somebody took the bot into a chat, threw it out, or blocked it. Nothing is to be done: messages to them are refused from now on, and say so. */
export function onMember(
  { logger }: Pick<Front, 'logger'>,
  { chat, old_chat_member, new_chat_member }: ChatMemberUpdated,
): void {
  logger.info(
    { chat: chat.id, type: chat.type, before: old_chat_member.status, now: new_chat_member.status },
    'The place of the bot in a chat has changed',
  );
}
