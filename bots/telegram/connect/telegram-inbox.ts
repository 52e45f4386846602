import type { Pool } from 'pg';
import { withoutMarks } from '../../../src/lib/storable.ts';

/** One update, as it is to be written down. */
export interface ArrivedUpdate {
  readonly updateId: number;
  /** Updates of one lane are handled one after another: those of one person in one chat. */
  readonly lane: string;
  /** As Telegram sent it. */
  readonly body: object;
}

/** One update whose turn has come. */
export interface KeptUpdate extends ArrivedUpdate {
  /** How often it was begun, this time included; attempts that ended because something was away do not count. */
  readonly attempt: number;
  /** Whether the person was told that it is kept for later. */
  readonly told: boolean;
  /** How long it has been here. */
  readonly ageMs: number;
}

/**
 * The table `telegram_updates`: what Telegram delivered to one bot and is not done yet, and for a while what is done.
 * Rejects with what `pg` throws.
 */
export interface TelegramInbox {
  /** Writes down those that are new. Once this resolves they outlive the process, and Telegram may forget them. */
  keep(updates: readonly ArrivedUpdate[]): Promise<void>;
  /** Begins an attempt of each update that is due, oldest first, but for those of busy lanes. */
  take(options: { readonly limit: number; readonly busyLanes: readonly string[] }): Promise<readonly KeptUpdate[]>;
  /** The update is done. `fault`: it was given up; then its body stays for whoever looks into it. */
  finish(updateId: number, fault?: string): Promise<void>;
  /** Another attempt after `delayMs`. `counts`: false when it was not the update's fault. */
  postpone(
    updateId: number,
    again: { readonly delayMs: number; readonly counts: boolean; readonly told: boolean },
  ): Promise<void>;
  /** Removes what was done so long ago that Telegram cannot deliver it again. */
  forget(olderThanHours: number): Promise<void>;
}

interface Row {
  readonly update_id: string;
  readonly lane: string;
  readonly body: object;
  readonly attempts: number;
  readonly told: boolean;
  readonly age_ms: number;
}

/** @param botId Telegram's number of the bot: bots may share a database. */
export function createTelegramInbox(pool: Pool, botId: string): TelegramInbox {
  return {
    async keep(updates) {
      await pool.query(
        `insert into telegram_updates (bot_id, update_id, lane, body)
         select $1, update_id, lane, body::json from unnest($2::bigint[], $3::text[], $4::text[]) as u(update_id, lane, body)
         on conflict do nothing`,
        [
          botId,
          updates.map(({ updateId }) => updateId),
          updates.map(({ lane }) => lane),
          // As it came, NUL and all; but nothing that would pass for encrypted.
          updates.map(({ body }) => withoutMarks(JSON.stringify(body))),
        ],
      );
    },

    async take({ limit, busyLanes }) {
      const { rows } = await pool.query<Row>(
        `update telegram_updates u set attempts = attempts + 1
         from (
           select update_id from telegram_updates
           where bot_id = $1 and done_at is null and due_at <= now() and lane <> all($2)
           order by update_id limit $3
         ) as due
         where u.bot_id = $1 and u.update_id = due.update_id
         returning u.update_id, lane, body, attempts, told, extract(epoch from now() - received_at)::float * 1000 as age_ms`,
        [botId, busyLanes, limit],
      );
      return rows
        .map(({ update_id, lane, body, attempts, told, age_ms }) => ({
          updateId: Number(update_id),
          lane,
          body,
          attempt: attempts,
          told,
          ageMs: age_ms,
        }))
        .sort((a, b) => a.updateId - b.updateId);
    },

    async finish(updateId, fault) {
      await pool.query(
        `update telegram_updates set done_at = now(), fault = $3, body = case when $3::text is null then null else body end
         where bot_id = $1 and update_id = $2`,
        [botId, updateId, fault ?? null],
      );
    },

    async postpone(updateId, { delayMs, counts, told }) {
      await pool.query(
        `update telegram_updates
         set due_at = now() + $3 * interval '1 millisecond', attempts = attempts - $4, told = told or $5
         where bot_id = $1 and update_id = $2`,
        [botId, updateId, delayMs, counts ? 0 : 1, told],
      );
    },

    async forget(olderThanHours) {
      await pool.query(`delete from telegram_updates where bot_id = $1 and done_at < now() - $2 * interval '1 hour'`, [
        botId,
        olderThanHours,
      ]);
    },
  };
}
