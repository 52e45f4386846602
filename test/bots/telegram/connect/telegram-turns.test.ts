import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../../../src/storage/pool.ts';
import { createTelegramTurns } from '../../../../bots/telegram/connect/telegram-turns.ts';
import { useDatabase } from '../../../support/use-database.ts';

const database = useDatabase();
let pool: Pool;
beforeAll(async () => {
  ({ pool } = database);
});

/** Turns of a key that are used up, as the drain sees it. */
async function usedUp(key: string, everyMs: number): Promise<number> {
  const { rows } = await pool.query<{ ahead: number }>(
    `select (1000 * extract(epoch from free_at - now()))::float8 as ahead from pace where key = $1`,
    [key],
  );
  return Math.round(Math.max(0, rows[0]?.ahead ?? 0) / everyMs);
}

const MINUTE_MS = 60_000;

describe('turns outside the drain', () => {
  it('count with those of the drain, under every limit of the call', async () => {
    const turns = createTelegramTurns(pool);
    const limits = ['group:1', 'bot:1'].map((key) => ({ key, everyMs: MINUTE_MS, burst: 5 }));
    await turns.tryTurn(limits, 1000);
    await turns.count(limits);
    expect([await usedUp('group:1', MINUTE_MS), await usedUp('bot:1', MINUTE_MS)]).toEqual([2, 2]);
  });

  it('wait for a turn that is near', async () => {
    const turns = createTelegramTurns(pool);
    const limits = [{ key: 'near', everyMs: 200, burst: 1 }];
    await turns.tryTurn(limits, 1000);
    const from = performance.now();
    await turns.tryTurn(limits, 1000);
    expect(performance.now() - from).toBeGreaterThan(100);
  });

  it('go at once when theirs is far away, and count all the same', async () => {
    const turns = createTelegramTurns(pool);
    const limits = [{ key: 'far', everyMs: MINUTE_MS, burst: 1 }];
    const from = performance.now();
    for (let call = 0; call < 3; call += 1) await turns.tryTurn(limits, MINUTE_MS / 2);
    expect(performance.now() - from).toBeLessThan(MINUTE_MS / 2);
    expect(await usedUp('far', MINUTE_MS)).toBe(3);
  });

  it('go uncounted while the database is away', async () => {
    const away = createPool(
      'postgres://127.0.0.1:1/none',
      { poolSize: 1, connectionTimeoutSeconds: 1, statementTimeoutSeconds: 1 },
      () => undefined,
    );
    await expect(createTelegramTurns(away).tryTurn([{ key: 'k', everyMs: 1, burst: 1 }], 10)).resolves.toBeUndefined();
    await away.end();
  });
});
