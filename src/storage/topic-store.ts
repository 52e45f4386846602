import type { Pool } from 'pg';
import type { Order } from '../chat/chat-desk.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { Stage } from '../protocol/article.ts';
import { toJson } from './to-json.ts';

/** An article of a place, as far as others may be like it. */
export interface RecentTopic {
  readonly articleId: string;
  readonly topic: string;
  readonly stage: Stage | 'requested';
  readonly requesterName: string;
  readonly startedAt: Date;
}

/** What has been asked for lately (table `articles`), and orders that wait for a word (table `held_orders`). Rejects with what `pg` throws. */
export interface TopicStore {
  /**
   * First editions in a place, the newest first, at most 200; neither translations, nor what came to nothing nor what was never begun.
   * @param place `channelKey`
   */
  recent(place: string, days: number): Promise<readonly RecentTopic[]>;
  /** Keeps an order for a week. The first of one id stays. */
  hold(orderId: string, requester: Actor, order: Order): Promise<void>;
  /** Undefined: there is none, or not any more. */
  held(orderId: string): Promise<{ readonly requesterKey: string; readonly order: Order } | undefined>;
}

const MOST_RECENT = 200;
const FORGET = `delete from held_orders where held_at < now() - interval '7 days'`;

export function createTopicStore(pool: Pool): TopicStore {
  return {
    async recent(place, days) {
      const { rows } = await pool.query<RecentTopic>({
        name: 'recent-topics',
        text: `
          select article_id as "articleId", topic, stage, requester ->> 'displayName' as "requesterName", created_at as "startedAt"
          from articles
          where home_key = $1 and created_at > now() - make_interval(days => $2) and edition = 1 and translation_of is null
            and abandoned_at is null and stage not in ('rejected', 'cancelled')
          order by created_at desc limit ${MOST_RECENT}`,
        values: [place, days],
      });
      return rows;
    },

    async hold(orderId, requester, order) {
      await pool.query(FORGET);
      await pool.query(
        `insert into held_orders (order_id, requester_key, held) values ($1, $2, $3) on conflict do nothing`,
        [orderId, actorKey(requester), toJson(order)],
      );
    },

    async held(orderId) {
      const { rows } = await pool.query<{ requesterKey: string; order: Order }>(
        `select requester_key as "requesterKey", held as "order" from held_orders where order_id = $1`,
        [orderId],
      );
      return rows[0];
    },
  };
}
