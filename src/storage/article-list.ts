import type { Pool } from 'pg';
import type { ArticleList, ArticleSummary, Home } from '../gateway/article-list.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { Stage } from '../protocol/article.ts';

type Row = Omit<ArticleSummary, 'closedAt'> & { readonly closedAt: Date | null };
type Section = keyof Home;

const COLUMNS = `
  article_id as "articleId", topic, requester ->> 'displayName' as "requesterName", requester_key as requester, approvers,
  case stage when 'requested' then 'drafting' else stage end as stage,
  created_at as "startedAt", updated_at as "updatedAt", closed_at as "closedAt"`;

/** Slack: 100 blocks in a view; four sections of ten leave two blocks and more for each. */
const MOST_PER_SECTION = 10;
/** Of what is looked for among all: as many are read, whatever there is. */
const MOST_LOOKED_AT = 200;

const NAMES_ME = `approvers && $3`;
const ANYONE_HERE = `approvers && array['anyone'] and platform = $2`;

/*
 * Every part reads its newest ten by an index of its own, however many articles there are. Parameters: $1 the person · $2 their platform ·
 * $3 rules that name them, alone or by a group · $4 those and `requester`, `anyone` · $5 those and `anyone`.
 *
 * A rule may be in no article that waits or in all of them, and the planner cannot tell: so a few are read first. Of what waits nothing is
 * said twice: it would take `closed_at is null` for one more thing that is rare.
 */
const HOME = `
  with naming_me as materialized (${someThatWait(NAMES_ME)}),
  for_anyone as materialized (${someThatWait(ANYONE_HERE)}),
  mine as (
    (select article_id, created_at from articles
     where requester_key = $1 and stage in ('waiting', 'stuck') and closed_at is null and approvers && $4
     order by created_at desc limit ${MOST_PER_SECTION})
    union (${newestThatWait('naming_me', NAMES_ME)})
    union (${newestThatWait('for_anyone', ANYONE_HERE)})
    order by created_at desc limit ${MOST_PER_SECTION}
  ),
  asked as (
    select article_id from articles
    where requester_key = $1 and closed_at is null and abandoned_at is null
      and not (stage in ('waiting', 'stuck') and approvers && $4)
    order by created_at desc limit ${MOST_PER_SECTION}
  ),
  running as (
    select of_stage.article_id from unnest(array['requested', 'drafting', 'finishing', 'paused', 'waiting', 'stuck']) as a_stage,
      lateral (
        select article_id, created_at from (
          select article_id, created_at, requester_key, approvers, stage from articles
          where platform = $2 and stage = a_stage and closed_at is null and abandoned_at is null
          order by created_at desc limit ${MOST_LOOKED_AT}
        ) newest
        where requester_key <> $1 and not (stage in ('waiting', 'stuck') and approvers && $5)
        order by created_at desc limit ${MOST_PER_SECTION}
      ) of_stage
    order by of_stage.created_at desc limit ${MOST_PER_SECTION}
  ),
  finished as (
    (select article_id from articles
     where platform = $2 and stage = 'delivered' and closed_at > now() - interval '7 days'
     order by closed_at desc limit ${MOST_PER_SECTION})
    union all
    (select article_id from articles
     where platform = $2 and stage in ('rejected', 'cancelled') and closed_at > now() - interval '7 days'
     order by closed_at desc limit ${MOST_PER_SECTION})
  )
  select section, ${COLUMNS}
  from (
    select 'waitingForMe' as section, article_id from mine
    union all select 'askedByMe', article_id from asked
    union all select 'running', article_id from running
    union all select 'finishedLastWeek', article_id from finished
  ) found join articles using (article_id)
  order by section, stage = 'delivered' desc, coalesce(closed_at, created_at) desc`;

function someThatWait(condition: string): string {
  return `select article_id, created_at from articles where stage in ('waiting', 'stuck') and ${condition} limit ${MOST_LOOKED_AT + 1}`;
}

/** All of the few there are; or, where there are many, those that come first in order. */
function newestThatWait(some: string, condition: string): string {
  return `
    (select article_id, created_at from ${some} where (select count(*) from ${some}) <= ${MOST_LOOKED_AT}
     order by created_at desc limit ${MOST_PER_SECTION})
    union all
    (select article_id, created_at from articles
     where (select count(*) from ${some}) > ${MOST_LOOKED_AT} and stage in ('waiting', 'stuck') and ${condition}
     order by created_at desc limit ${MOST_PER_SECTION})`;
}

/** Lists of the table `articles`. Rejects with what `pg` throws. */
export function createArticleList(pool: Pick<Pool, 'query'>): ArticleList {
  return {
    // Unnamed: planned for this very person and these rules, who may be in no article or in all of them.
    async list({ requester, stages, running, limit }) {
      const values: unknown[] = [];
      const parameter = (value: unknown): string => `$${values.push(value)}`;
      const conditions = [
        'abandoned_at is null',
        ...(requester === undefined ? [] : [`requester_key = ${parameter(actorKey(requester))}`]),
        ...(stages === undefined ? [] : [`stage = any(${parameter(stages.flatMap(storedAs))})`]),
        ...(running === true ? ['closed_at is null'] : []),
      ];
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS} from articles where ${conditions.join(' and ')} order by created_at desc limit ${parameter(limit)}`,
        values,
      );
      return rows.map(toSummary);
    },

    async home(actor) {
      const named = rulesThatName(actor);
      const { rows } = await pool.query<Row & { readonly section: Section }>(HOME, [
        actorKey(actor),
        actor.platform,
        named,
        [...named, 'requester', 'anyone'],
        [...named, 'anyone'],
      ]);
      const of = (section: Section): readonly ArticleSummary[] =>
        rows
          .filter((row) => row.section === section)
          .slice(0, MOST_PER_SECTION)
          .map(({ section: _, ...row }) => toSummary(row));
      return {
        waitingForMe: of('waitingForMe'),
        askedByMe: of('askedByMe'),
        running: of('running'),
        finishedLastWeek: of('finishedLastWeek'),
      };
    },
  };
}

/** As `mayDecide` compares them. */
function rulesThatName(actor: Actor): readonly string[] {
  return [actorKey(actor), ...actor.groups.map((group) => `${actor.platform}:group:${group}`)];
}

function storedAs(stage: Stage): readonly string[] {
  return stage === 'drafting' ? ['requested', 'drafting'] : [stage];
}

function toSummary({ closedAt, ...row }: Row): ArticleSummary {
  return { ...row, ...(closedAt !== null && { closedAt }) };
}
