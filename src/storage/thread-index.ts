import type { Pool } from 'pg';
import type { MessageRef } from '../delivery/messenger.ts';
import type { Thread } from '../protocol/thread.ts';
import { refKey } from './ref-key.ts';

/** Which article a message in a chat belongs to, and where its messages are; read from `followers` and `messages`. Rejects with what `pg` throws. */
export interface ThreadIndex {
  /** The article whose message this is; of the first message of a thread the newest edition in it. @param ref whole, as the platform's messenger makes it */
  articleOf(platform: string, ref: MessageRef): Promise<string | undefined>;
  /** The article that was last put into a thread which is older than it (`Thread.thread`); one that went on elsewhere only if there is no other. */
  articleIn(thread: Thread): Promise<string | undefined>;
  /** The status cards of articles in the threads in which people decide, where there is one. */
  cardsOf(
    articleIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly thread: Thread; readonly ref: MessageRef }>>;
  /** The newest message on which people can decide, or could. */
  latestDraftCard(articleId: string): Promise<MessageRef | undefined>;
}

// Whoever answers the first message of a thread means the newest edition in it.
const ARTICLE_OF = `
  select id from (
    select f.article_id as id, m.sent_at as at from messages m join followers f using (follower_id)
    where m.platform = $1 and m.ref_key = $2
    union all
    select article_id, created_at from followers where platform = $1 and root_key = $2 and role <> 'person'
  ) found order by at desc limit 1`;

const ARTICLE_IN = `
  select article_id as id from followers
  where platform = $1 and channel = $2 and thread is not distinct from $3 and workspace is not distinct from $4 and role <> 'person'
  order by moved_to is null desc, created_at desc, follower_id desc limit 1`;

const CARDS_OF = `
  select distinct on (f.article_id) f.article_id as id, m.ref,
    jsonb_strip_nulls(jsonb_build_object('platform', f.platform, 'workspace', f.workspace, 'channel', f.channel, 'thread', f.thread)) as thread
  from followers f join messages m on m.follower_id = f.follower_id and m.seq = 0 and m.phase = 'sent'
  where f.article_id = any($1) and f.role = 'decides' and not f.is_guest and f.moved_to is null
  order by f.article_id, f.follower_id desc, m.sent_at`;

// A card's first message is the one with the buttons.
const LATEST_DRAFT_CARD = `
  select m.ref from followers f join messages m using (follower_id)
  where f.article_id = $1 and f.role = 'decides' and not f.is_guest and f.moved_to is null and m.kind in ('draft', 'gate') and m.phase = 'sent'
  order by m.seq desc, m.sent_at limit 1`;

export function createThreadIndex(pool: Pool): ThreadIndex {
  return {
    async articleOf(platform, ref) {
      const { rows } = await pool.query<{ id: string }>(ARTICLE_OF, [platform, refKey(ref)]);
      return rows[0]?.id;
    },

    async articleIn({ platform, channel, thread, workspace }) {
      const { rows } = await pool.query<{ id: string }>(ARTICLE_IN, [
        platform,
        channel,
        thread ?? null,
        workspace ?? null,
      ]);
      return rows[0]?.id;
    },

    async cardsOf(articleIds) {
      const { rows } = await pool.query<{ id: string; thread: Thread; ref: MessageRef }>(CARDS_OF, [articleIds]);
      return new Map(rows.map(({ id, thread, ref }) => [id, { thread, ref }]));
    },

    async latestDraftCard(articleId) {
      const { rows } = await pool.query<{ ref: MessageRef }>(LATEST_DRAFT_CARD, [articleId]);
      return rows[0]?.ref;
    },
  };
}
