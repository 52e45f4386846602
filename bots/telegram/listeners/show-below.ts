import { Input } from 'telegraf';
import type { CallbackQuery } from 'telegraf/types';
import type { Card } from '../../../src/cards/card.ts';
import { isRefusal, telegramReason } from '../connect/call-telegram.ts';
import { newerEntities } from '../connect/newer-bot-api.ts';
import { drawCard } from '../render/draw-card.ts';
import { splitBlocks } from '../render/split.ts';
import { acknowledge, say } from './answer.ts';
import type { Visit } from './front.ts';
import { placeOf } from './person.ts';

/** Shows what somebody came to read below the card that was tapped. @param file where the card has no room for all of it */
export async function showBelow(
  { front }: Visit,
  query: CallbackQuery,
  card: Card,
  file: { readonly name: string; readonly bytes: Uint8Array } | undefined,
): Promise<void> {
  await acknowledge(front, query);
  const { message } = query;
  if (message === undefined) return;
  const place = placeOf(message, { reply: true });
  for (const { text, entities } of splitBlocks(drawCard(card))) {
    const sent = await say(front, place, { text, entities: newerEntities(entities) });
    if (sent === undefined) return;
  }
  if (file === undefined) return;
  const { name, bytes } = file;
  try {
    await front.call('sendDocument', {
      chat_id: place.chat,
      ...(place.topic !== undefined && { message_thread_id: place.topic }),
      document: Input.fromBuffer(Buffer.from(bytes), name),
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    front.logger.warn(
      { chat: place.chat, reason: telegramReason(error) },
      'Telegram did not take a file that somebody came to read',
    );
  }
}
