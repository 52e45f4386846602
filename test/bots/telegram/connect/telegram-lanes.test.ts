import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPool } from '../../../../src/storage/pool.ts';
import { createTelegramLanes, type TelegramLanes } from '../../../../bots/telegram/connect/telegram-lanes.ts';
import { createDatabase } from '../../../support/database.ts';

const CHAT = -1_001_234_567_890;
const SHORT_MS = 60;

let database: Awaited<ReturnType<typeof createDatabase>>;
let pools: readonly Pool[];
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  const settings = { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 5 };
  pools = [1, 2].map(() => createPool(database.url, settings, () => undefined));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

/** Two who use the lanes: of one process, or of two. */
function pairOf(processes: number): readonly [TelegramLanes, TelegramLanes] {
  const [first, second] = pools.map((pool) => createTelegramLanes(pool, '42'));
  if (first === undefined || second === undefined) throw new Error('There are two');
  return [first, processes === 1 ? first : second];
}

describe.each([1, 2])('lanes of chats, for those of %d process(es)', (processes) => {
  it('let any number send at once', async () => {
    const [one, other] = pairOf(processes);
    const leaves = await Promise.all([one.enter(CHAT, 0), one.enter(CHAT, 0), other.enter(CHAT, 0)]);
    expect(leaves).not.toContain(undefined);
    for (const leave of leaves) await leave?.();
  });

  it('let nobody look while others send, nor send while somebody looks, until these have left', async () => {
    const [one, other] = pairOf(processes);
    const sending = await one.enter(CHAT, 0);
    expect(await other.enterAlone(CHAT, SHORT_MS)).toBeUndefined();
    const waiting = other.enterAlone(CHAT, 5000);
    await sending?.();
    const looking = await waiting;
    expect(looking).toBeDefined();
    expect(await one.enter(CHAT, SHORT_MS)).toBeUndefined();
    expect(await one.enterAlone(CHAT, SHORT_MS)).toBeUndefined();
    const next = one.enter(CHAT, 5000);
    await looking?.();
    await (await next)?.();
    await (await other.enterAlone(CHAT, 0))?.();
  });

  it('keep chats apart', async () => {
    const [one, other] = pairOf(processes);
    const looking = await one.enterAlone(CHAT, 0);
    const elsewhere = await other.enterAlone(CHAT - 1, 0);
    expect([looking, elsewhere]).not.toContain(undefined);
    await Promise.all([looking?.(), elsewhere?.()]);
  });
});

describe('a lane', () => {
  it('is free again when the connection of whoever holds it breaks', async () => {
    const [one, other] = pairOf(2);
    const [pool] = pools;
    const looking = await one.enterAlone(CHAT, 0);
    expect(await other.enter(CHAT, SHORT_MS)).toBeUndefined();
    await pools[1]?.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    const next = await other.enter(CHAT, 5000);
    expect(next).toBeDefined();
    await looking?.();
    await next?.();
    await (await one.enterAlone(CHAT, 5000))?.();
    expect(pool?.idleCount).toBe(pool?.totalCount);
  });

  it('needs one connection, however many are in however many chats, and gives it back', async () => {
    const [one] = pairOf(1);
    const [pool] = pools;
    const leaves = await Promise.all(Array.from({ length: 20 }, (_, index) => one.enter(CHAT - index, 5000)));
    expect((pool?.totalCount ?? 0) - (pool?.idleCount ?? 0)).toBe(1);
    for (const leave of leaves) await leave?.();
    expect(pool?.idleCount).toBe(pool?.totalCount);
  });
});
