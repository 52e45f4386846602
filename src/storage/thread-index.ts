import type { Pool } from 'pg';
import type { MessageRef } from '../delivery/messenger.ts';
import type { Thread } from '../protocol/thread.ts';

/** Which article a message in a chat belongs to, and where its messages are; read from the table `deliveries`. Rejects with what `pg` throws. */
export interface ThreadIndex {
  /** The article whose message this is: `ref` has the fields that identify it (Slack `{ channel, ts }`, Telegram `{ chat, message }`). */
  articleOf(platform: string, ref: MessageRef): Promise<string | undefined>;
  /** The article that was last started in, or moved to, a thread which is older than it (`Thread.thread`). */
  articleIn(thread: Thread): Promise<string | undefined>;
  /** The status cards of articles, where they have one. */
  cardsOf(
    articleIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly thread: Thread; readonly ref: MessageRef }>>;
  /** The newest message on which people can decide, or could. */
  latestDraftCard(articleId: string): Promise<MessageRef | undefined>;
}

export function createThreadIndex(pool: Pool): ThreadIndex {
  return {
    async articleOf(platform, ref) {
      const { rows } = await pool.query<{ id: string }>(
        `select article_id as id from deliveries where message_ref @> $2::jsonb and thread ->> 'platform' = $1
         order by sent_at desc limit 1`,
        [platform, ref],
      );
      return rows[0]?.id;
    },

    async articleIn(thread) {
      const { rows } = await pool.query<{ id: string }>(
        `select article_id as id from deliveries where post_key like 'card%' and thread @> $1::jsonb
         order by sent_at desc limit 1`,
        [thread],
      );
      return rows[0]?.id;
    },

    async cardsOf(articleIds) {
      const { rows } = await pool.query<{ id: string; thread: Thread; ref: MessageRef }>(
        `select distinct on (article_id) article_id as id, thread, message_ref as ref from deliveries
         where article_id = any($1) and post_key like 'card%' and phase = 'confirmed'
         order by article_id, sent_at desc`,
        [articleIds],
      );
      return new Map(rows.map(({ id, thread, ref }) => [id, { thread, ref }]));
    },

    async latestDraftCard(articleId) {
      const { rows } = await pool.query<{ ref: MessageRef }>(
        `select message_ref as ref from deliveries
         where article_id = $1 and kind in ('draft', 'gate') and edits is null and phase = 'confirmed'
           and post_key not like '%/%'
         order by sent_at desc limit 1`,
        [articleId],
      );
      return rows[0]?.ref;
    },
  };
}
