import type { Message } from 'telegraf/types';
import { INVITATION_DAYS } from '../connect/guest-list.ts';
import { startLink } from '../connect/start-link.ts';
import { renderWelcome } from '../render/help.ts';
import { inert } from '../render/plain.ts';
import { say, tell } from './answer.ts';
import { messageKey } from './event-key.ts';
import type { Visit } from './front.ts';
import { placeOf } from './person.ts';
import { isTurnedAway } from './turn-away.ts';

/** `/invite`: a link that lets one person start articles, and who came by one. Where others would read it, there is none. */
export async function onInvite(visit: Visit, message: Message, bot: string): Promise<void> {
  if (!(await isHost(visit, message, 'invite'))) return;
  const { front, actor, t } = visit;
  const { invite } = t.telegram;
  const link = startLink(bot, await front.guests.invite(actor));
  const guests = await front.guests.guests();
  const lines = guests.map(({ userId, name }) => `• ${inert(name)}: /uninvite_${userId}`);
  const paragraphs = [
    invite.link(link, INVITATION_DAYS),
    ...(lines.length === 0 ? [] : [[invite.guests, ...lines].join('\n')]),
  ];
  await say(front, placeOf(message), { text: paragraphs.join('\n\n') });
}

/** `/uninvite_123456789`: somebody who came by a link starts no more articles. */
export async function onUninvite(visit: Visit, message: Message, userId: string): Promise<void> {
  if (!(await isHost(visit, message, 'uninvite'))) return;
  const { front, t } = visit;
  const { invite } = t.telegram;
  const guest = await front.guests.remove(userId);
  await tell(visit, placeOf(message), guest === undefined ? invite.noGuest : invite.removed(inert(guest.name)));
}

/** Whether somebody may let others in, and asks for it in private. Who may not is told. */
async function isHost(visit: Visit, message: Message, act: 'invite' | 'uninvite'): Promise<boolean> {
  const { front, actor, t } = visit;
  const place = placeOf(message);
  const { invite } = t.telegram;
  if (message.chat.type !== 'private') {
    await tell(visit, place, invite.inPrivate);
    return false;
  }
  const mayInvite = await front.door.isAdministrator(actor);
  const id = messageKey(front.botId, message);
  await front.audit.note({ id, act, by: actor, ...(!mayInvite && { code: 'not-an-administrator' }) });
  if (mayInvite) return true;
  const owner = await front.guests.owner();
  await tell(visit, place, invite.notYou(owner && inert(owner.name)));
  return false;
}

/** `/start`, perhaps with the code of an invitation. */
export async function onStart(visit: Visit, message: Message, code: string | undefined): Promise<void> {
  const { front, actor, t } = visit;
  const place = placeOf(message);
  const { invite } = t.telegram;
  const isInvited = code !== undefined && message.chat.type === 'private';
  const admitted = isInvited ? await front.guests.admit(code, actor) : undefined;
  if (admitted !== undefined) {
    const id = messageKey(front.botId, message);
    const act = admitted === 'owner' ? 'own' : 'join';
    await front.audit.note({ id, act, by: actor, ...(admitted === 'spent' && { code: 'invitation-spent' }) });
  }
  if (admitted === 'owner' || admitted === 'guest') await say(front, place, { text: invite.admitted[admitted] });
  const words = admitted === 'spent' ? invite.spent((await front.guests.owner())?.name) : undefined;
  if (!(await isTurnedAway(visit, message, words))) await say(front, place, renderWelcome(t));
}
