import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Limit } from '../../../src/delivery/messenger.ts';

/** Turns of calls that do not go through the drain, counted where it counts its own: table `pace`. Never rejects: without the database they are not counted. */
export interface TelegramTurns {
  /** Waits for the turn if that takes no longer than `patienceMs`; the call goes, and counts, in any case. */
  tryTurn(limits: readonly Limit[], patienceMs: number): Promise<void>;
  /** Counts a call that has to go at once. */
  count(limits: readonly Limit[]): Promise<void>;
}

interface Blocked {
  readonly waitMs: number;
}

const COUNT = `
  insert into pace as p (key, free_at)
  select key, now() + "everyMs" * interval '1 ms' from jsonb_to_recordset($1::jsonb) as l (key text, "everyMs" float8) order by key
  on conflict (key) do update set free_at = greatest(p.free_at, now()) + (excluded.free_at - now())`;

export function createTelegramTurns(pool: Pool): TelegramTurns {
  async function count(limits: readonly Limit[]): Promise<void> {
    if (limits.length === 0) return;
    await pool.query(COUNT, [JSON.stringify(limits)]).catch(() => undefined);
  }

  return {
    count,
    async tryTurn(limits, patienceMs) {
      if (limits.length === 0) return;
      const blocked = await take(limits).catch(() => undefined);
      if (blocked === undefined) return;
      if (blocked.waitMs <= patienceMs) await sleep(blocked.waitMs);
      await count(limits);
    },
  };

  async function take(limits: readonly Limit[]): Promise<Blocked | undefined> {
    const { rows } = await pool.query<{ blocked: Blocked | null }>('select take_turn($1) as blocked', [
      JSON.stringify(limits),
    ]);
    return rows[0]?.blocked ?? undefined;
  }
}
