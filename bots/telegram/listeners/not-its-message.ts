import type { CallbackQuery } from 'telegraf/types';
import type { Front, Visit } from './front.ts';
import { PLATFORM } from '../platform.ts';

/** A card that is posted is known as one long before, unless the database was away. */
const MAY_BE_UNKNOWN_MS = 3_600_000;
const MS_PER_SECOND = 1000;

/**
 * Why a button of an article does not count where it was tapped; undefined when it does. Our records say which article a message is
 * about. A message without any record passes when it is ours and new: a card that was posted this moment, perhaps. Whether the tap
 * counts is then left to who tapped and for which draft.
 */
export async function notItsMessage(
  { front, t }: Visit,
  { message }: CallbackQuery,
  articleId: string,
): Promise<string | undefined> {
  const { unknownButton, otherArticle } = t.telegram;
  // Inline mode, of which we make no use.
  if (message === undefined) return unknownButton;
  const known = await whatIsKnown(front, { chat: message.chat.id, message: message.message_id });
  if (known === 'something else') return unknownButton;
  if (known !== undefined) return known.articleId === articleId ? undefined : otherArticle;
  const isOurs = 'from' in message && message.from?.id === Number(front.botId);
  const isNew = Date.now() - message.date * MS_PER_SECOND < MAY_BE_UNKNOWN_MS;
  return isOurs && isNew ? undefined : unknownButton;
}

async function whatIsKnown(
  { chats, threads }: Pick<Front, 'chats' | 'threads'>,
  ref: { readonly chat: number; readonly message: number },
): Promise<{ readonly articleId: string } | 'something else' | undefined> {
  const purpose = await chats.purposeOf(ref);
  if (purpose !== undefined) return purpose.kind === 'status' ? purpose : 'something else';
  const note = await chats.noteOf(ref);
  // `<articleId>/<post>`
  if (note?.postKey !== undefined) return { articleId: note.postKey.slice(0, note.postKey.indexOf('/')) };
  const articleId = await threads.articleOf(PLATFORM, ref);
  if (articleId !== undefined) return { articleId };
  return note === undefined ? undefined : 'something else';
}
