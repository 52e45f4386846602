import type { Pool } from 'pg';
import { Telegram } from 'telegraf';
import { inject } from 'vitest';
import { type CallTelegram, createCallTelegram } from '../../../bots/telegram/connect/call-telegram.ts';
import { type TelegramMessengerOptions, createTelegramMessenger } from '../../../bots/telegram/messenger/messenger.ts';
import { notingSends } from '../../../bots/telegram/messenger/note-sends.ts';
import type { Messenger } from '../../../src/delivery/messenger.ts';
import { createPool } from '../../../src/storage/pool.ts';
import { type TelegramChatStore, createTelegramChatStore } from '../../../bots/telegram/connect/telegram-chat-store.ts';
import { createTelegramLanes, type TelegramLanes } from '../../../bots/telegram/connect/telegram-lanes.ts';
import { createTelegramTurns } from '../../../bots/telegram/connect/telegram-turns.ts';
import { type TelegramEmulator, startTelegramEmulator } from '../../emulators/telegram/telegram-emulator.ts';
import { createMigratedDatabase } from '../../support/use-database.ts';

/** A real telegraf, a real PostgreSQL, and the emulator in between. */
export interface TelegramMessengerBench {
  readonly telegram: TelegramEmulator;
  readonly chats: TelegramChatStore;
  readonly pool: Pool;
  readonly lanes: TelegramLanes;
  /** As listeners call. */
  readonly call: CallTelegram;
  /** Says something as listeners do, and takes note of it in this way. */
  sayWith(chats: Pick<TelegramChatStore, 'note'>, chat: number, text: string): Promise<unknown>;
  /** A messenger as after a restart: it remembers what is in the database. */
  messenger(options?: Partial<TelegramMessengerOptions>): Messenger;
  /** A person's chat with the bot, in which they have just asked for an article. */
  privateChat(): Promise<number>;
  close(): Promise<void>;
}

export async function openMessengerBench(): Promise<TelegramMessengerBench> {
  const database = await createMigratedDatabase(inject('postgresUrl'));
  const pool = createPool(
    database.url,
    { poolSize: 4, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 5 },
    () => undefined,
  );
  const telegram = await startTelegramEmulator();
  const botId = String(telegram.bot.id);
  const chats = createTelegramChatStore(pool, botId);
  const lanes = createTelegramLanes(pool, botId);
  const client = new Telegram(telegram.token, { apiRoot: telegram.apiRoot, webhookReply: false });
  const plainCall = createCallTelegram(client);
  const call = notingSends(plainCall, { chats, lanes });

  return {
    telegram,
    chats,
    pool,
    lanes,
    call,
    sayWith: (noting, chat, text) =>
      notingSends(plainCall, { chats: noting, lanes })('sendMessage', { chat_id: chat, text }),
    messenger: (options = {}) =>
      createTelegramMessenger({
        call: plainCall,
        botId,
        chats,
        lanes: createTelegramLanes(pool, botId),
        turns: createTelegramTurns(pool),
        administrators: () => Promise.resolve([]),
        richMessages: false,
        log: { warn: () => undefined },
        ...options,
      }),
    async privateChat() {
      const person = telegram.user({ firstName: 'Ann' });
      const chat = telegram.privateChat(person);
      await chats.note({ chat: chat.id, message: telegram.say(chat, person, '/article How tides work') });
      return chat.id;
    },
    async close() {
      await telegram.stop();
      await pool.end();
      await database.drop();
    },
  };
}
