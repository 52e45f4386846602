import type { Message, User } from 'telegraf/types';
import { say, tell } from '../answer.ts';
import type { Visit } from '../front.ts';
import { isFaceless, placeOf } from '../person.ts';
import { renderWelcome } from '../render/help.ts';
import type { Wish } from '../to-command.ts';
import { onCommand } from './on-command.ts';
import { onReply } from './on-reply.ts';
import { propose } from './propose.ts';

/** Does what a message asks for. @throws {NotTakenError} when the desk could not be reached. */
export async function onMessage(visit: Visit, message: Message, from: User, wish: Wish): Promise<void> {
  const { front, t } = visit;
  const place = placeOf(message);
  if (wish.kind === 'chatter') return;
  if (wish.kind === 'migrated') return await front.chats.moved(wish.from, wish.to);
  // A post of the channel that the group belongs to.
  if ('is_automatic_forward' in message) return;
  if (isFaceless(from, message.sender_chat)) return await tell(visit, place, { text: t.telegram.anonymous });
  switch (wish.kind) {
    case 'command':
      return await onCommand(visit, message, from, wish.command);
    case 'welcome':
      return void (await say(front, place, renderWelcome(t)));
    case 'unknown-command':
      return await tell(visit, place, { text: t.telegram.unknownCommand(wish.typed) });
    case 'reply':
      return await onReply(visit, message, from, wish);
    case 'words':
      return await propose(visit, message, from, wish.text);
    case 'no-words':
      return void (await say(front, place, { text: t.telegram.textOnly }));
    default:
      return wish satisfies never;
  }
}
