import { Input } from 'telegraf';
import type { CallbackQuery } from 'telegraf/types';
import { changesCard, changesFile } from '../../../src/cards/changes-card.ts';
import type { Changes } from '../../../src/chat/open-changes.ts';
import { isRefusal, telegramReason } from '../connect/call-telegram.ts';
import { newerEntities } from '../connect/newer-bot-api.ts';
import { drawCard } from '../render/draw-card.ts';
import { splitBlocks } from '../render/split.ts';
import { acknowledge, say } from './answer.ts';
import type { Visit } from './front.ts';
import { placeOf } from './person.ts';

/** Shows what changed below the card that was tapped, and the whole draft as a page. */
export async function showChanges({ front, language }: Visit, query: CallbackQuery, changes: Changes): Promise<void> {
  await acknowledge(front, query);
  const { message } = query;
  if (message === undefined) return;
  const place = placeOf(message, { reply: true });
  for (const { text, entities } of splitBlocks(drawCard(changesCard(changes, language)))) {
    const sent = await say(front, place, { text, entities: newerEntities(entities) });
    if (sent === undefined) return;
  }
  const { name, bytes } = changesFile(changes, language);
  try {
    await front.call('sendDocument', {
      chat_id: place.chat,
      ...(place.topic !== undefined && { message_thread_id: place.topic }),
      document: Input.fromBuffer(Buffer.from(bytes), name),
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    front.logger.warn({ chat: place.chat, reason: telegramReason(error) }, 'Telegram did not take a page of changes');
  }
}
