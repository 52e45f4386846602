import type { Pool } from 'pg';
import { ARTICLE_CHANNEL } from './follower-store.ts';
import { type FollowerWork, toWork, workColumns, type WorkRow } from './follower-work.ts';
import { listen, type ListenOptions } from './listen.ts';

/** An article with all that it has said, as it was at one moment: as for a thread in which people decide, and that has nothing yet. */
export interface FeedPage {
  readonly work: FollowerWork;
  /** When each entry was said, ISO 8601, by its number. */
  readonly saidAt: Readonly<Record<string, string>>;
  /** Absent: nothing is being written, or nobody has watched for long. */
  readonly writing?: Writing;
}

/** A text that is being written, as far as it was told. */
export interface Writing {
  /** As `ArticleState.work` names it. */
  readonly work: string;
  /** Markdown. */
  readonly text: string;
}

/** How far an article is: where it is another one than before, there is something to show. */
export interface ArticlePulse {
  readonly articleId: string;
  readonly revision: number;
  /** Number of the latest entry. */
  readonly said: number;
  /** Of the text that is being written now, as far as it was told. */
  readonly wordsSoFar?: number;
  readonly writing?: Writing;
}

/** What an article has said, for who looks at it. Rejects with what `pg` throws. */
export interface FeedPageStore {
  /** In one statement. Those that there are not are missing. */
  read(articleIds: readonly string[]): Promise<readonly FeedPage[]>;
  /** Likewise, and cheaply. */
  pulse(articleIds: readonly string[]): Promise<readonly ArticlePulse[]>;
  /** For so many milliseconds from now somebody watches these articles: what is being written of them is told. */
  watch(articleIds: readonly string[], forMs: number): Promise<void>;
  /** Calls when an article may show something else. `onlyWords`: no more than how far its text is. Never throws. */
  listen(options: Omit<ListenOptions, 'onNews'> & { readonly onNews: (news?: ArticleNews) => void }): void;
}

export interface ArticleNews {
  readonly articleId: string;
  readonly onlyWords: boolean;
}

/** Of the article's work that goes on, and of none before it. */
const WRITING = `(select jsonb_build_object('work', work, 'text', body) from watched w where w.article_id = a.article_id and w.work = a.state ->> 'work')`;

/** Of an article that says more, the latest. */
const MOST_ENTRIES = 1000;

const READ = `
  select ${workColumns(MOST_ENTRIES)}, false as "isStale",
    (select coalesce(jsonb_object_agg(seq, said_at), '{}') from feed where feed.article_id = a.article_id and seq > f.cursor) as "saidAt", ${WRITING} as writing
  from articles a cross join lateral (
    select 0::bigint as follower_id, a.article_id, 'decides' as role, false as is_guest, null::jsonb as moved_to, null::jsonb as root,
      coalesce(a.home, a.input -> 'thread') ->> 'platform' as platform, coalesce(a.home, a.input -> 'thread') ->> 'workspace' as workspace,
      coalesce(a.home, a.input -> 'thread') ->> 'channel' as channel, coalesce(a.home, a.input -> 'thread') ->> 'thread' as thread,
      greatest(0, a.said - ${MOST_ENTRIES}) as cursor, a.revision as shown_revision, 2::smallint as priority, 0 as attempts, null::jsonb as trouble,
      null::jsonb as report, 0::bigint as lease, null::timestamptz as seen
  ) f
  where a.article_id = any($1)`;

const PULSE = `
  select article_id as "articleId", revision, said, case when (written ->> 'revision')::integer = revision then (written -> 'words')::integer end as "wordsSoFar",
    ${WRITING} as writing
  from articles a where article_id = any($1)`;

/** What nobody watches any more goes. */
const WATCH = `
  with gone as (delete from watched where until < now() - interval '1 minute' and not article_id = any($1))
  insert into watched (article_id, until)
  select article_id, now() + $2 * interval '1 ms' from articles where article_id = any($1) and closed_at is null order by article_id
  on conflict (article_id) do update set until = greatest(watched.until, excluded.until)`;

type PulseRow = Omit<ArticlePulse, 'wordsSoFar' | 'writing'> & {
  readonly wordsSoFar: number | null;
  readonly writing: Writing | null;
};

type FeedRow = WorkRow & { readonly saidAt: Readonly<Record<string, string>>; readonly writing: Writing | null };

export function createFeedPageStore(pool: Pool): FeedPageStore {
  return {
    async read(articleIds) {
      const { rows } = await pool.query<FeedRow>({
        name: 'read-feed-pages',
        text: READ,
        values: [articleIds],
      });
      return rows.map(({ saidAt, writing, ...row }) => ({
        work: toWork(row),
        saidAt: Object.fromEntries(Object.entries(saidAt).map(([seq, at]) => [seq, new Date(at).toISOString()])),
        ...(writing !== null && { writing }),
      }));
    },

    async pulse(articleIds) {
      const { rows } = await pool.query<PulseRow>({ name: 'read-pulses', text: PULSE, values: [articleIds] });
      return rows.map(({ wordsSoFar, writing, ...row }) => ({
        ...row,
        ...(wordsSoFar !== null && { wordsSoFar }),
        ...(writing !== null && { writing }),
      }));
    },

    async watch(articleIds, forMs) {
      await pool.query({ name: 'watch-articles', text: WATCH, values: [articleIds, forMs] });
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
