import type { ArticleSummary } from '../gateway/article-list.ts';
import { type Actor, groupKeysOf, keysOf } from '../protocol/actor.ts';
import type { Stage } from '../protocol/article.ts';
import { TRANSLATION } from './translation-of.ts';

type Nullable = 'closedAt' | 'edition' | 'translation' | 'score' | 'usd' | 'claimedBy' | 'assigned';

/** An {@link ArticleSummary}, as {@link COLUMNS} select it from `articles`, with a score and a cost. */
export type ArticleRow = Omit<ArticleSummary, Nullable | 'waits'> & {
  readonly [K in Nullable]: Exclude<ArticleSummary[K], undefined> | null;
};

export const COLUMNS = `
  article_id as "articleId", topic, nullif(edition, 1) as edition, ${TRANSLATION('articles')} as translation, requester ->> 'displayName' as "requesterName", requester_key as requester, waits_for as approvers,
  case stage when 'requested' then 'drafting' else stage end as stage,
  created_at as "startedAt", updated_at as "updatedAt", closed_at as "closedAt",
  case stage when 'waiting' then state #>> '{open,claim,byName}' end as "claimedBy",
  case stage when 'waiting' then state -> 'assigned' end as assigned`;
export const LATEST_SCORE = `(state #>> '{scores,-1}')::float8`;

/**
 * SQL: the score of the draft that is to be decided on, whose text may be that of an earlier one. Of a person's own words nobody has said
 * anything. @param articles what the table is called
 */
export const scoreAtGate = (articles: string): string => `(
    select c.score::float8 from drafts d join critiques c on c.draft_id = coalesce(d.copy_of, d.draft_id)
    where d.article_id = ${articles}.article_id and d.version = (${articles}.state #>> '{open,version}')::integer
    order by c.created_at desc limit 1
  )`;
/** As the status card has it. */
export const COST = `(select sum(cost_usd)::float8 from model_calls m where m.article_id = articles.article_id)`;

export function toSummary({
  closedAt,
  edition,
  translation,
  score,
  usd,
  claimedBy,
  assigned,
  ...row
}: ArticleRow): ArticleSummary {
  return {
    ...row,
    ...(edition !== null && { edition }),
    ...(translation !== null && { translation }),
    ...(closedAt !== null && { closedAt }),
    ...(score !== null && { score }),
    ...(usd !== null && { usd }),
    ...(claimedBy !== null && { claimedBy }),
    ...(assigned !== null && { assigned: { key: assigned.key, name: assigned.name } }),
  };
}

/** Anywhere in the text, with nothing in it that stands for anything else. */
export function like(words: string): string {
  return `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

/** As `mayDecide` compares them. */
export function rulesThatName(actor: Actor): readonly string[] {
  return [...keysOf(actor), ...groupKeysOf(actor)];
}

/** One key is compared as such: of several no index gives the first in order. */
export function asked({ alsoKnownAs = [] }: Actor): '=' | '= any' {
  return alsoKnownAs.length === 0 ? '=' : '= any';
}

export function askedBy(actor: Actor): string | readonly string[] {
  const [key = '', ...others] = keysOf(actor);
  return others.length === 0 ? key : [key, ...others];
}

export function storedAs(stage: Stage): readonly string[] {
  return stage === 'drafting' ? ['requested', 'drafting'] : [stage];
}
