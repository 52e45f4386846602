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

/** One post, as the outbox knows it. */
export interface OutboxEntry {
  readonly key: string;
  /** Key of the post whose message it replaces. */
  readonly edits?: string;
  /** Kind of the message. */
  readonly kind: string;
  readonly bodyHash: string;
}

export interface Claims {
  /** In the order of the entries. */
  readonly claims: readonly Claim[];
  /** Where the messages are that the entries edit, by their keys, and the one with key `rootKey`. */
  readonly refs: ReadonlyMap<string, MessageRef>;
}

/** The table `deliveries`: each post of an article has one effect, however often its delivery is tried. */
export interface Outbox {
  /** Takes note of posts before they are sent, all at once: whoever dies from here on leaves messages to be looked for. */
  claim(articleId: string, thread: Thread, entries: readonly OutboxEntry[], rootKey: string): Promise<Claims>;
  /** The message is in the thread; an edit may have given the message it replaced another reference. */
  confirm(articleId: string, entry: Pick<OutboxEntry, 'key' | 'edits'>, ref: MessageRef): Promise<void>;
  /** These surely were not sent: the next attempt need not look for them. */
  release(articleId: string, keys: readonly string[]): Promise<void>;
}

interface ClaimRow {
  readonly phase: 'intent' | 'sent' | 'confirmed' | null;
  readonly sent_at: Date | null;
  readonly attempt: number | null;
  readonly message_ref: MessageRef | null;
  readonly body_hash: string | null;
  readonly edits: string | null;
  readonly target_ref: MessageRef | null;
  readonly root_ref: MessageRef | null;
}

export function createOutbox(pool: Pool): Outbox {
  return {
    async claim(articleId, thread, entries, rootKey) {
      const { rows } = await pool.query<ClaimRow>(
        `with wanted as (
           select * from unnest($3::text[], $4::text[], $5::text[], $7::text[])
             with ordinality as w(key, edits, body_hash, kind, place)
         ), claimed as (
           insert into deliveries as d (article_id, post_key, edits, kind, thread, body_hash, phase, sent_at)
           select $1, key, edits, kind, $2::jsonb, body_hash, 'sent', now() from wanted
           on conflict (article_id, post_key) do update set
             attempt = d.attempt + 1,
             -- What was refused in one thread may go out in another.
             thread = case d.phase when 'intent' then excluded.thread else d.thread end,
             phase = case d.phase when 'intent' then 'sent' else d.phase end,
             sent_at = case d.phase when 'intent' then now() else d.sent_at end
         )
         select before.phase, before.sent_at, before.attempt, before.message_ref, before.body_hash, wanted.edits,
                target.message_ref as target_ref, root.message_ref as root_ref
         from wanted
         left join deliveries before on before.article_id = $1 and before.post_key = wanted.key
         left join deliveries target on target.article_id = $1 and target.post_key = wanted.edits and target.phase = 'confirmed'
         left join deliveries root on root.article_id = $1 and root.post_key = $6 and root.phase = 'confirmed'
         order by wanted.place`,
        [
          articleId,
          thread,
          entries.map(({ key }) => key),
          entries.map(({ edits }) => edits ?? null),
          entries.map(({ bodyHash }) => bodyHash),
          rootKey,
          entries.map(({ kind }) => kind),
        ],
      );
      const refs = new Map<string, MessageRef>();
      for (const { edits, target_ref, root_ref } of rows) {
        if (edits !== null && target_ref !== null) refs.set(edits, target_ref);
        if (root_ref !== null) refs.set(rootKey, root_ref);
      }
      return { refs, claims: rows.map((row, index) => toClaim(row, entries[index]?.bodyHash)) };
    },

    async confirm(articleId, { key, edits }, ref) {
      await pool.query(
        `update deliveries set phase = 'confirmed', message_ref = $3, confirmed_at = now() where article_id = $1 and post_key = any($2)`,
        [articleId, edits === undefined ? [key] : [key, edits], ref],
      );
    },

    async release(articleId, keys) {
      if (keys.length === 0) return;
      await pool.query(
        `update deliveries set phase = 'intent' where article_id = $1 and post_key = any($2) and phase = 'sent'`,
        [articleId, keys],
      );
    },
  };
}

function toClaim({ phase, sent_at, attempt, message_ref, body_hash }: ClaimRow, bodyHash: string | undefined): Claim {
  if (phase === null) return { kind: 'send' };
  if (body_hash !== bodyHash) return { kind: 'conflict' };
  if (phase === 'confirmed') return { kind: 'done', ref: message_ref ?? {} };
  return phase === 'intent' || sent_at === null
    ? { kind: 'send' }
    : { kind: 'unknown', sentAt: sent_at, attempt: attempt ?? 1 };
}
