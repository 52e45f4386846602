import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import type { IdsAround, TelegramChatStore, TelegramMessageRef } from '../connect/telegram-chat-store.ts';
import type { TelegramLanes } from '../connect/telegram-lanes.ts';
import type { Rendered } from '../render/content.ts';
import type { Send } from './send.ts';

/** Beyond the highest id that is known. More would only cost a group its turns. */
const BEYOND = 10;
const MAX_PROBES = 30;
/** The clocks of this machine and of the database differ by less, in a network that is well. */
const CLOCK_MARGIN_MS = 2000;
/** Between two questions: whoever waits to send in the chat looks more often than that. */
const PAUSE_MS = 50;
/** A chat in which others send for longer than that is looked at later. */
const PATIENCE_MS = 3000;

export interface LostMessage {
  readonly chat: number;
  /** As it was sent. */
  readonly body: Rendered;
  /** When the sending began. */
  readonly sentAt: Date;
  /** Ids that it surely does not have. Those that are found out here are added, so that the next search goes on from there. */
  readonly excluded: Set<number>;
}

export interface FindLostMessageOptions {
  readonly chats: Pick<TelegramChatStore, 'idsAround' | 'note'>;
  readonly lanes: TelegramLanes;
  readonly send: Send;
  /** Counts a call beyond the two that a search pays for. */
  readonly countCall: (chat: number) => Promise<void>;
  /** The key under which what is found is noted. */
  readonly key: string;
  /** By the clock of `performance.now`. */
  readonly until: number;
}

/**
 * A message whose sending had an unknown end. Bots cannot read a chat, but an edit to exactly what was sent is refused as
 * "not modified": that is the one. Every message of ours that is known is left alone; whoever sends one that is not yet known is waited
 * for, and may do so between any two edits. Undefined when it is not there, or nothing is known of the chat before. Throws `ambiguous`
 * when others send too much, or time is up.
 */
export async function findLostMessage(
  { chat, body, sentAt, excluded }: LostMessage,
  { chats, lanes, send, countCall, key, until }: FindLostMessageOptions,
): Promise<TelegramMessageRef | undefined> {
  const earlier = new Date(sentAt.getTime() - CLOCK_MARGIN_MS);
  let isFirst = true;

  /** Undefined: there is nothing more to ask about. */
  async function probe(): Promise<{ readonly found?: TelegramMessageRef } | undefined> {
    // What is known from before the margin does not depend on clocks; in a new chat there may be nothing.
    const around = (await chats.idsAround(chat, earlier)) ?? (await chats.idsAround(chat, sentAt));
    const message = around === undefined ? undefined : nextCandidate(around, excluded);
    if (message === undefined) return undefined;
    const ref = { chat, message };
    if (!isFirst) await countCall(chat);
    isFirst = false;
    const outcome = await send.edit(ref, body, until);
    if (outcome === 'same') {
      await chats.note(ref, key);
      return { found: ref };
    }
    if (outcome === 'edited') {
      // One of ours that nobody knows, so nobody will miss it; it must not be left saying what it was asked whether it said.
      await countCall(chat);
      await send.remove(ref, until).catch(() => undefined);
    }
    excluded.add(message);
    return {};
  }

  for (;;) {
    const leave = await lanes.enterAlone(chat, PATIENCE_MS);
    if (leave === undefined)
      throw new DeliveryError(`Could not look for ${key} while others write to the chat.`, {
        failure: 'ambiguous',
        code: 'busy',
      });
    try {
      const probed = await probe();
      if (probed === undefined) return undefined;
      if (probed.found !== undefined) return probed.found;
    } finally {
      await leave();
    }
    await sleep(PAUSE_MS);
  }
}

function nextCandidate({ before, since, isWhole }: IdsAround, excluded: ReadonlySet<number>): number | undefined {
  if (excluded.size >= MAX_PROBES) return undefined;
  const lastKnown = since.at(-1) ?? before;
  // When only a part of the known ids was read, those beyond may be known ones.
  const last = isWhole ? lastKnown + BEYOND : lastKnown;
  const known = new Set(since);
  for (let id = before + 1; id <= last; id += 1) if (!known.has(id) && !excluded.has(id)) return id;
  return undefined;
}
