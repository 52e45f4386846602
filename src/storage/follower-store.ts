import type { Pool } from 'pg';
import type { Limit, MessageRef } from '../delivery/messenger.ts';
import type { ThreadReport } from '../protocol/feed.ts';
import type { Thread } from '../protocol/thread.ts';
import { type FollowerRole, type FollowerWork, toWork, workColumns, type WorkRow } from './follower-work.ts';
import { listen, type ListenOptions } from './listen.ts';
import { refKey } from './ref-key.ts';
import { toJson } from './to-json.ts';

/** One claim of one follower. Everything is written under it, or not at all. */
export interface LeaseKey {
  readonly followerId: string;
  readonly lease: string;
  /** As it was read with the work or with the last {@link Advanced}. */
  readonly seen: string;
}

/** What became of a message. */
export interface MessageWrite {
  readonly seq: number;
  readonly part: string;
  readonly kind: string;
  readonly phase: 'unsent' | 'sending' | 'sent';
  readonly digest: string;
  readonly live: boolean;
  /** Absent: as it was. */
  readonly ref?: MessageRef;
  /** How long until nothing of the attempt can be under way any more, milliseconds. Default: it cannot. */
  readonly lookInMs?: number;
}

/** What is to be written with the next statement. What is absent stays as it was. */
export interface Written {
  readonly messages?: readonly MessageWrite[];
  /** Not written when there is news: it may be that the thread was sent back to show something. */
  readonly cursor?: number;
  readonly shownRevision?: number;
  /** Null: it was told. A report that waits to be told is only replaced by the news that the article has arrived. */
  readonly report?: ThreadReport | null;
  readonly attempts?: number;
  /** Nothing is shown any more until a person tries again. */
  readonly trouble?: { readonly code: string; readonly message: string; readonly reason?: string };
}

export interface CoolDown extends Limit {
  readonly forMs: number;
}

export interface Step {
  readonly written: Written;
  /** From now on, milliseconds. */
  readonly leaseMs: number;
  /** A turn to be taken under all of these, unless there is news. */
  readonly limits?: readonly Limit[];
  /** About to be sent: written down when the turn was taken. */
  readonly sending?: MessageWrite;
}

export interface Advanced {
  readonly seen: string;
  /** The article has gone on since it was read. No turn was taken and nothing is about to be sent. */
  readonly hasNews: boolean;
  /** No turn was taken: that limit is used up, by another process. */
  readonly blocked?: { readonly key: string; readonly waitMs: number };
}

export interface Release {
  readonly written: Written;
  /** When to come back, milliseconds. Null: when there is news. */
  readonly dueInMs: number | null;
  /** Still to be done for the one who decided; otherwise the thread waits with all others. */
  readonly keepsPriority: boolean;
  /** Limits that the platform wants left alone for so long. */
  readonly coolDowns?: readonly CoolDown[];
}

/** The tables `followers`, `messages` and `pace`. Rejects with what `pg` throws. What answers undefined has written nothing: the lease belongs to somebody else. */
export interface FollowerStore {
  /** Those that are due, most urgent first, each under a lease of its own, with all that has to be shown. */
  claim(
    platform: string,
    options: { readonly limit: number; readonly leaseMs: number },
  ): Promise<readonly FollowerWork[]>;
  /** The work as it is now. */
  reload(key: LeaseKey): Promise<FollowerWork | undefined>;
  /** Writes what is done, holds the lease for longer, and takes a turn for what is next. */
  advance(key: LeaseKey, step: Step): Promise<Advanced | undefined>;
  /** Gives the lease back. Answers when the follower is due, milliseconds from now; null: when there is news. */
  release(key: LeaseKey, release: Release): Promise<{ readonly dueInMs: number | null } | undefined>;
  /** What could not be said in private is said wherever the article is followed. */
  publish(key: LeaseKey, seq: number): Promise<void>;
  /** A thread that follows from now on and shows the article from its beginning; one that follows already goes on. */
  follow(articleId: string, thread: Thread, role: FollowerRole): Promise<void>;
  /** Calls when followers of the platform may have become due. Never throws. */
  listen(platform: string, options: ListenOptions): void;
}

/** On which `record_progress` calls, with the platform as payload. */
const FEED_CHANNEL = 'copydesk_feed';

/** On which everything that changes what an article shows calls, with its id as payload; with ` words` behind it when that is all. */
export const ARTICLE_CHANNEL = 'copydesk_article';

const CLAIM = `
  with picked as materialized (
    select follower_id, due_at, leased_until from followers
    where platform = $1 and due_at <= now() and (leased_until is null or leased_until <= now())
    order by priority, due_at limit $2 for update skip locked
  ), claimed as (
    update followers set lease = lease + 1, leased_until = now() + $3 * interval '1 ms', due_at = now() + $3 * interval '1 ms'
    from picked where followers.follower_id = picked.follower_id
    returning followers.*, picked.due_at as locked_due, picked.leased_until as locked_until
  ), f as (
    select claimed.*, claimed.due_at as seen, (before.due_at, before.leased_until) is distinct from (locked_due, locked_until) as is_stale
    from claimed join followers before using (follower_id)
  )
  select ${workColumns()}, f.is_stale as "isStale" from f join articles a using (article_id) order by f.priority, f.locked_due`;

const RELOAD = `
  with f as (select *, due_at as seen from followers where follower_id = $1 and lease = $2)
  select ${workColumns()}, false as "isStale" from f join articles a using (article_id)`;

/** What both statements that write do; $3 is `seen`, $4 a {@link Written} with the keys of its references. */
const FOLLOWER_WRITES = `
  cursor = case when due_at = $3::timestamptz then coalesce(($4::jsonb ->> 'cursor')::integer, cursor) else cursor end,
  shown_revision = case when due_at = $3::timestamptz then coalesce(($4::jsonb ->> 'shownRevision')::integer, shown_revision) else shown_revision end,
  attempts = coalesce(($4::jsonb ->> 'attempts')::integer, attempts),
  trouble = coalesce($4::jsonb -> 'trouble', trouble),
  report = case when not $4::jsonb ? 'report' then report
    when $4::jsonb -> 'report' ->> 'kind' in ('trouble', 'lost') then coalesce(report, $4::jsonb -> 'report')
    else nullif($4::jsonb -> 'report', 'null') end`;

const messageWrites = (name: string, from: string, sending: boolean): string => `
  ${name} as (
    insert into messages as m (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease, look_from)
    select held.follower_id, w.seq, w.part, w.kind, w.phase, w.digest, w.live, w.ref, w."refKey", held.platform, held.lease,
      now() + coalesce(w."lookInMs", 0) * interval '1 ms'
    from held, ${from} as w
      (seq integer, part text, kind text, phase text, digest text, live boolean, ref jsonb, "refKey" text, "lookInMs" float8)
    ${sending ? 'where (select goes from turn)' : ''}
    on conflict (follower_id, seq, part) do update set
      phase = excluded.phase, digest = excluded.digest, live = excluded.live, ref = coalesce(excluded.ref, m.ref),
      ref_key = coalesce(excluded.ref_key, m.ref_key), lease = excluded.lease, look_from = excluded.look_from
      ${sending ? ', attempt = m.attempt + 1, sent_at = now()' : ''}
  )`;

/** $7: the limits. */
const COOL_DOWNS = `
  cooled as (
    insert into pace as p (key, free_at)
    select c.key, now() + (c."forMs" + (c.burst - 1) * c."everyMs") * interval '1 ms'
    from held, jsonb_to_recordset($7::jsonb) as c (key text, "forMs" float8, "everyMs" float8, burst float8)
    on conflict (key) do update set free_at = greatest(p.free_at, excluded.free_at)
  )`;

const ADVANCE = `
  with held as (
    update followers set ${FOLLOWER_WRITES},
      leased_until = now() + $5 * interval '1 ms',
      due_at = case when due_at = $3::timestamptz then now() + $5 * interval '1 ms' else least(due_at, now()) end
    where follower_id = $1 and lease = $2
    returning follower_id, platform, lease, due_at::text as seen, due_at <> leased_until as has_news
  ), ${messageWrites('written', `jsonb_to_recordset($4::jsonb -> 'messages')`, false)},
  asked as materialized (
    select has_news, case when has_news or $6::jsonb is null then null else take_turn($6::jsonb) end as blocked from held
  ), turn as (select not has_news and blocked is null as goes from asked),
  ${messageWrites('sending', `jsonb_to_recordset($7::jsonb)`, true)}
  select seen, asked.has_news as "hasNews", asked.blocked from held, asked`;

const RELEASE = `
  with held as (
    update followers set ${FOLLOWER_WRITES},
      leased_until = null,
      due_at = case when due_at is distinct from $3::timestamptz and coalesce($4::jsonb -> 'trouble', trouble) is null
        then least(due_at, now()) else now() + $5 * interval '1 ms' end,
      priority = case when $6 or due_at is distinct from $3::timestamptz then priority else 2 end
    where follower_id = $1 and lease = $2
    returning follower_id, platform, lease, due_at
  ), ${messageWrites('written', `jsonb_to_recordset($4::jsonb -> 'messages')`, false)}, ${COOL_DOWNS}
  select ceil(1000 * extract(epoch from due_at - now()))::float8 as "dueInMs" from held`;

/** Under the article's lock, as everything that writes its feed. A thread that has passed the entry goes back to it; what it shows already stays. */
const PUBLISH = `
  with held as (select article_id from followers where follower_id = $1 and lease = $2),
  article as (select article_id from articles where article_id in (select article_id from held) for update),
  public as (
    update feed set said_to = null from article where feed.article_id = article.article_id and seq = $3 returning feed.article_id
  ), woken as (
    update followers f set due_at = now(), priority = least(f.priority, 1), cursor = greatest(least(f.cursor, $3 - 1), f.first_seq - 1)
    from public
    where f.article_id = public.article_id and f.role <> 'person' and f.moved_to is null and f.trouble is null
    returning f.platform
  )
  select pg_notify('${FEED_CHANNEL}', platform) from (select distinct platform from woken) p
  union all select pg_notify('${ARTICLE_CHANNEL}', article_id) from public`;

const FOLLOW = `
  with followed as (
    insert into followers (article_id, platform, workspace, channel, thread, role) values ($1, $2, $3, $4, $5, $6)
    on conflict (article_id, platform, workspace, channel, thread, role) do nothing
    returning platform
  )
  select pg_notify('${FEED_CHANNEL}', platform) from followed`;

type AdvancedRow = Omit<Advanced, 'blocked'> & { readonly blocked: NonNullable<Advanced['blocked']> | null };

export function createFollowerStore(pool: Pool): FollowerStore {
  return {
    async claim(platform, { limit, leaseMs }) {
      const { rows } = await pool.query<WorkRow>({
        name: 'claim-followers',
        text: CLAIM,
        values: [platform, limit, leaseMs],
      });
      return rows.map(toWork);
    },

    async reload({ followerId, lease }) {
      const { rows } = await pool.query<WorkRow>({
        name: 'reload-follower',
        text: RELOAD,
        values: [followerId, lease],
      });
      return rows[0] === undefined ? undefined : toWork(rows[0]);
    },

    async advance({ followerId, lease, seen }, { written, leaseMs, limits = [], sending }) {
      const { rows } = await pool.query<AdvancedRow>({
        name: 'advance-follower',
        text: ADVANCE,
        values: [
          followerId,
          lease,
          seen,
          writtenJson(written),
          leaseMs,
          limits.length === 0 ? null : JSON.stringify(limits),
          toJson((sending === undefined ? [] : [sending]).map(withRefKey)),
        ],
      });
      const [row] = rows;
      if (row === undefined) return undefined;
      const { blocked, ...advanced } = row;
      return blocked === null ? advanced : { ...advanced, blocked };
    },

    async release({ followerId, lease, seen }, { written, dueInMs, keepsPriority, coolDowns = [] }) {
      const { rows } = await pool.query<{ readonly dueInMs: number | null }>({
        name: 'release-follower',
        text: RELEASE,
        values: [followerId, lease, seen, writtenJson(written), dueInMs, keepsPriority, JSON.stringify(coolDowns)],
      });
      return rows[0];
    },

    async publish({ followerId, lease }, seq) {
      await pool.query(PUBLISH, [followerId, lease, seq]);
    },

    async follow(articleId, { platform, workspace, channel, thread }, role) {
      await pool.query(FOLLOW, [articleId, platform, workspace ?? null, channel, thread ?? null, role]);
    },

    listen(platform, { onNews, ...options }) {
      listen(pool, FEED_CHANNEL, {
        ...options,
        onNews: (payload) => {
          if (payload === undefined || payload === platform) onNews(payload);
        },
      });
    },
  };
}

function writtenJson({ messages = [], ...follower }: Written): string {
  return toJson({ ...follower, messages: messages.map(withRefKey) });
}

function withRefKey(message: MessageWrite): MessageWrite & { readonly refKey?: string } {
  return message.ref === undefined ? message : { ...message, refKey: refKey(message.ref) };
}
