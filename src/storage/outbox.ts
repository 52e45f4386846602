import type { Pool } from 'pg';
import type { Thread } from '../protocol/thread.ts';
import type { MessageRef } from '../delivery/messenger.ts';

/** What is known of a post when its turn comes. */
export type Claim =
  | { readonly kind: 'send' }
  | { readonly kind: 'done'; readonly ref: MessageRef }
  /** An earlier attempt began and nobody knows how it ended. */
  | { readonly kind: 'unknown'; readonly sentAt: Date; readonly attempt: number }
  /** The key stands for something else already: a mistake, never a second message. */
  | { readonly kind: 'conflict' };

/** The table `deliveries`: each post of an article has one effect, however often its delivery is tried. */
export interface Outbox {
  /** Takes note of the post before it is sent. */
  claim(post: { readonly articleId: string; readonly key: string; readonly edits?: string; readonly thread: Thread; readonly bodyHash: string }): Promise<Claim>;
  /** It is about to be sent again, after nothing was found of the earlier attempt. */
  resend(articleId: string, key: string): Promise<void>;
  confirm(articleId: string, key: string, ref: MessageRef): Promise<void>;
  /** It surely was not sent: the next attempt need not look for it. */
  release(articleId: string, key: string): Promise<void>;
  /** Where the message of an earlier post is. */
  ref(articleId: string, key: string): Promise<MessageRef | undefined>;
}

export function createOutbox(pool: Pool): Outbox {
  return {
    async claim({ articleId, key, edits, thread, bodyHash }) {
      const { rows } = await pool.query<{ phase: string | null; sent_at: Date | null; attempt: number; message_ref: MessageRef | null; body_hash: string }>(
        `with before as (select phase, sent_at from deliveries where article_id = $1 and post_key = $2)
         insert into deliveries as d (article_id, post_key, edits, thread, body_hash, phase, sent_at) values ($1, $2, $3, $4, $5, 'sent', now())
         on conflict (article_id, post_key) do update
           set attempt = d.attempt + 1, phase = case d.phase when 'intent' then 'sent' else d.phase end, sent_at = case d.phase when 'intent' then now() else d.sent_at end
         returning (select phase from before), (select sent_at from before), d.attempt, d.message_ref, d.body_hash`,
        [articleId, key, edits ?? null, thread, bodyHash],
      );
      const [row] = rows;
      if (row === undefined || row.phase === null) return { kind: 'send' };
      if (row.body_hash !== bodyHash) return { kind: 'conflict' };
      if (row.phase === 'confirmed') return { kind: 'done', ref: row.message_ref ?? {} };
      return row.phase === 'intent' || row.sent_at === null ? { kind: 'send' } : { kind: 'unknown', sentAt: row.sent_at, attempt: row.attempt };
    },
    async resend(articleId, key) {
      await pool.query(`update deliveries set sent_at = now() where article_id = $1 and post_key = $2`, [articleId, key]);
    },
    async confirm(articleId, key, ref) {
      await pool.query(`update deliveries set phase = 'confirmed', message_ref = $3, confirmed_at = now() where article_id = $1 and post_key = $2`, [articleId, key, ref]);
    },
    async release(articleId, key) {
      await pool.query(`update deliveries set phase = 'intent' where article_id = $1 and post_key = $2 and phase = 'sent'`, [articleId, key]);
    },
    async ref(articleId, key) {
      const { rows } = await pool.query<{ message_ref: MessageRef | null }>(
        `select message_ref from deliveries where article_id = $1 and post_key = $2 and phase = 'confirmed'`,
        [articleId, key],
      );
      return rows[0]?.message_ref ?? undefined;
    },
  };
}
