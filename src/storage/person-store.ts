import type { Pool } from 'pg';

/** Who somebody is, in all chats, as they have linked them. */
export interface KnownPerson {
  /** `slack:T024BE7LH:U024BE7LH`: the one that was asked for first, then the others. */
  readonly keys: readonly string[];
  /** What they are, or were, called. */
  readonly names: readonly string[];
}

/** A part of what is known of a person: rows of one kind, as they are kept. */
export interface PersonPart {
  readonly name: string;
  readonly rows: readonly object[];
}

/** All that names a person, whatever the table. Rejects with what `pg` throws. */
export interface PersonStore {
  /** @param key `actorKey` of any of their accounts */
  know(key: string): Promise<KnownPerson>;
  /** A part at a time. What opens something (secrets, codes, and what is made of them) is not among it. */
  parts(keys: readonly string[]): AsyncGenerator<PersonPart>;
}

/** The key of an `Actor` in a column. */
const keyIn = (actor: string): string =>
  `concat_ws(':', ${actor} ->> 'platform', ${actor} ->> 'workspace', ${actor} ->> 'userId')`;

/** The key of a row of a table of Telegram's. */
const telegram = (userId: string): string => `'telegram:' || ${userId}`;

/** $1: all keys of the person. Each answers rows `{ row }`, oldest first. */
const PARTS: Readonly<Record<string, string>> = {
  articles: `
    select jsonb_build_object('articleId', article_id, 'topic', topic, 'request', request, 'stage', stage, 'requester', requester,
      'home', coalesce(home, input -> 'thread'), 'askedAt', created_at, 'endedAt', closed_at) as row
    from articles where requester_key = any($1) order by created_at`,
  decisions: `
    select jsonb_build_object('articleId', article_id, 'kind', kind, 'version', version, 'gate', gate, 'words', words, 'isVote', vote,
      'by', actor, 'at', decided_at) as row
    from decisions where ${keyIn('actor')} = any($1) order by decided_at`,
  editedDrafts: `
    select jsonb_build_object('articleId', d.article_id, 'version', d.version, 'authorName', d.author_name, 'text', d.body, 'at', d.created_at) as row
    from decisions x join drafts d on d.draft_id = x.edited_draft_id where ${keyIn('x.actor')} = any($1) order by d.created_at`,
  comments: `
    select jsonb_build_object('articleId', article_id, 'version', version, 'quote', quote, 'words', words, 'by', actor, 'at', said_at) as row
    from passage_comments where actor_key = any($1) order by said_at`,
  replies: `
    select jsonb_build_object('commentId', comment_id, 'words', words, 'by', actor, 'at', said_at) as row
    from comment_replies where actor_key = any($1) order by said_at`,
  extras: `
    select jsonb_build_object('draftId', draft_id, 'name', name, 'words', words, 'by', edited_by, 'at', edited_at) as row
    from extras where ${keyIn('edited_by')} = any($1) order by edited_at`,
  styleRules: `
    select jsonb_build_object('articleId', article_id, 'ours', ours, 'others', others, 'by', adopted_by, 'at', adopted_at) as row
    from style_rules where ${keyIn('adopted_by')} = any($1) order by adopted_at`,
  schedules: `
    select jsonb_build_object('scheduleId', schedule_id, 'request', request, 'timing', timing, 'by', maker, 'madeAt', made_at, 'deletedAt', deleted_at) as row
    from schedules where maker_key = any($1) order by made_at`,
  heldOrders: `
    select jsonb_build_object('order', held, 'at', held_at) as row from held_orders where requester_key = any($1) order by held_at`,
  agentRuns: `
    select jsonb_build_object('runId', run_id, 'agent', agent, 'input', input, 'output', output, 'at', created_at) as row
    from agent_runs where requester_key = any($1) order by created_at`,
  costs: `
    select jsonb_build_object('month', month, 'modelCalls', calls, 'usd', usd) as row from (
      select to_char(created_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as calls, sum(cost_usd) as usd
      from model_calls where requester_key = any($1) group by 1
    ) months order by month`,
  readings: `
    select jsonb_build_object('articleId', article_id, 'version', version, 'at', read_at) as row
    from readings where reader = any($1) order by read_at`,
  sessions: `
    select jsonb_build_object('id', id, 'by', person, 'cameBy', came_by, 'browser', browser, 'beganAt', began_at, 'seenAt', seen_at) as row
    from web_sessions where person_key = any($1) order by began_at`,
  visits: `select jsonb_build_object('person', person_key, 'seenAt', seen_at) as row from web_visits where person_key = any($1)`,
  links: `
    select jsonb_build_object('person', person, 'cameBy', came_by, 'articleId', article_id, 'expiresAt', expires_at) as row
    from web_links where ${keyIn('person')} = any($1)`,
  vouched: `
    select jsonb_build_object('person', person_key, 'fact', fact, 'what', what, 'until', until) as row from web_vouched where person_key = any($1)`,
  tokens: `
    select jsonb_build_object('tokenId', token_id, 'by', actor, 'scopes', scopes, 'madeAt', created_at, 'expiresAt', expires_at,
      'revokedAt', revoked_at, 'usedAt', used_at) as row
    from web_tokens where actor_key = any($1) order by created_at`,
  webhooks: `
    select jsonb_build_object('name', name, 'url', url, 'by', created_by, 'onlyOf', only_of, 'madeAt', created_at, 'removedAt', removed_at) as row
    from webhook_endpoints where ${keyIn('created_by')} = any($1) or only_of && $1 order by created_at`,
  identities: `
    select jsonb_build_object('person', person_key, 'name', name, 'linkedAt', linked_at) as row
    from identities where person_key = any($1) order by linked_at`,
  languages: `
    select to_jsonb(p) as row from people p
    where exists (select from unnest($1::text[]) key where split_part(key, ':', 1) = platform and regexp_replace(key, '^.*:', '') = user_id)`,
  zones: `select to_jsonb(z) as row from person_zones z where person_key = any($1)`,
  absences: `select to_jsonb(d) as row from delegations d where person_key = any($1) or substitute_key = any($1) order by from_at`,
  reminders: `select to_jsonb(r) as row from reminders r where person_key = any($1) order by made_at`,
  reminded: `select to_jsonb(r) as row from reminded r where person_key = any($1) order by at`,
  snoozes: `select to_jsonb(s) as row from snoozes s where person_key = any($1) order by until`,
  telegramGuests: `select to_jsonb(g) as row from telegram_guests g where ${telegram('user_id')} = any($1) or host = any($1) order by let_in_at`,
  telegramInvitations: `
    select to_jsonb(i) - 'code_sha256' as row from telegram_invitations i where host = any($1) or ${telegram('used_by')} = any($1) order by expires_at`,
  telegramTurnedAway: `select to_jsonb(t) as row from telegram_turned_away t where ${telegram('user_id')} = any($1) order by told_at`,
  telegramQuestions: `
    select to_jsonb(q) as row from telegram_questions q where ${telegram('asked')} = any($1) order by asked_at`,
  audit: `
    select to_jsonb(a) as row from audit a
    where actor_key = any($1) or rule = any($1) or about = any(select 'person:' || unnest($1::text[])) order by audit_id`,
};

const NAMES = `
  select distinct name from (
    select name from identities where person_key = any($1)
    union all select requester ->> 'displayName' from articles where requester_key = any($1)
    union all select actor ->> 'displayName' from decisions where ${keyIn('actor')} = any($1)
    union all select actor_name from audit where actor_key = any($1)
    union all select actor ->> 'displayName' from passage_comments where actor_key = any($1)
    union all select actor ->> 'displayName' from comment_replies where actor_key = any($1)
    union all select person ->> 'displayName' from web_sessions where person_key = any($1)
    union all select actor ->> 'displayName' from web_tokens where actor_key = any($1)
    union all select maker ->> 'displayName' from schedules where maker_key = any($1)
  ) names where name <> '' order by name`;

export function createPersonStore(pool: Pick<Pool, 'query'>): PersonStore {
  return {
    async know(key) {
      const { rows: linked } = await pool.query<{ key: string }>(
        `select other.person_key as key from identities own join identities other using (person)
         where own.person_key = $1 and other.person_key <> $1 order by other.linked_at`,
        [key],
      );
      const keys = [key, ...linked.map((other) => other.key)];
      const { rows: names } = await pool.query<{ name: string }>(NAMES, [keys]);
      return { keys, names: names.map(({ name }) => name) };
    },

    async *parts(keys) {
      for (const [name, text] of Object.entries(PARTS)) {
        const { rows } = await pool.query<{ row: object }>(text, [keys]);
        yield { name, rows: rows.map(({ row }) => row) };
      }
    },
  };
}
