import type { Pool } from 'pg';
import type { Inbox, InboxFilter, Missing, Votes, Waits } from '../gateway/article-list.ts';
import type { Actor } from '../protocol/actor.ts';
import type { ArticleState } from '../protocol/article-state.ts';
import { waitedFor } from '../protocol/approvers.ts';
import { withAssigned } from '../protocol/assignment.ts';
import { MOST_COUNTED } from '../protocol/list-view.ts';
import { type Tally, takesSeveral } from '../protocol/voting.ts';
import {
  type ArticleRow,
  asked,
  askedBy,
  COLUMNS,
  COST,
  LATEST_SCORE,
  like,
  rulesThatName,
  scoreAtGate,
  storedAs,
  toSummary,
} from './article-row.ts';

interface InboxRow extends ArticleRow {
  readonly since: Date;
  readonly escalatedAt: Date | null;
  readonly state: ArticleState | null;
}

interface CountedRow {
  readonly total: number;
  /** Null: there is nothing on this page. */
  readonly articleId: string | null;
}

const WAITS = `stage in ('waiting', 'stuck') and closed_at is null`;

const SCORE = `case when state ? 'open' then ${scoreAtGate('articles')} else ${LATEST_SCORE} end`;

/** SQL: whether somebody can say something that is waited for. Each is a parameter. */
export function conditionsOf({
  rules,
  rulesWhereAsked,
  channels,
}: Readonly<Record<'rules' | 'rulesWhereAsked' | 'channels', string>>) {
  return {
    namesMe: `waits_for && ${rules} and not heard && ${rules}`,
    namesMeWhoAsked: `waits_for && ${rulesWhereAsked} and not heard && ${rulesWhereAsked}`,
    anyoneHere: `waits_for && array['anyone'] and not heard && ${rules} and home_key = any(${channels})`,
    anyoneAsGuest: `anyone_keys is not null and anyone_keys && ${channels} and waits_for && array['anyone'] and not heard && ${rules}`,
  };
}

/**
 * Who decides and has not spoken, and where it is stuck who asked for it, too. Rejects with what `pg` throws.
 *
 * A rule may be in no article that waits or in all of them, and the planner cannot tell: so a few are read first. All of the few there are
 * are put in order; or, where there are many, those that come first in order are read by the index that has it.
 */
export async function readInbox(
  pool: Pick<Pool, 'query'>,
  actor: Actor,
  { stages, words, after, insteadOf = [], newestFirst = false, limit, offset = 0 }: InboxFilter,
): Promise<Inbox> {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const named = rulesThatName(actor);
  const rules = parameter(named);
  const { namesMe, namesMeWhoAsked, anyoneHere, anyoneAsGuest } = conditionsOf({
    rules,
    rulesWhereAsked: parameter([...named, 'requester']),
    channels: parameter(actor.channels ?? []),
  });
  const mine = `requester_key ${asked(actor)} (${parameter(askedBy(actor))})`;
  const wanted = [
    WAITS,
    ...(stages === undefined ? [] : [`stage = any(${parameter(stages.flatMap(storedAs))})`]),
    ...(words === undefined ? [] : [`(topic ilike ${parameter(like(words))} or article_id = ${parameter(words)})`]),
  ].join(' and ');
  const [direction, behind] = newestFirst ? ['desc', '<'] : ['asc', '>'];
  const page =
    after === undefined
      ? 'true'
      : `(waits_since, article_id) ${behind} (${parameter(after.since)}::timestamptz, ${parameter(after.articleId)}::text)`;
  const order = `order by waits_since ${direction}, article_id ${direction}`;
  const reach = parameter(limit + offset);
  const ways = {
    naming_me: namesMe,
    for_anyone: anyoneHere,
    for_guests: anyoneAsGuest,
    own: `${mine} and (stage = 'stuck' or ${namesMeWhoAsked} or ${anyoneHere} or ${anyoneAsGuest})`,
    ...(insteadOf.length > 0 && instead()),
  };
  const names = Object.keys(ways);
  const { rows } = await pool.query<CountedRow & InboxRow>(
    `with ${Object.entries(ways)
      .map(([name, way]) => `${name} as materialized (${someOf(`${wanted} and ${way}`)})`)
      .join(', ')},
     counted as (select count(*)::integer as total from (${names.map((name) => `select article_id from ${name}`).join(' union ')}) one),
     found as (
       ${Object.entries(ways)
         .map(([name, way]) => firstOf(name, `${wanted} and ${way}`))
         .join(' union ')}
       ${order} limit ${parameter(limit)} offset ${parameter(offset)}
     ),
     shown as (
       select ${COLUMNS}, ${SCORE} as score, ${COST} as usd, waits_since as since, moment(state ->> 'escalatedAt') as "escalatedAt", state
       from found join articles using (article_id, waits_since)
     )
     select counted.total, shown.* from counted left join shown on true
     order by shown.since ${direction}, shown."articleId" ${direction}`,
    values,
  );
  const total = rows[0]?.total ?? 0;
  return {
    total: Math.min(total, MOST_COUNTED),
    isMore: total > MOST_COUNTED,
    articles: rows
      .filter(({ articleId }: CountedRow) => articleId !== null)
      .map(({ total: _, ...row }) => toWaiting(row)),
  };

  /** Who has spoken for themselves, or may not, does not for somebody else either: nobody has two votes. */
  function instead() {
    const all = parameter(insteadOf.flat());
    const one = insteadOf.map((keys) => parameter(keys));
    const unheard = `stage = 'waiting' and not heard && ${rules}`;
    return {
      naming_absent: `waits_for && ${all} and ${unheard} and (${one.map((keys) => `waits_for && ${keys} and not heard && ${keys}`).join(' or ')})`,
      of_absent: `requester_key = any(${all}) and waits_for && array['requester'] and ${unheard}
        and (${one.map((keys) => `requester_key = any(${keys}) and not heard && ${keys}`).join(' or ')})`,
    };
  }

  function someOf(condition: string): string {
    return `select article_id, waits_since from articles where ${condition} limit ${MOST_COUNTED + 1}`;
  }

  function firstOf(some: string, condition: string): string {
    const isFew = `(select count(*) from ${some}) <= ${MOST_COUNTED}`;
    return `
      (select article_id, waits_since from ${some} where ${isFew} and ${page} ${order} limit ${reach})
      union all
      (select article_id, waits_since from articles where not ${isFew} and ${condition} and ${page} ${order} limit ${reach})`;
  }
}

function toWaiting({ since, escalatedAt, state, ...row }: InboxRow) {
  const waits: Waits = { since, missing: missingOf(row, state), ...(escalatedAt !== null && { escalatedAt }) };
  return { ...toSummary(row), waits };
}

function missingOf(
  { stage, approvers, assigned }: Pick<ArticleRow, 'stage' | 'approvers' | 'assigned'>,
  state: ArticleState | null,
): Missing {
  const { open, failure, budget } = state ?? {};
  if (stage === 'waiting') {
    const { tally } = open ?? {};
    const isAwaited = assigned !== null && tally?.heard.includes(assigned.key) !== true;
    return {
      kind: 'decision',
      ...(open !== undefined && { about: { kind: open.kind, version: open.version } }),
      ...(tally !== undefined && takesSeveral(tally) && { votes: votesOf(tally) }),
      waitingFor: withAssigned(waitedFor(stage, { approvers }), assigned ?? undefined, tally),
      ...(isAwaited && { assigned: { key: assigned.key, name: assigned.name } }),
    };
  }
  if (budget !== undefined) return { kind: 'money', spentUsd: budget.spentUsd, capUsd: budget.capUsd };
  return { kind: 'way-on', ...(failure !== undefined && { step: failure.step }) };
}

function votesOf({ approvals, rejections, done, rejected }: Tally): Votes {
  return { approvals, rejections, done, rejected: rejected.length };
}
