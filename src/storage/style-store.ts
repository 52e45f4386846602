import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { Adoption, Spelling, StyleRule } from '../protocol/style-rule.ts';
import { toStorable } from '../lib/storable.ts';
import { toJson } from './to-json.ts';

/** A draft as it was before a person edited it, and after. */
export interface PersonsEdit {
  readonly decisionId: string;
  readonly byName: string;
  /** Markdown. */
  readonly before: string;
  readonly after: string;
}

export interface NotedReplacement {
  readonly from: string;
  readonly to: string;
  readonly times: number;
}

/** With what is known of it from all articles of the same place, in the same language. */
export interface FoundReplacement extends NotedReplacement {
  readonly timesInAll: number;
  /** How often it was done the other way round. */
  readonly timesReversed: number;
  /** Articles in which it was proposed. */
  readonly proposals: number;
  /** It holds already. */
  readonly isAdopted: boolean;
}

export interface ProposedRule extends Spelling {
  readonly times: number;
  readonly byNames: readonly string[];
  readonly decisionIds: readonly string[];
}

/** A rule that holds, as operators are shown it. */
export interface AdoptedRule extends StyleRule, Adoption {
  readonly articleId: string;
  /** `slack:T024BE7LH`, `telegram:-100123`, `terminal:ann`. */
  readonly place: string;
}

/**
 * The tables `style_replacements` and `style_rules`: what people's edits say of the house style. A place is a workspace of Slack, a chat of
 * Telegram, a person's terminal: its rules hold for what is asked for there. Rejects with what `pg` throws.
 */
export interface StyleStore {
  /** Edits that counted, in order. */
  edits(articleId: string): Promise<{ readonly language: string; readonly edits: readonly PersonsEdit[] }>;
  /** Notes what was replaced in an article, once. */
  note(articleId: string, replacements: readonly NotedReplacement[]): Promise<readonly FoundReplacement[]>;
  /** Of two runs the first one stands. @returns numbers of the rules */
  propose(articleId: string, rules: readonly ProposedRule[]): Promise<readonly number[]>;
  /** From now on it holds; adopted before, by whomever, it stays as it was. Undefined: there is none, or an operator has removed it. */
  adopt(articleId: string, number: number, by: Actor): Promise<(Spelling & Adoption) | undefined>;
  /** Those that hold, the latest first. */
  adopted(): Promise<readonly AdoptedRule[]>;
  /** From now on it holds no more. False: there is none that holds. */
  remove(articleId: string, number: number): Promise<boolean>;
}

const LANGUAGE = `split_part(lower(request ->> 'language'), '-', 1)`;

const NOTE = `
  with place as (
    select place_key, ${LANGUAGE} as language from articles where article_id = $1
  ), noted as (
    insert into style_replacements (article_id, place_key, language, from_words, to_words, times)
    select $1, place_key, language, r."from", r."to", r.times
    from jsonb_to_recordset($2::jsonb) as r ("from" text, "to" text, times integer), place
    on conflict do nothing
  )
  select r."from", r."to", r.times,
    r.times + (select coalesce(sum(times), 0) from style_replacements o where (o.place_key, o.language) = (p.place_key, p.language)
      and (o.from_words, o.to_words) = (r."from", r."to") and o.article_id <> $1)::integer as "timesInAll",
    (select coalesce(sum(times), 0) from style_replacements o where (o.place_key, o.language) = (p.place_key, p.language)
      and (o.from_words, o.to_words) = (r."to", r."from") and o.article_id <> $1)::integer
      + (select coalesce(sum(times), 0) from jsonb_to_recordset($2::jsonb) as back ("from" text, "to" text, times integer)
        where back."from" = r."to" and back."to" = r."from")::integer as "timesReversed",
    (select count(*) from style_rules s where (s.place_key, s.language, s.ours) = (p.place_key, p.language, r."to")
      and r."from" = any(s.others) and s.article_id <> $1)::integer as proposals,
    exists (select from style_rules s where (s.place_key, s.language, s.ours) = (p.place_key, p.language, r."to")
      and r."from" = any(s.others) and s.article_id <> $1 and s.adopted_at is not null and s.removed_at is null) as "isAdopted"
  from jsonb_to_recordset($2::jsonb) as r ("from" text, "to" text, times integer), place p`;

const PROPOSE = `
  with given as (
    insert into style_rules (article_id, number, place_key, language, ours, others, times, by_names, decision_ids)
    select $1, at, place_key, ${LANGUAGE}, r ->> 'ours', array(select jsonb_array_elements_text(r -> 'others')), (r ->> 'times')::integer,
      array(select jsonb_array_elements_text(r -> 'byNames')), array(select jsonb_array_elements_text(r -> 'decisionIds'))
    from articles, jsonb_array_elements($2::jsonb) with ordinality as rules (r, at)
    where article_id = $1 and not exists (select from style_rules where article_id = $1)
    on conflict do nothing returning number
  )
  select number from given union select number from style_rules where article_id = $1 order by number`;

// Its card is live: whoever shows the article looks at it again.
const ADOPT = `
  with adopted as (
    update style_rules set adopted_at = now(), adopted_by = $3
    where article_id = $1 and number = $2 and adopted_at is null and removed_at is null
    returning article_id
  ), due as (
    update followers f set due_at = now(), priority = 0, shown_revision = 0 from adopted
    where f.article_id = adopted.article_id and f.role <> 'person' and f.trouble is null returning platform
  ), told as (
    select pg_notify('copydesk_feed', platform) from (select distinct platform from due) p
    union all select pg_notify('copydesk_article', article_id) from adopted
  )
  select count(*) from told`;

const RULE = `number, language, ours, others, times, by_names as "byNames", adopted_by ->> 'displayName' as "byName", adopted_at as at`;

interface AdoptedRow extends Omit<AdoptedRule, 'at'> {
  readonly at: Date;
}

export function createStyleStore(pool: Pool): StyleStore {
  return {
    async edits(articleId) {
      const { rows } = await pool.query<PersonsEdit & { readonly language: string }>(
        `select a.request ->> 'language' as language, x.decision_id as "decisionId", x.actor ->> 'displayName' as "byName",
           d.body as before, e.body as after
         from articles a join decisions x using (article_id)
           join drafts d on d.article_id = x.article_id and d.version = x.version and left(d.sha256, 8) = x.draft_hash
           join drafts e on e.draft_id = x.edited_draft_id
         where a.article_id = $1 and x.kind = 'edit' and x.superseded_at is null order by x.decided_at, x.decision_id`,
        [articleId],
      );
      return { language: rows[0]?.language ?? 'en', edits: rows.map(({ language: _, ...edit }) => edit) };
    },
    async note(articleId, replacements) {
      const given = toJson(replacements.map((one) => ({ ...one, from: toStorable(one.from), to: toStorable(one.to) })));
      return (await pool.query<FoundReplacement>(NOTE, [articleId, given])).rows;
    },
    async propose(articleId, rules) {
      const { rows } = await pool.query<{ number: number }>(PROPOSE, [articleId, toJson(rules)]);
      return rows.map(({ number }) => number);
    },
    async adopt(articleId, number, by) {
      await pool.query(ADOPT, [articleId, number, toJson(by)]);
      const { rows } = await pool.query<AdoptedRow>(
        `select ${RULE} from style_rules
         where article_id = $1 and number = $2 and adopted_at is not null and removed_at is null`,
        [articleId, number],
      );
      const [rule] = rows;
      return rule && { ours: rule.ours, others: rule.others, byName: rule.byName, at: rule.at.toISOString() };
    },
    async adopted() {
      const { rows } = await pool.query<AdoptedRow>(
        `select ${RULE}, article_id as "articleId", place_key as place from style_rules
         where adopted_at is not null and removed_at is null order by adopted_at desc, article_id, number`,
      );
      return rows.map((rule) => ({ ...rule, at: rule.at.toISOString() }));
    },
    async remove(articleId, number) {
      const { rowCount } = await pool.query(
        `update style_rules set removed_at = now()
         where article_id = $1 and number = $2 and adopted_at is not null and removed_at is null`,
        [articleId, number],
      );
      return rowCount !== 0;
    },
  };
}
