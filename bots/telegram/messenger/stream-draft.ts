import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { CallTelegram } from '../connect/call-telegram.ts';
import { anyMethodOf } from '../connect/newer-bot-api.ts';
import type { FormattedText } from '../render/rich-text.ts';
import type { Placement } from './send.ts';

/** All of it together: what is left of the time in which a message may arrive belongs to the message. */
export const STREAM_BUDGET_MS = 1500;
/** Calls that it takes at most. */
export const STREAM_CALLS = 4;
/** An app lets what is new run in meanwhile. */
const PAUSE_MS = 250;
/** Shorter texts are there at once. */
const LEAST_CHARS = 400;
/** A chat in which it did not work is left alone for so long. */
const REST_MS = 600_000;
const REMEMBERED = 1000;

/** Whether a text is long enough for people to watch it come. */
export function isLongEnough({ text }: FormattedText): boolean {
  return text.length >= LEAST_CHARS;
}

/**
 * Lets a text come bit by bit in a private chat: what the Bot API calls a draft of a message (9.3). Apps show it for half a minute at
 * most, or until the message comes, so that nothing is left of it however it ends, and nothing depends on it. Never rejects.
 * @param key of the message: it is streamed once
 */
export type StreamDraft = (text: FormattedText, at: Pick<Placement, 'chat' | 'topic'>, key: string) => Promise<void>;

export function createStreamDraft(call: CallTelegram): StreamDraft {
  const begun = new LRUCache<string, true>({ max: REMEMBERED });
  const resting = new LRUCache<number, true>({ max: REMEMBERED, ttl: REST_MS });

  return async (text, { chat, topic }, key) => {
    if (begun.has(key) || resting.has(chat)) return;
    begun.set(key, true);
    const until = performance.now() + STREAM_BUDGET_MS;
    const place = { chat_id: chat, draft_id: draftId(key), ...(topic !== undefined && { message_thread_id: topic }) };
    for (const piece of pieces(text)) {
      const timeoutMs = Math.floor(until - performance.now());
      if (timeoutMs <= PAUSE_MS) return;
      try {
        await anyMethodOf(call)('sendMessageDraft', { ...place, ...piece }, { timeoutMs: timeoutMs - PAUSE_MS });
      } catch {
        // Too old a server, a person who has blocked the bot, too many calls: what matters is said of the message itself.
        resting.set(chat, true);
        return;
      }
      await sleep(PAUSE_MS);
    }
  };
}

/** The same for each attempt, and not zero. */
function draftId(key: string): number {
  return (createHash('sha256').update(key).digest().readUInt32BE() >>> 1) + 1;
}

/** Ever longer beginnings, the last one the whole. Cut between words. */
function pieces({ text, entities }: FormattedText): readonly FormattedText[] {
  const ends = Array.from({ length: STREAM_CALLS }, (_, index) => {
    const least = Math.ceil((text.length * (index + 1)) / STREAM_CALLS);
    const space = text.slice(least).search(/\s/);
    return space === -1 ? text.length : least + space;
  });
  return [...new Set(ends)].map((end) => ({
    text: text.slice(0, end),
    entities: entities
      .filter(({ offset }) => offset < end)
      .map((entity) => ({ ...entity, length: Math.min(entity.length, end - entity.offset) })),
  }));
}
