import type { Pool } from 'pg';
import type { ArticleList, ArticleSummary, Home } from '../gateway/article-list.ts';
import { type Actor, groupKeysOf, keysOf } from '../protocol/actor.ts';
import type { Stage } from '../protocol/article.ts';
import type { Thread } from '../protocol/thread.ts';

type Nullable = 'closedAt' | 'edition' | 'score' | 'usd' | 'claimedBy' | 'assigned';
type Row = Omit<ArticleSummary, Nullable> & {
  readonly [K in Nullable]: Exclude<ArticleSummary[K], undefined> | null;
};
type Section = keyof Home;

const COLUMNS = `
  article_id as "articleId", topic, nullif(edition, 1) as edition, requester ->> 'displayName' as "requesterName", requester_key as requester, waits_for as approvers,
  case stage when 'requested' then 'drafting' else stage end as stage,
  created_at as "startedAt", updated_at as "updatedAt", closed_at as "closedAt", (state #>> '{scores,-1}')::float8 as score,
  case stage when 'waiting' then state #>> '{open,claim,byName}' end as "claimedBy",
  case stage when 'waiting' then state -> 'assigned' end as assigned`;
const NO_COST = 'null::float8 as usd';
/** As the status card has it. */
const COST = `(select sum(cost_usd)::float8 from model_calls m where m.article_id = articles.article_id) as usd`;

/** Slack: 100 blocks in a view; four sections of ten leave two blocks and more for each. */
const MOST_PER_SECTION = 10;
/** Of what is looked for among all: as many are read, whatever there is. */
const MOST_LOOKED_AT = 200;
/** Each costs a question to the platform. */
const MOST_PLACES = 50;

const NAMES_ME = `waits_for && $3 and not heard && $3`;
const ANYONE_HERE = `waits_for && array['anyone'] and not heard && $3 and home_key = any($5)`;
const NAMES_ME_WHO_ASKED = `waits_for && $4 and not heard && $4`;

/*
 * Every part reads its newest ten by an index of its own, however many articles there are. Parameters: $1 the person, or all that they are · $2 their platform and
 * workspace · $3 rules that name them, alone or by a group · $4 those and `requester` · $5 channels of theirs.
 *
 * A rule may be in no article that waits or in all of them, and the planner cannot tell: so a few are read first. Of what waits nothing is
 * said twice: it would take `closed_at is null` for one more thing that is rare.
 */
const homeOf = (actor: Actor): string => `
  with naming_me as materialized (${someThatWait(NAMES_ME)}),
  for_anyone as materialized (${someThatWait(ANYONE_HERE)}),
  mine as (
    (select article_id, created_at from articles
     where requester_key ${asked(actor)} ($1) and stage in ('waiting', 'stuck') and closed_at is null and (stage = 'stuck' or ${NAMES_ME_WHO_ASKED} or ${ANYONE_HERE})
     order by created_at desc limit ${MOST_PER_SECTION})
    union (${newestThatWait('naming_me', NAMES_ME)})
    union (${newestThatWait('for_anyone', ANYONE_HERE)})
    order by created_at desc limit ${MOST_PER_SECTION}
  ),
  asked as (
    select article_id from articles
    where requester_key ${asked(actor)} ($1) and closed_at is null and abandoned_at is null
      and not (stage = 'stuck' or stage = 'waiting' and (${NAMES_ME_WHO_ASKED} or ${ANYONE_HERE}))
    order by created_at desc limit ${MOST_PER_SECTION}
  ),
  running as (
    select of_stage.article_id from unnest(array['requested', 'drafting', 'finishing', 'paused', 'waiting', 'stuck']) as a_stage,
      lateral (
        select article_id, created_at from (
          select article_id, created_at, requester_key, waits_for, heard, stage, home_key from articles
          where home_scope = $2 and stage = a_stage and closed_at is null and abandoned_at is null
          order by created_at desc limit ${MOST_LOOKED_AT}
        ) newest
        where not requester_key ${asked(actor)} ($1) and not (stage in ('waiting', 'stuck') and (${NAMES_ME} or ${ANYONE_HERE}))
        order by created_at desc limit ${MOST_PER_SECTION}
      ) of_stage
    order by of_stage.created_at desc limit ${MOST_PER_SECTION}
  ),
  finished as (
    (select article_id from articles
     where home_scope = $2 and stage = 'delivered' and closed_at > now() - interval '7 days'
     order by closed_at desc limit ${MOST_PER_SECTION})
    union all
    (select article_id from articles
     where home_scope = $2 and stage in ('rejected', 'cancelled') and closed_at > now() - interval '7 days'
     order by closed_at desc limit ${MOST_PER_SECTION})
  )
  select section, ${COLUMNS}, ${NO_COST}
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

const PLACES_FOR_ANYONE = `
  select place from (
    select distinct on (home_key) coalesce(home, input -> 'thread') as place, created_at from (
      select home_key, home, input, created_at from articles
      where home_scope = $1 and stage in ('waiting', 'stuck') and waits_for && array['anyone']
      order by created_at desc limit ${MOST_LOOKED_AT}
    ) newest order by home_key, created_at desc
  ) places order by created_at desc limit ${MOST_PLACES}`;

/** Lists of the table `articles`. Rejects with what `pg` throws. */
export function createArticleList(pool: Pick<Pool, 'query'>): ArticleList {
  return {
    async placesForAnyone(actor) {
      const { rows } = await pool.query<{ readonly place: Thread }>(PLACES_FOR_ANYONE, [scopeOf(actor)]);
      return rows.map(({ place }) => place);
    },

    // Unnamed: planned for this very person and these rules, who may be in no article or in all of them.
    async list({
      requester,
      waitingFor,
      home,
      near,
      stages,
      running,
      over,
      words,
      after,
      oldestFirst = false,
      withCost = false,
      limit,
      offset = 0,
    }) {
      const values: unknown[] = [];
      const parameter = (value: unknown): string => `$${values.push(value)}`;
      const conditions = [
        'abandoned_at is null',
        ...(requester === undefined ? [] : [`requester_key ${asked(requester)} (${parameter(askedBy(requester))})`]),
        ...(waitingFor === undefined ? [] : [waitsFor(waitingFor, parameter)]),
        ...(home === undefined ? [] : [`home_key = ${parameter(home)}`]),
        ...(near === undefined ? [] : [`home_scope = ${parameter(scopeOf(near))}`]),
        ...(stages === undefined ? [] : [`stage = any(${parameter(stages.flatMap(storedAs))})`]),
        ...(running === true ? ['closed_at is null'] : []),
        ...(over === true ? ['closed_at is not null'] : []),
        ...(words === undefined ? [] : [`(topic ilike ${parameter(like(words))} or article_id = ${parameter(words)})`]),
        ...(after === undefined ? [] : [comesAfter(parameter(after), oldestFirst)]),
      ];
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS}, ${withCost ? COST : NO_COST} from articles where ${conditions.join(' and ')} order by created_at ${oldestFirst ? 'asc' : 'desc'}, article_id limit ${parameter(limit)} offset ${parameter(offset)}`,
        values,
      );
      return rows.map(toSummary);
    },

    async home(actor) {
      const named = rulesThatName(actor);
      const { rows } = await pool.query<Row & { readonly section: Section }>(homeOf(actor), [
        askedBy(actor),
        scopeOf(actor),
        named,
        [...named, 'requester'],
        actor.channels ?? [],
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

/** As `waitedFor` has it: who decides, and where it is stuck who asked for it. */
function waitsFor(actor: Actor, parameter: (value: unknown) => string): string {
  const [me, rules, channels] = [askedBy(actor), rulesThatName(actor), actor.channels ?? []].map(parameter);
  return `stage in ('waiting', 'stuck') and closed_at is null and (
    (waits_for && ${rules} or waits_for && array['anyone'] and home_key = any(${channels})
      or requester_key ${asked(actor)} (${me}) and waits_for && array['requester']) and not heard && ${rules}
    or requester_key ${asked(actor)} (${me}) and stage = 'stuck')`;
}

function comesAfter(id: string, oldestFirst: boolean): string {
  const moment = `(select created_at from articles where article_id = ${id})`;
  return `(created_at ${oldestFirst ? '>' : '<'} ${moment} or created_at = ${moment} and article_id > ${id})`;
}

/** Anywhere in the text, with nothing in it that stands for anything else. */
function like(words: string): string {
  return `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

/** As `mayDecide` compares them. */
function rulesThatName(actor: Actor): readonly string[] {
  return [...keysOf(actor), ...groupKeysOf(actor)];
}

/** One key is compared as such: of several no index gives the newest. */
function asked({ alsoKnownAs = [] }: Actor): '=' | '= any' {
  return alsoKnownAs.length === 0 ? '=' : '= any';
}

function askedBy(actor: Actor): string | readonly string[] {
  const [key = '', ...others] = keysOf(actor);
  return others.length === 0 ? key : [key, ...others];
}

/** As the column `home_scope` has it. */
function scopeOf({ platform, workspace = '' }: Actor): string {
  return `${platform}:${workspace}`;
}

function storedAs(stage: Stage): readonly string[] {
  return stage === 'drafting' ? ['requested', 'drafting'] : [stage];
}

function toSummary({ closedAt, edition, score, usd, claimedBy, assigned, ...row }: Row): ArticleSummary {
  return {
    ...row,
    ...(edition !== null && { edition }),
    ...(closedAt !== null && { closedAt }),
    ...(score !== null && { score }),
    ...(usd !== null && { usd }),
    ...(claimedBy !== null && { claimedBy }),
    ...(assigned !== null && { assigned: { key: assigned.key, name: assigned.name } }),
  };
}
