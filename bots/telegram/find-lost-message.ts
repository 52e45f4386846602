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

function candidates({ before, since, isWhole }: IdsAround): readonly number[] {
  const lastKnown = since.at(-1) ?? before;
  // Beyond a part of the known ones the others are.
  const last = isWhole ? lastKnown + BEYOND : lastKnown;
  const known = new Set(since);
  const unknown: number[] = [];
  for (let id = before + 1; id <= last && unknown.length < MAX_PROBES; id += 1) if (!known.has(id)) unknown.push(id);
  return unknown;
}
