import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createTelegramChatStore } from '../../bots/telegram/connect/telegram-chat-store.ts';
import { fillTelegramTables, SUPERGROUP } from '../bots/telegram/connect/telegram-tables.ts';
import { createDatabase } from '../support/database.ts';
import type { BenchServers } from './bench-servers.ts';
import { median, table, timed } from './figures.ts';

const BOT = '1';
const MESSAGES = 1_000_000;
const ROUNDS = 200;
const HOUR_MS = 3_600_000;
const DAYS_MS = 19 * 24 * HOUR_MS;

/** What the Telegram platform looks up for each message, with a million messages behind it. In a database of its own. */
export async function benchTelegramLookUps({ databaseUrl }: BenchServers): Promise<void> {
  const database = await createDatabase(databaseUrl);
  await migrate(database.url, () => undefined);
  const pool = createPool(
    database.url,
    { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 600 },
    () => undefined,
  );
  try {
    await fillTelegramTables(pool, { bot: BOT, messages: MESSAGES });
    const chats = createTelegramChatStore(pool, BOT);
    const ago = (ms: number): Date => new Date(Date.now() - ms);
    const looks: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
      'ids around, supergroup, a minute ago': () => chats.idsAround(SUPERGROUP, ago(60_000)),
      'ids around, supergroup, 19 days ago': () => chats.idsAround(SUPERGROUP, ago(DAYS_MS)),
      'ids around, private, a minute ago': () => chats.idsAround(7, ago(60_000)),
      'ids around, private, 19 days ago': () => chats.idsAround(7, ago(DAYS_MS)),
      'message of a delivery': (round) => chats.messageOf(`article-${(round + 1) * 10}/draft-1`),
      'delivery and purpose of a message': async (round) => {
        const ref = { chat: SUPERGROUP, message: (round + 1) * 2 };
        return await Promise.all([chats.noteOf(ref), chats.purposeOf(ref)]);
      },
      'merges into a message': (round) => chats.mergedInto({ chat: SUPERGROUP, message: (round + 1) * 2 }),
    };
    const rows: string[][] = [];
    for (const [name, look] of Object.entries(looks)) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(() => look(round)));
      rows.push([name, [median(times), Math.max(...times)].map((time) => `${time.toFixed(1)} ms`).join(' / ')]);
    }
    table([[`Telegram, ${MESSAGES.toLocaleString('en')} messages`, 'p50 / max'], ...rows]);
  } finally {
    await pool.end();
    await database.drop();
  }
}
