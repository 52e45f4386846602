import type { Pool } from 'pg';
import { toJson } from './to-json.ts';

/** Somebody who is being erased. */
export interface Erasure {
  /** What they are called from now on: `erased-7k3m9x2c4p0qrstv`. */
  readonly pseudonym: string;
  /** `actorKey`s. */
  readonly keys: readonly string[];
  /** What they were called. */
  readonly names: readonly string[];
}

/** Takes somebody out of all tables, step by step: a step that is done again does nothing more. Rejects with what `pg` throws. */
export interface ErasureStore {
  /** Articles that are under way and name somebody, at most so many: their workflows would write the name down again. */
  underWay(
    keys: readonly string[],
    limit: number,
  ): Promise<readonly { readonly articleId: string; readonly topic: string }[]>;
  /** Somebody of these who is being erased, as far as it got; undefined: nobody is. */
  find(keys: readonly string[]): Promise<Erasure | undefined>;
  /** Writes down that somebody is being erased; or that they are by more keys and names, under the pseudonym that they have. */
  begin(erasure: Erasure): Promise<Erasure>;
  /** What opens something for them, or was only there for them: sessions, tokens, choices, absences, reminders, orders, schedules. */
  forgetPerson(erasure: Erasure): Promise<void>;
  /** So many articles at most, from an id on. @returns the last one's id; undefined: there was none */
  eraseFromArticles(erasure: Erasure, after: string, limit: number): Promise<string | undefined>;
  /** So many rows of the audit at most. @returns how many there were */
  eraseFromAudit(erasure: Erasure, limit: number): Promise<number>;
  /** It is done: nothing leads from the pseudonym to anybody any more. */
  end(erasure: Erasure): Promise<void>;
}

const keyIn = (actor: string): string =>
  `concat_ws(':', ${actor} ->> 'platform', ${actor} ->> 'workspace', ${actor} ->> 'userId')`;

/** $1: keys. What names somebody among what a workflow knows. */
const NAMES_THEM = `(
  a.requester_key = any($1) or a.approvers && $1
  or exists (select from decisions d where d.article_id = a.article_id and ${keyIn('d.actor')} = any($1))
  or exists (select from passage_comments c where c.article_id = a.article_id and c.actor_key = any($1))
  or exists (
    select from unnest($1::text[]) key, to_jsonb(key) string
    where strpos(a.input::text, string::text) > 0 or strpos(coalesce(a.state::text, ''), string::text) > 0))`;

const UNDER_WAY = `
  select article_id as "articleId", topic from articles a
  where closed_at is null and (abandoned_at is null or stage <> 'requested') and ${NAMES_THEM}
  order by created_at limit $2`;

/** $1: keys, $2: from which id on, $3: how many, $4: as `renamed` takes it. */
const ERASE_FROM_ARTICLES = `
  with due as materialized (
    select article_id from articles a
    where article_id > $2 and (closed_at is not null or (abandoned_at is not null and stage = 'requested')) and (
      ${NAMES_THEM}
      or exists (select from comment_replies r join passage_comments c using (comment_id) where c.article_id = a.article_id and r.actor_key = any($1))
      or exists (
        select from feed f, unnest($1::text[]) key where f.article_id = a.article_id and strpos(f.message::text, to_jsonb(key)::text) > 0)
      or exists (select from audit where audit.article_id = a.article_id and audit.actor_key = any($1)))
    order by article_id limit $3
  ), erased as materialized (select article_id, erase_from_article(article_id, $4) from due)
  select max(article_id) as last from erased`;

/** $1: keys, $2: as `renamed` takes it. */
const FORGET_PERSON: readonly string[] = [
  `delete from web_sessions where person_key = any($1)`,
  `delete from web_visits where person_key = any($1)`,
  `delete from web_vouched where person_key = any($1)`,
  `delete from web_links where ${keyIn('person')} = any($1)`,
  `delete from web_tokens where actor_key = any($1)`,
  `delete from identity_codes where person_key = any($1) or used_by = any($1)`,
  `delete from identities where person_key = any($1)`,
  `delete from people where exists (
     select from unnest($1::text[]) key where split_part(key, ':', 1) = platform and regexp_replace(key, '^.*:', '') = user_id)`,
  `delete from person_zones where person_key = any($1)`,
  `delete from reminders where person_key = any($1)`,
  `delete from reminded where person_key = any($1)`,
  `delete from snoozes where person_key = any($1)`,
  `delete from delegations where person_key = any($1) or substitute_key = any($1)`,
  `delete from held_orders where requester_key = any($1)`,
  `delete from telegram_guests where 'telegram:' || user_id = any($1)`,
  `delete from telegram_turned_away where 'telegram:' || user_id = any($1)`,
  `delete from telegram_questions where 'telegram:' || asked = any($1) or 'telegram:' || chat_id = any($1)`,
  // A private chat is called after whoever the bot talks to there.
  `delete from telegram_messages where 'telegram:' || chat = any($1)`,
  `delete from telegram_own_messages where 'telegram:' || chat = any($1)`,
  // Of somebody else's, only how soon the next message may go out is forgotten.
  `delete from pace where exists (select from unnest($1::text[]) of_person where strpos(pace.key, regexp_replace(of_person, '^.*:', '')) > 0)`,
  `delete from telegram_invitations where host = any($1) or 'telegram:' || used_by = any($1)`,
  `delete from agent_runs where requester_key = any($1)`,
];

const RENAME_PERSON: readonly string[] = [
  // The schedule itself is ended by whoever looks after schedules; then its row goes.
  `update schedules set deleted_at = coalesce(deleted_at, now()), revision = revision + 1, changed_at = now(),
     maker = renamed(maker, $2), maker_key = renamed_key(maker_key, $2)
   where maker_key = any($1)`,
  `update webhook_endpoints set removed_at = coalesce(removed_at, now()), created_by = renamed(created_by, $2),
     only_of = array(select renamed_key(key, $2) from unnest(only_of) key)
   where only_of && $1`,
  `update webhook_endpoints set created_by = renamed(created_by, $2) where ${keyIn('created_by')} = any($1)`,
  `update model_calls set requester_key = renamed_key(requester_key, $2), channel_key = renamed_key(channel_key, $2), answer = '{}', usable = false
   where run_id is not null and requester_key = any($1)`,
  `update telegram_guests set host = renamed_key(host, $2) where host = any($1)`,
  `update audit_repeats set actor_key = renamed_key(actor_key, $2), actor_name = $2 ->> 'as' where actor_key = any($1)`,
];

const ERASURE = `select pseudonym, who -> 'keys' as keys, who -> 'names' as names`;

export function createErasureStore(pool: Pick<Pool, 'query'>): ErasureStore {
  return {
    async underWay(keys, limit) {
      const { rows } = await pool.query<{ articleId: string; topic: string }>(UNDER_WAY, [keys, limit]);
      return rows;
    },

    async find(keys) {
      const { rows } = await pool.query<Erasure>(
        `${ERASURE} from erasures where who -> 'keys' ?| $1 order by begun_at limit 1`,
        [keys],
      );
      return rows[0];
    },

    async begin({ pseudonym, keys, names }) {
      const { rows } = await pool.query<Erasure>(`${ERASURE} from begin_erasure($1, $2, $3)`, [pseudonym, keys, names]);
      return rows[0] ?? { pseudonym, keys, names };
    },

    async forgetPerson(erasure) {
      for (const text of FORGET_PERSON) await pool.query(text, [erasure.keys]);
      for (const text of RENAME_PERSON) await pool.query(text, [erasure.keys, whoIs(erasure)]);
    },

    async eraseFromArticles(erasure, after, limit) {
      const { rows } = await pool.query<{ last: string | null }>(ERASE_FROM_ARTICLES, [
        erasure.keys,
        after,
        limit,
        whoIs(erasure),
      ]);
      return rows[0]?.last ?? undefined;
    },

    async eraseFromAudit(erasure, limit) {
      const { rows } = await pool.query<{ count: number }>('select erase_from_audit($1, $2) as count', [
        whoIs(erasure),
        limit,
      ]);
      return rows[0]?.count ?? 0;
    },

    async end({ keys }) {
      await pool.query(`update erasures set who = null, done_at = now() where who -> 'keys' ?| $1`, [keys]);
    },
  };
}

/** As `renamed` of the schema takes it. */
function whoIs({ pseudonym, keys, names }: Erasure): string {
  const strings = keys.flatMap((key) => {
    const parts = key.split(':');
    const [platform = '', ...more] = parts;
    const renamed = [...parts.slice(0, -1), pseudonym].join(':');
    const workspace = more.length > 1 ? more.slice(0, -1).join(':') : '';
    const conversation = `${platform}:${workspace}:`;
    return [
      [key, renamed],
      [`person:${key}`, `person:${renamed}`],
      // A conversation that is called after them.
      [`${conversation}${parts.at(-1) ?? ''}`, `${conversation}${pseudonym}`],
      [`web::${key}`, `web::${pseudonym}`],
    ];
  });
  return toJson({
    as: pseudonym,
    names,
    strings: Object.fromEntries(strings) as Readonly<Record<string, string>>,
  });
}
