import type { CallbackQuery, Message } from 'telegraf/types';
import { MINI_APP_PATH } from '../../../src/chat/open-page.ts';
import type { PageLink } from '../../../src/chat/reply.ts';
import { isGroup } from '../messenger/limits.ts';
import { acknowledge, alone, answerTap, answerTapInWords, react, say, tell, type TelegramReply } from './answer.ts';
import { unlessAway, type Visit } from './front.ts';
import { type Place, placeOf, threadOf } from './person.ts';
import { tellOutcome } from './tell-outcome.ts';

/** A link to the page for whoever typed for one. @throws {DeskAwayError} */
export async function openPageFor(visit: Visit, message: Message, articleId: string | undefined): Promise<void> {
  const { front, actor, t } = visit;
  const ask = { thread: threadOf(message), ...(articleId !== undefined && { articleId }) };
  const reply = unlessAway(await front.desk.openPage(actor, ask));
  if (reply.kind !== 'page-link') return await tellOutcome(visit, message, reply, articleId);
  const sent = await sendLink(visit, placeOf(message), reply, articleId);
  if (sent === 'nowhere') await tell(visit, placeOf(message), t.chat.page.inPrivate);
  else if (sent === 'in-private') await react(front, message);
}

/** A link to an article for whoever tapped. @throws {DeskAwayError} */
export async function openPageOf(visit: Visit, query: CallbackQuery, articleId: string): Promise<void> {
  const { front, actor, t } = visit;
  const { message } = query;
  if (message === undefined) return await answerTapInWords(visit, query, t.telegram.unknownButton);
  const reply = unlessAway(await front.desk.openPage(actor, { articleId, thread: threadOf(message) }));
  if (reply.kind !== 'page-link') return await answerTap(visit, query, reply);
  const sent = await sendLink(visit, placeOf(message, { reply: false }), reply, articleId);
  if (sent === 'nowhere') return await answerTapInWords(visit, query, t.chat.page.inPrivate);
  if (sent === 'in-private') return await answerTapInWords(visit, query, t.chat.page.sentPrivately, true);
  await acknowledge(front, query);
}

/** Where nobody else reads it: here, or in the private chat with the bot, which they have to have begun. */
async function sendLink(
  visit: Visit,
  place: Place,
  link: PageLink,
  articleId: string | undefined,
): Promise<'here' | 'in-private' | 'nowhere'> {
  const { front, actor } = visit;
  const drawn = (isPrivate: boolean): TelegramReply => drawLink(visit, link, articleId, isPrivate);
  if (!isGroup(place.chat)) return (await say(front, place, drawn(true))) === undefined ? 'nowhere' : 'here';
  if ((await say(front, { ...alone(visit, place), isSecret: true }, drawn(false))) !== undefined) return 'here';
  return (await say(front, { chat: Number(actor.userId) }, drawn(true))) === undefined ? 'nowhere' : 'in-private';
}

/** Telegram takes no button that leads to this machine alone, and opens mini apps only from private chats. */
function drawLink(
  { t }: Visit,
  { address, minutes }: PageLink,
  articleId: string | undefined,
  isPrivate: boolean,
): TelegramReply {
  const text = t.chat.page.link(minutes);
  if (!address.startsWith('https:')) return { text: `${text}\n${address}` };
  const browser = { text: t.telegram.buttons.open, url: address };
  if (!isPrivate) return { text, markup: { inline_keyboard: [[browser]] } };
  const query = articleId === undefined ? '' : `?article=${articleId}`;
  const app = { text: t.telegram.miniApp, web_app: { url: `${new URL(address).origin}${MINI_APP_PATH}${query}` } };
  return { text, markup: { inline_keyboard: [[app], [browser]] } };
}
