import type { Pool } from 'pg';
import type { RetentionPolicy } from '../config/retention-schema.ts';

/** What is deleted, each by its own time. */
export type Kept = keyof RetentionPolicy;

export interface Due {
  readonly kind: Kept;
  /** Articles, files, events, sessions and tokens, workspaces, or rows of the audit. */
  readonly count: number;
  /** ISO 8601: since when the oldest of them is over. Absent: there is none. */
  readonly oldest?: string;
}

/** Deletes what is older than the policy wants. Rejects with what `pg` throws. */
export interface RetentionStore {
  /** Deletes so much at most; what somebody else deletes at this moment is passed over. @returns how much it was */
  forget(kind: Kept, days: number, most: number): Promise<number>;
  /** Articles under way, at most so many, of workspaces whose time is over: they have to be cancelled before they are deleted. */
  abandoned(days: number, most: number): Promise<readonly string[]>;
  /** Closes an article as cancelled, of which Temporal knows nothing any more; nobody else would. */
  closeLost(articleId: string): Promise<void>;
  /** What would be deleted now. */
  due(kind: Kept, days: number): Promise<Due>;
}

/** After how many hours a session opens nothing any more. */
export interface SessionHours {
  /** Without a request. */
  readonly idleHours: number;
  /** At all. */
  readonly mostHours: number;
}

/** When a session ends if nobody comes, SQL. Both are parameters. */
const endOf = (idleHours: string, mostHours: string): string =>
  `least(seen_at + ${idleHours} * interval '1 hour', began_at + ${mostHours} * interval '1 hour')`;

/** $1: the days, $2: the most; of the audit so many times as much; of sessions $3 and $4: their hours. Each answers one row, `{ count }`. */
const FORGET: Readonly<Record<Kept, string>> = {
  texts: `select forget_due_texts(now() - $1 * interval '1 day', $2) as count`,
  modelAnswers: `select forget_due_answers(now() - $1 * interval '1 day', $2) as count`,
  feed: `select forget_due_feed(now() - $1 * interval '1 day', $2) as count`,
  sourceFiles: `
    with due as (
      select file_id from source_files where kept_at < now() - $1 * interval '1 day' order by kept_at limit $2 for update skip locked
    ), gone as (delete from source_files using due where source_files.file_id = due.file_id returning due.file_id)
    select count(*)::integer as count from gone`,
  // The row stays: by its id nothing is told twice.
  webhooks: `
    with due as (
      select event_id from webhook_events e where body <> '' and made_at < now() - $1 * interval '1 day'
        and not exists (select from webhook_deliveries d where d.event_id = e.event_id and d.state = 'pending')
      order by made_at limit $2 for update skip locked
    ), gone as (update webhook_events e set body = '' from due where e.event_id = due.event_id returning e.event_id)
    select count(*)::integer as count from gone`,
  sessions: `
    with due as (
      (select 'web_tokens' as of_table, token_id as id from web_tokens
       where least(revoked_at, expires_at) < now() - $1 * interval '1 day' limit $2)
      union all (select 'web_sessions', secret_sha256 from web_sessions where ${endOf('$3', '$4')} < now() - $1 * interval '1 day' limit $2)
      union all (select 'web_links', code_sha256 from web_links where expires_at < now() - $1 * interval '1 day' limit $2)
      union all (select 'identity_codes', person_key from identity_codes where made_at < now() - $1 * interval '1 day' limit $2)
      union all (select 'telegram_invitations', bot_id || ' ' || code_sha256 from telegram_invitations
                 where coalesce(used_at, expires_at) < now() - $1 * interval '1 day' limit $2)
      limit $2
    ), tokens as (delete from web_tokens using due where of_table = 'web_tokens' and token_id = id returning 1),
    signed_in as (delete from web_sessions using due where of_table = 'web_sessions' and secret_sha256 = due.id returning 1),
    links as (delete from web_links using due where of_table = 'web_links' and code_sha256 = due.id returning 1),
    codes as (delete from identity_codes using due where of_table = 'identity_codes' and person_key = due.id returning 1),
    invitations as (
      delete from telegram_invitations t using due where of_table = 'telegram_invitations' and t.bot_id || ' ' || t.code_sha256 = due.id returning 1
    )
    select ((select count(*) from tokens) + (select count(*) from signed_in) + (select count(*) from links) + (select count(*) from codes)
      + (select count(*) from invitations))::integer as count`,
  uninstalled: `select forget_due_workspaces(now() - $1 * interval '1 day', $2) as count`,
  audit: `select forget_due_audit($1, $2 * 50) as count`,
};

/** $1: the days; of sessions $2 and $3: their hours. `at`: since when something is over. */
const OVER: Readonly<Record<Kept, string>> = {
  texts: `select closed_at as at from articles a where closed_at < now() - $1 * interval '1 day' and texts_gone_at is null and is_at_rest(a)`,
  modelAnswers: `select closed_at as at from articles where closed_at < now() - $1 * interval '1 day' and answers_gone_at is null`,
  feed: `select closed_at as at from articles a where closed_at < now() - $1 * interval '1 day' and feed_gone_at is null and is_at_rest(a)`,
  sourceFiles: `select kept_at as at from source_files where kept_at < now() - $1 * interval '1 day'`,
  webhooks: `
    select made_at as at from webhook_events e where body <> '' and made_at < now() - $1 * interval '1 day'
      and not exists (select from webhook_deliveries d where d.event_id = e.event_id and d.state = 'pending')`,
  sessions: `
    select at from (
      select least(revoked_at, expires_at) as at from web_tokens
      union all select ${endOf('$2', '$3')} from web_sessions union all select expires_at from web_links union all select made_at from identity_codes
      union all select coalesce(used_at, expires_at) from telegram_invitations
    ) over where at < now() - $1 * interval '1 day'`,
  uninstalled: `select gone_at as at from slack_departures where erased_at is null and gone_at < now() - $1 * interval '1 day'`,
  // In the order of the chain, up to the first that stays; the last one stays in any case.
  audit: `
    select at from audit join audit_chain using (audit_id) where seq < least(
      (select min(seq) from audit join audit_chain using (audit_id) where at >= now() - $1 * interval '1 day'), (select max(seq) from audit_chain))`,
};

const ABANDONED = `
  select article_id as "articleId" from articles
  where closed_at is null and abandoned_at is null and home_scope = any(
    select 'slack:' || workspace from slack_departures d, unnest(departed_workspaces(d.installation_key)) workspace
    where d.erased_at is null and d.gone_at < now() - $1 * interval '1 day')
  order by created_at limit $2`;

export function createRetentionStore(
  pool: Pick<Pool, 'query'>,
  { idleHours, mostHours }: SessionHours,
): RetentionStore {
  const hoursOf = (kind: Kept): readonly number[] => (kind === 'sessions' ? [idleHours, mostHours] : []);
  return {
    async forget(kind, days, most) {
      const { rows } = await pool.query<{ count: number }>(FORGET[kind], [days, most, ...hoursOf(kind)]);
      return rows[0]?.count ?? 0;
    },
    async abandoned(days, most) {
      const { rows } = await pool.query<{ articleId: string }>(ABANDONED, [days, most]);
      return rows.map(({ articleId }) => articleId);
    },
    async closeLost(articleId) {
      // One that has only been asked for is begun, or taken back, by whoever looks after requests.
      await pool.query(
        `update articles set stage = 'cancelled', closed_at = now(), updated_at = now()
         where article_id = $1 and closed_at is null and stage <> 'requested'`,
        [articleId],
      );
    },
    async due(kind, days) {
      const { rows } = await pool.query<{ count: number; oldest: Date | null }>(
        `select count(*)::integer as count, min(at) as oldest from (${OVER[kind]}) due`,
        [days, ...hoursOf(kind)],
      );
      const [row] = rows;
      return {
        kind,
        count: row?.count ?? 0,
        ...(row !== undefined && row.oldest !== null && { oldest: row.oldest.toISOString() }),
      };
    },
  };
}

/** What is not kept for ever, and for how many days it is. */
export function limitsOf(policy: RetentionPolicy): readonly (readonly [Kept, number])[] {
  const all: readonly (readonly [Kept, number | undefined])[] = [
    ['texts', policy.texts],
    ['modelAnswers', policy.modelAnswers],
    ['feed', policy.feed],
    ['sourceFiles', policy.sourceFiles],
    ['webhooks', policy.webhooks],
    ['sessions', policy.sessions],
    ['uninstalled', policy.uninstalled],
    ['audit', policy.audit],
  ];
  return all.flatMap(([kind, days]) => (days === undefined ? [] : [[kind, days] as const]));
}
