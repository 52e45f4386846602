import type { Message, User } from 'telegraf/types';
import { alone, say, tell } from './answer.ts';
import type { Visit } from './front.ts';
import { isFaceless, placeOf } from './person.ts';
import { inert } from '../render/plain.ts';
import { onInvite, onStart, onUninvite } from './invite.ts';
import type { Meaning } from './to-command.ts';
import { onCommand } from './on-command.ts';
import { onReply } from './on-reply.ts';
import { pointToDraft } from './point-to-draft.ts';
import { propose } from './propose.ts';
import { isTurnedAway } from './turn-away.ts';

/** Does what a message asks for. @throws {DeskAwayError} when the desk could not be reached. */
export async function onMessage(visit: Visit, message: Message, from: User, meant: Meaning): Promise<void> {
  const { front, t } = visit;
  const place = placeOf(message);
  if (meant.kind === 'chatter') return;
  if (meant.kind === 'migrated') return await front.chats.moved(meant.from, meant.to);
  // A post of the channel that the group belongs to.
  if ('is_automatic_forward' in message) return;
  if (isFaceless(from, message.sender_chat)) return await tell(visit, place, t.telegram.anonymous);
  switch (meant.kind) {
    case 'command':
      return await onCommand(visit, message, from, meant.command);
    case 'welcome':
      return await onStart(visit, message, meant.code);
    case 'invite':
      return await onInvite(visit, message, meant.bot);
    case 'uninvite':
      return await onUninvite(visit, message, meant.userId);
    case 'unknown-command':
      return await tell(visit, alone(visit, place), t.telegram.unknownCommand(inert(meant.typed)));
    case 'reply':
      return await onReply(visit, message, from, meant);
    case 'words':
      return await propose(visit, message, from, meant.text);
    case 'no-words':
      // A sticker or a picture below a draft that waits.
      if (await pointToDraft(visit, message)) return;
      if (await isTurnedAway(visit, message)) return;
      return void (await say(front, place, { text: t.telegram.textOnly }));
    default:
      return meant satisfies never;
  }
}
