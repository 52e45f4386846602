import type { Pool } from 'pg';
import type { ArticleList, ArticleSummary, Home } from '../gateway/article-list.ts';
import type { Actor } from '../protocol/actor.ts';
import type { Thread } from '../protocol/thread.ts';
import {
  type ArticleRow,
  asked,
  askedBy,
  COLUMNS,
  COST,
  LATEST_SCORE,
  like,
  rulesThatName,
  storedAs,
  toSummary,
} from './article-row.ts';
import { conditionsOf, readInbox } from './inbox.ts';

type Section = Exclude<keyof Home, 'waitingForMe'>;

const NO_COST = 'null::float8';

/** Slack: 100 blocks in a view; four sections of ten leave two blocks and more for each. */
const MOST_PER_SECTION = 10;
/** Of what is looked for among all: as many are read, whatever there is. */
const MOST_LOOKED_AT = 200;
/** Each costs a question to the platform. */
const MOST_PLACES = 50;

const { namesMe, namesMeWhoAsked, anyoneHere, anyoneAsGuest } = conditionsOf({
  rules: '$3',
  rulesWhereAsked: '$4',
  channels: '$5',
});

/*
 * Every part reads its newest ten by an index of its own, however many articles there are. Parameters: $1 the person, or all that they are · $2 their platform and
 * workspace · $3 rules that name them, alone or by a group · $4 those and `requester` · $5 channels of theirs.
 */
const homeOf = (actor: Actor): string => `
  with asked as (
    select article_id from articles
    where requester_key ${asked(actor)} ($1) and closed_at is null and abandoned_at is null
      and not (stage = 'stuck' or stage = 'waiting' and (${namesMeWhoAsked} or ${anyoneHere} or ${anyoneAsGuest}))
    order by created_at desc limit ${MOST_PER_SECTION}
  ),
  running as (
    select of_stage.article_id from unnest(array['requested', 'drafting', 'finishing', 'paused', 'waiting', 'stuck']) as a_stage,
      lateral (
        select article_id, created_at from (
          select article_id, created_at, requester_key, waits_for, heard, stage, home_key, anyone_keys from articles
          where home_scope = $2 and stage = a_stage and closed_at is null and abandoned_at is null
          order by created_at desc limit ${MOST_LOOKED_AT}
        ) newest
        where not requester_key ${asked(actor)} ($1) and not (stage in ('waiting', 'stuck') and (${namesMe} or ${anyoneHere} or ${anyoneAsGuest}))
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
  select section, ${COLUMNS}, ${LATEST_SCORE} as score, ${NO_COST} as usd
  from (
    select 'askedByMe' as section, article_id from asked
    union all select 'running', article_id from running
    union all select 'finishedLastWeek', article_id from finished
  ) found join articles using (article_id)
  order by section, stage = 'delivered' desc, coalesce(closed_at, created_at) desc`;

const PLACES_FOR_ANYONE = `
  select place from (
    select distinct on (key) place, created_at from (
      (select home_key as key, coalesce(home, input -> 'thread') as place, created_at from articles
       where home_scope = $1 and stage in ('waiting', 'stuck') and waits_for && array['anyone']
       order by created_at desc limit ${MOST_LOOKED_AT})
      union all
      select $1 || ':' || (f #>> '{thread,channel}'), f -> 'thread', created_at from (
        select state, created_at from articles
        where stage in ('waiting', 'stuck') and anyone_keys is not null and waits_for && array['anyone']
        order by created_at desc limit ${MOST_LOOKED_AT}
      ) shown cross join lateral jsonb_array_elements(state -> 'followings') f
      where f ? 'anyone' and (f #>> '{thread,platform}') || ':' || coalesce(f #>> '{thread,workspace}', '') = $1
    ) newest order by key, created_at desc
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
        ...(near === undefined ? [] : [`home_scope = ${parameter(scopeOf(near))}`]),
        ...(stages === undefined ? [] : [`stage = any(${parameter(stages.flatMap(storedAs))})`]),
        ...(running === true ? ['closed_at is null'] : []),
        ...(over === true ? ['closed_at is not null'] : []),
        ...(words === undefined ? [] : [`(topic ilike ${parameter(like(words))} or article_id = ${parameter(words)})`]),
        ...(after === undefined ? [] : [comesAfter(parameter(after), oldestFirst)]),
      ];
      const order = `order by created_at ${oldestFirst ? 'asc' : 'desc'}, article_id`;
      const reach = parameter(limit + offset);
      const someOf = (condition: string): string =>
        `(select * from articles where ${[condition, ...conditions].join(' and ')} ${order} limit ${reach})`;
      const found = (home === undefined ? ['true'] : conditionsAt(parameter(home))).map(someOf).join(' union all ');
      const { rows } = await pool.query<ArticleRow>(
        `select ${COLUMNS}, ${LATEST_SCORE} as score, ${withCost ? COST : NO_COST} as usd from (${found}) articles ${order} limit ${parameter(limit)} offset ${parameter(offset)}`,
        values,
      );
      return rows.map(toSummary);
    },

    inbox: async (actor, filter) => await readInbox(pool, actor, filter),

    async home(actor) {
      const named = rulesThatName(actor);
      const [waitingForMe, { rows }] = await Promise.all([
        readInbox(pool, actor, { limit: MOST_PER_SECTION }),
        pool.query<ArticleRow & { readonly section: Section }>(homeOf(actor), [
          askedBy(actor),
          scopeOf(actor),
          named,
          [...named, 'requester'],
          actor.channels ?? [],
        ]),
      ]);
      const of = (section: Section): readonly ArticleSummary[] =>
        rows
          .filter((row) => row.section === section)
          .slice(0, MOST_PER_SECTION)
          .map(({ section: _, ...row }) => toSummary(row));
      return {
        waitingForMe,
        askedByMe: of('askedByMe'),
        running: of('running'),
        finishedLastWeek: of('finishedLastWeek'),
      };
    },
  };
}

/** Where an article lives, and where it is shown, too: each read by an index of its own. */
function conditionsAt(key: string): readonly string[] {
  return [`home_key = ${key}`, `guest_keys is not null and guest_keys && array[${key}] and home_key <> ${key}`];
}

function comesAfter(id: string, oldestFirst: boolean): string {
  const moment = `(select created_at from articles where article_id = ${id})`;
  return `(created_at ${oldestFirst ? '>' : '<'} ${moment} or created_at = ${moment} and article_id > ${id})`;
}

/** As the column `home_scope` has it. */
function scopeOf({ platform, workspace = '' }: Actor): string {
  return `${platform}:${workspace}`;
}
