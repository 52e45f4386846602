import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPool } from '../../../../src/storage/pool.ts';
import {
  createTelegramChatStore,
  type TelegramChatStore,
} from '../../../../bots/telegram/connect/telegram-chat-store.ts';
import type { TestDatabase } from '../../../support/database.ts';
import { createMigratedDatabase } from '../../../support/use-database.ts';
import { type Effort, effortOf, explaining, fillTelegramTables, SUPERGROUP } from './telegram-tables.ts';

const BOT = '1';
const MESSAGES = 20_000;
/** Far below the tables, far above what any look-up needs. */
const MAX_ROWS = 2500;

describe('what is looked up for Telegram, in tables of 20,000 rows', () => {
  let database: TestDatabase;
  let pool: Pool;
  const efforts: Effort[] = [];
  let store: TelegramChatStore;

  beforeAll(async () => {
    database = await createMigratedDatabase(inject('postgresUrl'));
    pool = createPool(
      database.url,
      { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 30 },
      () => undefined,
    );
    await fillTelegramTables(pool, { bot: BOT, messages: MESSAGES });
    store = createTelegramChatStore(explaining(pool, efforts), BOT);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

  it.each<readonly [string, (chats: TelegramChatStore) => Promise<unknown>]>([
    ['ids around a moment ago in a supergroup', (chats) => chats.idsAround(SUPERGROUP, hoursAgo(0.01))],
    ['ids around a moment long ago in a supergroup', (chats) => chats.idsAround(SUPERGROUP, hoursAgo(24 * 19))],
    ['ids around a moment ago in a private chat', (chats) => chats.idsAround(7, hoursAgo(0.01))],
    ['ids around a moment long ago in a private chat', (chats) => chats.idsAround(7, hoursAgo(24 * 19))],
    ['ids in a chat that nobody knows', (chats) => chats.idsAround(SUPERGROUP - 1, hoursAgo(1))],
    ['the message of a delivery', (chats) => chats.messageOf('article-70/draft-1')],
    ['the delivery of a message', (chats) => chats.noteOf({ chat: SUPERGROUP, message: 70 })],
    ['the purpose of a message', (chats) => chats.purposeOf({ chat: SUPERGROUP, message: 70 })],
    ['a merge', (chats) => chats.mergeOf('article-70/critique-1')],
    ['what is merged into a message', (chats) => chats.mergedInto({ chat: SUPERGROUP, message: 70 })],
    ['where a chat went', (chats) => chats.current(-70)],
    ['a note, which forgets old ones', (chats) => chats.note({ chat: 7, message: 1 })],
  ])('reads few rows, by an index: %s', async (_, look) => {
    efforts.length = 0;
    await look(store);
    expect(efforts).not.toEqual([]);
    for (const effort of efforts) {
      expect(
        effort.scans.filter(({ node }) => node.startsWith('Seq Scan')),
        effort.sql,
      ).toEqual([]);
      expect(effortOf(effort), effort.sql).toBeLessThan(MAX_ROWS);
    }
  });
});
