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

/** `/invite`: a link that lets one person start articles. Only who may look after everybody's articles gets one, where nobody else reads it. */
export async function onInvite(visit: Visit, message: Message, bot: string): Promise<void> {
  const { front, actor, t } = visit;
  const place = placeOf(message);
  const { invite } = t.telegram;
  if (message.chat.type !== 'private') return await tell(visit, place, invite.inPrivate);
  const isHost = await front.door.isAdministrator(actor);
  const id = messageKey(front.botId, message);
  await front.audit.note({ id, act: 'invite', by: actor, ...(!isHost && { code: 'not-an-administrator' }) });
  if (!isHost) {
    const owner = await front.guests.owner();
    return await tell(visit, place, invite.notYou(owner && inert(owner.name)));
  }
  const link = startLink(bot, await front.guests.invite(actor));
  await say(front, place, { text: invite.link(link, INVITATION_DAYS) });
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
  if (!(await isTurnedAway(visit, message.chat, words))) await say(front, place, renderWelcome(t));
}
