import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Decision } from '../../src/protocol/decision.ts';
import type { BenchServers } from './bench-servers.ts';
import type { PlannedDecision } from './decide-process.ts';
import { type Contest, type Given, personOf, provokeConflicts } from './decisions.ts';
import { table } from './figures.ts';

const PLATFORMS = ['slack', 'telegram', 'web'] as const;
const PEOPLE = 20;
/** Some gates are approved, some rejected, and some stay open. */
const NEEDED = 5;

/** Twenty people on three platforms, who say one thing and then another. */
export const TWENTY_VOTE: Contest = {
  platforms: PLATFORMS,
  approval: { gate: 'final', approvers: ['anyone'], voting: { approvals: NEEDED, rejections: NEEDED } },
  decide(random, subject, index): Decision {
    // Each platform has its own third of all decisions, and of all people.
    const platform = index % PLATFORMS.length;
    const person = platform + PLATFORMS.length * Math.floor((random() * (PEOPLE - platform)) / PLATFORMS.length);
    const base = { id: randomUUID(), ...subject, by: personOf(PLATFORMS[platform] ?? 'web', person) };
    return random() < 0.55 ? { ...base, kind: 'approve' } : { ...base, kind: 'reject', reason: 'No' };
  },
  findWrong: findWrongVerdicts,
};

/** Ten thousand votes of twenty people, over three platforms, while their processes and the worker are killed. */
export async function benchVotes(servers: BenchServers): Promise<void> {
  const { decisions, kills, seconds, wrong } = await provokeConflicts(
    { articles: 500, decisionsEach: 20, killEveryMs: 5000 },
    { ...servers, namespace: 'default' },
    TWENTY_VOTE,
  );
  table([
    ['Conflicting votes', ''],
    [`votes of ${PEOPLE} people, over three platforms`, String(decisions)],
    ['processes killed meanwhile', String(kills)],
    ['seconds', seconds.toFixed(0)],
    ['wrong', String(wrong.length)],
  ]);
  for (const what of wrong.slice(0, 10)) console.log(what);
}

interface Row {
  readonly article: string;
  readonly id: string;
  readonly kind: 'approve' | 'reject';
  readonly by: string;
  /** Epoch milliseconds, of the workflow. */
  readonly at: number;
  readonly isVote: boolean;
  readonly joined: readonly string[];
}

/**
 * Whether what was told and written is what one register could have done that takes votes one after the other: each at a moment between its
 * click and its answer, as written; in that order the last words of people come to the verdict with the vote that made it and not before;
 * nothing counts after it; and everybody was told.
 */
async function findWrongVerdicts(
  pool: Pool,
  planned: readonly PlannedDecision[],
  given: ReadonlyMap<string, Given>,
): Promise<readonly string[]> {
  const { rows } = await pool.query<Row>(
    `select article_id as article, decision_id as id, kind, actor ->> 'displayName' as by,
       floor(extract(epoch from decided_at) * 1000)::float8 as at, vote as "isVote",
       coalesce((select array_agg(one ->> 'id') from jsonb_array_elements(joined) one), '{}') as joined
     from decisions where superseded_at is null order by decided_at`,
  );
  const { rows: articles } = await pool.query<{ article: string; stage: string; finals: number }>(
    `select article_id as article, stage,
       (select count(*)::int from feed f where f.article_id = a.article_id and message ->> 'kind' = 'final') as finals
     from articles a`,
  );
  const { rows: told } = await pool.query<{ article: string; by: string }>(
    `select article_id as article, message -> 'notice' ->> 'byName' as by from feed
     where message -> 'notice' ->> 'code' = 'did-not-count'`,
  );
  const rowsOf = Map.groupBy(rows, ({ article }) => article);
  const stateOf = new Map(articles.map((one) => [one.article, one]));
  return [...Map.groupBy(planned, ({ articleId }) => articleId)].flatMap(([article, decisions]) => {
    const votes = rowsOf.get(article) ?? [];
    const verdict = votes.find(({ isVote }) => !isVote);
    const names = told.filter((one) => one.article === article).map(({ by }) => by);
    const { stage = '', finals = 0 } = stateOf.get(article) ?? {};
    return [
      ...wrongOrder(votes),
      ...wrongEnd(verdict, { stage, finals }),
      ...decisions.flatMap(({ decision }) => wrongAnswer(decision, given.get(decision.id), { votes, verdict, names })),
    ].map((what) => `${article}: ${what}`);
  });
}

/**
 * In the order of their moments, counted by people once more. Of those of one moment, which a task of the workflow takes together, nothing
 * is said of who said several things then.
 */
function wrongOrder(votes: readonly Row[]): readonly string[] {
  const last = new Map<string, Row>();
  for (const moment of Map.groupBy(votes, ({ at }) => at).values()) {
    for (const [by, said] of Map.groupBy(moment, (vote) => vote.by)) {
      const [one] = said;
      if (one !== undefined && new Set(said.map(({ kind }) => kind)).size === 1) last.set(by, one);
      else last.delete(by);
    }
    const count = (kind: Row['kind']): number => [...last.values()].filter((row) => row.kind === kind).length;
    if (moment.some(({ isVote }) => !isVote)) break;
    if (count('approve') >= NEEDED || count('reject') >= NEEDED)
      return [`${NEEDED} had said the same, and nothing was decided`];
  }
  const verdict = votes.find(({ isVote }) => !isVote);
  if (verdict === undefined) return [];
  const made = [...votes.filter(({ id }) => verdict.joined.includes(id)), verdict];
  const isCarried =
    new Set(made.map(({ by }) => by)).size === NEEDED &&
    made.length === NEEDED &&
    made.every(({ kind, by, at }) => kind === verdict.kind && !votes.some((vote) => vote.by === by && vote.at > at));
  return [
    ...(isCarried ? [] : [`it was decided (${verdict.kind}) by ${made.map(({ by }) => by).join(', ')}`]),
    ...(votes.some(({ at, isVote }) => isVote && at > verdict.at) ? ['something counted after the verdict'] : []),
    ...(votes.filter(({ isVote }) => !isVote).length > 1 ? ['there are two verdicts'] : []),
  ];
}

function wrongEnd(
  verdict: Row | undefined,
  { stage, finals }: { readonly stage: string; readonly finals: number },
): readonly string[] {
  const expected = verdict === undefined ? 'waiting' : { approve: 'delivered', reject: 'rejected' }[verdict.kind];
  return [
    ...(stage === expected ? [] : [`it is ${stage}, and has to be ${expected}`]),
    ...(finals === (expected === 'delivered' ? 1 : 0) ? [] : [`it was delivered ${finals} times`]),
  ];
}

function wrongAnswer(
  { id, by }: Decision,
  given: Given | undefined,
  {
    votes,
    verdict,
    names,
  }: { readonly votes: readonly Row[]; readonly verdict: Row | undefined; readonly names: readonly string[] },
): readonly string[] {
  if (given === undefined) return [`${id} has no answer`];
  const { answer, from, until } = given;
  const row = votes.find((one) => one.id === id);
  switch (answer.kind) {
    case 'counted':
      if (row === undefined) return [`${id} was told that it counts, and does not`];
      if (answer.tally !== undefined && row === verdict)
        return [`${id} was told that others are waited for, and made the verdict`];
      return row.at >= from - 1 && row.at <= until + 1 ? [] : [`${id} counted before its click or after its answer`];
    case 'noted':
      return row !== undefined || names.includes(by.displayName) ? [] : [`${id} was noted and never told`];
    case 'refused': {
      if (row !== undefined) return [`${id} was refused, and counts`];
      if (verdict === undefined) return [`${id} was refused, and nothing is decided`];
      if (verdict.at > until + 1) return [`${id} was refused before anything was decided`];
      const { refusal } = answer;
      const isTrue =
        refusal.code === 'already-decided' && refusal.decision === verdict.kind && refusal.byName === verdict.by;
      return isTrue ? [] : [`${id} was told ${JSON.stringify(refusal)}`];
    }
    default:
      return answer satisfies never;
  }
}
