import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type Actor, actorKey } from '../protocol/actor.ts';
import { toJson } from './to-json.ts';

/** What somebody tried and may not, or did beside decisions and articles of their own. */
export interface AuditEntry {
  /** Of the chat event, decision or control; the same once more is one entry. Absent: none is known, and each is one. */
  readonly id?: string;
  /** `start`, `approve`, `pause`, `see`, `invite`, … */
  readonly act: string;
  readonly by: Pick<Actor, 'platform' | 'workspace' | 'userId' | 'displayName' | 'via'>;
  readonly articleId?: string;
  /** `channelKey` of where it was to be. */
  readonly place?: string;
  /** What else it is about: `webhook:newsroom`, `token:k3f9`. No words of people. */
  readonly about?: string;
  /** Why it was refused. Absent: it was done. */
  readonly code?: string;
}

/**
 * The table `audit`, to which is only added. What counts of decisions and controls, starts, links, deliveries and publications are written
 * there by the statement that makes them so. Rejects with what `pg` throws.
 */
export interface AuditLog {
  note(entry: AuditEntry): Promise<void>;
}

/** @param via by which door they come of whom nothing else is known: `slack`, `web`, `command` */
export function createAuditLog(pool: Pick<Pool, 'query'>, via: string): AuditLog {
  return {
    async note({ id = randomUUID(), act, by, articleId, place, about, code }) {
      const who = { who: actorKey(by), name: by.displayName, via: by.via ?? via };
      await pool.query({
        name: 'note-acts',
        text: 'select note_acts($1)',
        values: [toJson([{ id, act, ...who, articleId, place, about, code }])],
      });
    },
  };
}
