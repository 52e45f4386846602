import type { Pool } from 'pg';
import { ARTICLE_CHANNEL } from './follower-store.ts';
import { type FollowerWork, toWork, workColumns, type WorkRow } from './follower-work.ts';
import { listen, type ListenOptions } from './listen.ts';

/** An article with all that it has said, as it was at one moment: as for a thread in which people decide, and that has nothing yet. */
export interface FeedPage {
  readonly work: FollowerWork;
  /** When each entry was said, ISO 8601, by its number. */
  readonly saidAt: Readonly<Record<string, string>>;
}

/** How far an article is: where it is another one than before, there is something to show. */
export interface ArticlePulse {
  readonly articleId: string;
  readonly revision: number;
  /** Number of the latest entry. */
  readonly said: number;
  /** Of the text that is being written now, as far as it was told. */
  readonly wordsSoFar?: number;
}

/** What an article has said, for who looks at it. Rejects with what `pg` throws. */
export interface FeedPageStore {
  /** In one statement. Those that there are not are missing. */
  read(articleIds: readonly string[]): Promise<readonly FeedPage[]>;
  /** Likewise, and cheaply. */
  pulse(articleIds: readonly string[]): Promise<readonly ArticlePulse[]>;
  /** Calls when an article may show something else. `onlyWords`: no more than how far its text is. Never throws. */
  listen(options: Omit<ListenOptions, 'onNews'> & { readonly onNews: (news?: ArticleNews) => void }): void;
}

export interface ArticleNews {
  readonly articleId: string;
  readonly onlyWords: boolean;
}

/** Of an article that says more, the latest. */
const MOST_ENTRIES = 1000;

const READ = `
  select ${workColumns(MOST_ENTRIES)}, false as "isStale",
    (select coalesce(jsonb_object_agg(seq, said_at), '{}') from feed where feed.article_id = a.article_id and seq > f.cursor) as "saidAt"
  from articles a cross join lateral (
    select 0::bigint as follower_id, a.article_id, 'decides' as role, null::jsonb as moved_to, null::jsonb as root,
      coalesce(a.home, a.input -> 'thread') ->> 'platform' as platform, coalesce(a.home, a.input -> 'thread') ->> 'workspace' as workspace,
      coalesce(a.home, a.input -> 'thread') ->> 'channel' as channel, coalesce(a.home, a.input -> 'thread') ->> 'thread' as thread,
      greatest(0, a.said - ${MOST_ENTRIES}) as cursor, a.revision as shown_revision, 2::smallint as priority, 0 as attempts, null::jsonb as trouble,
      null::jsonb as report, 0::bigint as lease, null::timestamptz as seen
  ) f
  where a.article_id = any($1)`;

const PULSE = `
  select article_id as "articleId", revision, said, case when (written ->> 'revision')::integer = revision then (written -> 'words')::integer end as "wordsSoFar"
  from articles where article_id = any($1)`;

type PulseRow = Omit<ArticlePulse, 'wordsSoFar'> & { readonly wordsSoFar: number | null };

export function createFeedPageStore(pool: Pool): FeedPageStore {
  return {
    async read(articleIds) {
      const { rows } = await pool.query<WorkRow & { readonly saidAt: Readonly<Record<string, string>> }>({
        name: 'read-feed-pages',
        text: READ,
        values: [articleIds],
      });
      return rows.map(({ saidAt, ...row }) => ({
        work: toWork(row),
        saidAt: Object.fromEntries(Object.entries(saidAt).map(([seq, at]) => [seq, new Date(at).toISOString()])),
      }));
    },

    async pulse(articleIds) {
      const { rows } = await pool.query<PulseRow>({ name: 'read-pulses', text: PULSE, values: [articleIds] });
      return rows.map(({ wordsSoFar, ...row }) => ({ ...row, ...(wordsSoFar !== null && { wordsSoFar }) }));
    },

    listen: ({ onNews, ...options }) =>
      listen(pool, ARTICLE_CHANNEL, {
        ...options,
        onNews(payload) {
          if (payload === undefined) return onNews();
          const [articleId = '', what] = payload.split(' ');
          onNews({ articleId, onlyWords: what === 'words' });
        },
      }),
  };
}
