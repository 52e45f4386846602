import type { IdsAround, TelegramChatStore, TelegramMessageRef } from '../../src/storage/telegram-chat-store.ts';
import type { Body, Send } from './send.ts';

/** Beyond the highest id that is known. More would only cost a group its turns. */
const BEYOND = 10;
const MAX_PROBES = 30;

export interface LostMessage {
  readonly chat: number;
  /** As it was sent. */
  readonly body: Body;
  /** When the sending began. */
  readonly sentAt: Date;
}

/**
 * A message whose sending had an unknown end. Bots cannot read a chat, but an edit to exactly what was sent is refused as
 * "not modified": that is the one. Every message of ours that is known is left alone. Undefined when it is not there, or nothing
 * is known of the chat before.
 */
export async function findLostMessage(
  { chat, body, sentAt }: LostMessage,
  { chats, send }: { readonly chats: Pick<TelegramChatStore, 'idsAround'>; readonly send: Send },
): Promise<TelegramMessageRef | undefined> {
  const around = await chats.idsAround(chat, sentAt);
  for (const message of around === undefined ? [] : candidates(around)) {
    const ref = { chat, message };
    const outcome = await send.edit(ref, body);
    if (outcome === 'same') return ref;
    // One of ours that nobody knows, so nobody will miss it; it must not be left saying what it was asked whether it said.
    if (outcome === 'edited') await send.remove(ref).catch(() => undefined);
  }
  return undefined;
}

function candidates({ before, since }: IdsAround): readonly number[] {
  const last = Math.max(before, ...since) + BEYOND;
  const known = new Set(since);
  return Array.from({ length: last - before }, (_, index) => before + 1 + index)
    .filter((id) => !known.has(id))
    .slice(0, MAX_PROBES);
}
