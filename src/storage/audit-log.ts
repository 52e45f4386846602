import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type Actor, actorKey } from '../protocol/actor.ts';

/** What somebody tried and may not, or did beside decisions and articles of their own. */
export interface AuditEntry {
  /** Of the chat event, decision or control; the same once more is one entry. Absent: none is known, and each is one. */
  readonly id?: string;
  /** `start`, `approve`, `pause`, `see`, `invite`, … */
  readonly act: string;
  readonly by: Pick<Actor, 'platform' | 'workspace' | 'userId' | 'displayName'>;
  readonly articleId?: string;
  /** `channelKey` of where it was to be. */
  readonly place?: string;
  /** Why it was refused. Absent: it was done. */
  readonly code?: string;
}

/** The table `audit`, to which is only added; refusals go after 400 days. What counts of decisions and controls is written there by `record_progress`. Rejects with what `pg` throws. */
export interface AuditLog {
  note(entry: AuditEntry): Promise<void>;
}

/** Anybody in the world may be refused by a Telegram bot. */
const FORGET = `delete from audit where code is not null and at < now() - interval '400 days'`;
const FORGET_EVERY = 1000;

export function createAuditLog(pool: Pick<Pool, 'query'>): AuditLog {
  let notes = 0;
  return {
    async note({ id = randomUUID(), act, by, articleId, place, code }) {
      if (notes % FORGET_EVERY === 0) await pool.query(FORGET);
      notes += 1;
      const { platform, workspace, userId, displayName } = by;
      const actor = { platform, workspace, userId, displayName: displayName.replaceAll('\0', '').toWellFormed() };
      await pool.query(
        `insert into audit (event_id, act, actor_key, actor, article_id, place, code) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (event_id, act, coalesce(code, '')) do nothing`,
        [id, act, actorKey(by), JSON.stringify(actor), articleId ?? null, place ?? null, code ?? null],
      );
    },
  };
}
