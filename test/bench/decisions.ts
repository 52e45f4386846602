import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { createTerminalMessenger } from '../../bots/terminal/messenger/messenger.ts';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import { createDrain } from '../../src/delivery/drain.ts';
import type { GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import { ensureSearchAttributes } from '../../src/gateway/search-attributes.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import { createFollowerStore } from '../../src/storage/follower-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createTerminalStore } from '../../bots/terminal/connect/terminal-store.ts';
import { createKillableProcess, type KillableProcess } from '../support/killable-process.ts';
import { openGateway } from '../support/open-gateway.ts';
import { seeded } from '../support/seeded.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import type { BenchServers } from './bench-servers.ts';
import type { ApprovalSettings } from '../../src/protocol/settings.ts';
import type { AnswerLine, DecidePlan, PlannedDecision } from './decide-process.ts';
import { linesOf } from './lines-of.ts';
import { table } from './figures.ts';

const quiet = (): void => undefined;
const SEED = 11;
const PATIENCE_MS = 60_000;
const RETRY_MS = 2000;
const LOOK_EVERY_MS = 200;
/** Articles that are brought to their gates at a time. */
const PARK_AT_ONCE = 25;

export interface Conflicts {
  readonly articles: number;
  /** As many of them from each platform. */
  readonly decisionsEach: number;
  readonly killEveryMs: number;
}

/** What people are asked, what they say, and what has to be true then. */
export interface Contest {
  readonly platforms: readonly string[];
  readonly approval: ApprovalSettings;
  /** @param index of the decision among those about one article */
  decide(random: () => number, subject: Pick<Decision, 'draft' | 'gate'>, index: number): Decision;
  /** What is not as it has to be, in words. */
  findWrong(
    pool: Pool,
    planned: readonly PlannedDecision[],
    given: ReadonlyMap<string, Given>,
  ): Promise<readonly string[]>;
}

/** What became of a click. Moments are epoch milliseconds. */
export interface Given {
  readonly answer: GatewayAnswer;
  /** Of the first time that it was handed over. */
  readonly from: number;
  readonly until: number;
}

/** The first who decides has decided for all. */
const FIRST_DECIDES: Contest = {
  platforms: ['slack', 'telegram'],
  approval: { gate: 'final', approvers: ['anyone'] },
  decide(random, subject, index) {
    const base = { id: randomUUID(), ...subject, by: personOf(index % 2 === 0 ? 'slack' : 'telegram', index) };
    const draw = random();
    if (draw < 0.4) return { ...base, kind: 'approve' };
    if (draw < 0.7) return { ...base, kind: 'reject', reason: 'No' };
    return { ...base, kind: 'request-changes', comment: 'Shorter' };
  },
  findWrong,
};

export interface ConflictOutcome {
  readonly decisions: number;
  readonly kills: number;
  readonly seconds: number;
  /** What was not as it has to be, in words. */
  readonly wrong: readonly string[];
}

/** Ten thousand decisions of which a thousand count, over two platforms, while their processes and the worker are killed. */
export async function benchDecisions(servers: BenchServers): Promise<void> {
  const { decisions, kills, seconds, wrong } = await provokeConflicts(
    { articles: 1000, decisionsEach: 10, killEveryMs: 5000 },
    { ...servers, namespace: 'default' },
  );
  table([
    ['Conflicting decisions', ''],
    ['decisions, over two platforms', String(decisions)],
    ['processes killed meanwhile', String(kills)],
    ['seconds', seconds.toFixed(0)],
    ['wrong', String(wrong.length)],
  ]);
  for (const what of wrong.slice(0, 10)) console.log(what);
}

/** Brings articles to their gates, lets everybody decide at once, and looks what became of it. */
export async function provokeConflicts(
  { articles, decisionsEach, killEveryMs }: Conflicts,
  { temporalAddress, databaseUrl, folder, namespace }: BenchServers & { readonly namespace: string },
  contest: Contest = FIRST_DECIDES,
): Promise<ConflictOutcome> {
  const random = seeded(SEED);
  const connection = await connectTemporal({ address: temporalAddress });
  await Promise.all([ensureSearchAttributes(connection, namespace), migrate(databaseUrl, quiet)]);
  const client = new Client({ connection, namespace });
  const pool = createPool(
    databaseUrl,
    { poolSize: 5, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    quiet,
  );
  const gateway = openGateway({
    client,
    pool,
    settings: { ...TEST_SETTINGS, approval: contest.approval },
    answerBudgetMs: 15_000,
  });
  const closing = new AbortController();
  const draining = createDrain({
    messenger: createTerminalMessenger(createTerminalStore(pool)),
    followers: createFollowerStore(pool),
    desk: gateway,
    log: { debug: quiet, warn: quiet },
  }).run(closing.signal);
  const worker = createKillableProcess({
    command: [
      process.execPath,
      fileURLToPath(new URL('worker-process.ts', import.meta.url)),
      temporalAddress,
      databaseUrl,
      '8.4',
      namespace,
    ],
    ready: 'working',
  });
  await worker.start();

  const parked: { readonly articleId: string; readonly draft: Decision['draft']; readonly gate: string }[] = [];
  const park = async (): Promise<void> => {
    const order = {
      eventKey: randomUUID(),
      request: { topic: 'How tides work', language: 'en' },
      requester: personOf('terminal', 0),
      thread: { platform: 'terminal', channel: 'ann' },
      language: 'en',
    } as const;
    const { articleId } = await gateway.start(order).catch(async (error: unknown) => {
      if (!(error instanceof GatewayError) || error.code !== 'unavailable') throw error;
      // It was not taken: the machine is busy with all the others. As people do.
      await sleep(RETRY_MS);
      return await gateway.start({ ...order, eventKey: randomUUID() });
    });
    for (;;) {
      const [open] = (await gateway.status(articleId, personOf('terminal', 0))).decidable;
      if (open?.gate !== undefined) {
        parked.push({ articleId, draft: { version: open.version, hash: open.hash }, gate: open.gate });
        return;
      }
      await sleep(LOOK_EVERY_MS);
    }
  };
  for (let at = 0; at < articles; at += PARK_AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(PARK_AT_ONCE, articles - at) }, park));

  const planned = parked.flatMap(({ articleId, ...subject }) =>
    Array.from(
      { length: decisionsEach },
      (_, index): PlannedDecision => ({ articleId, decision: contest.decide(random, subject, index) }),
    ),
  );
  const started = performance.now();
  const files = contest.platforms.map((platform) => ({
    platform,
    plan: join(folder, `${platform}-plan.jsonl`),
    answers: join(folder, `${platform}-answers.jsonl`),
  }));
  const bots = files.map(({ platform, plan, answers }): KillableProcess => {
    const own = planned.filter(({ decision }) => decision.by.platform === platform);
    writeFileSync(plan, own.map((one) => `${JSON.stringify(one)}\n`).join(''));
    writeFileSync(answers, '');
    const options: DecidePlan = {
      temporalAddress,
      namespace,
      databaseUrl,
      planFile: plan,
      answersFile: answers,
      atOnce: 20,
    };
    return createKillableProcess({
      command: [
        process.execPath,
        fileURLToPath(new URL('decide-process.ts', import.meta.url)),
        JSON.stringify(options),
      ],
      ready: 'deciding',
    });
  });
  await Promise.all(bots.map((bot) => bot.start()));
  const answersNow = (): ReadonlyMap<string, Given> => {
    const begun = new Map<string, number>();
    const given = new Map<string, Given>();
    for (const line of files.flatMap(({ answers }) => linesOf(answers) as readonly AnswerLine[])) {
      const from = Math.min(begun.get(line.id) ?? line.at, line.at);
      begun.set(line.id, from);
      if (line.answer !== undefined) given.set(line.id, { answer: line.answer, from, until: line.at });
    }
    return given;
  };
  let kills = 0;
  while (answersNow().size < planned.length) {
    await sleep(killEveryMs);
    if (answersNow().size >= planned.length) break;
    const victims = [...bots, worker];
    const victim = victims[Math.floor(random() * victims.length)] ?? worker;
    await victim.kill();
    kills += 1;
    await victim.start();
  }
  const answers = answersNow();
  await untilSettled(pool);
  const seconds = (performance.now() - started) / 1000;
  // What was noted for a worker that has just been killed is still to be told by the next.
  const until = Date.now() + PATIENCE_MS;
  let wrong = await contest.findWrong(pool, planned, answers);
  while (wrong.length > 0 && Date.now() < until) {
    await sleep(LOOK_EVERY_MS);
    wrong = await contest.findWrong(pool, planned, answers);
  }
  await Promise.all([...bots, worker].map((one) => one.kill()));
  closing.abort();
  await draining;
  await Promise.all([pool.end(), connection.close()]);
  return { decisions: planned.length, kills, seconds, wrong };
}

export function personOf(platform: string, index: number): Actor {
  return {
    platform,
    userId: `U${index}`,
    displayName: `${platform} ${index}`,
    groups: [],
    channels: ['terminal::ann'],
  };
}

/** Nothing is being written or delivered any more: every article waits for people or is over. */
async function untilSettled(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from articles where stage in ('requested', 'drafting', 'finishing')`,
    );
    if (rows[0]?.n === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Of every gate one decision counts; whoever decided otherwise was told which, and only what was approved is delivered, once. */
async function findWrong(
  pool: Pool,
  planned: readonly PlannedDecision[],
  given: ReadonlyMap<string, Given>,
): Promise<readonly string[]> {
  const { rows: counted } = await pool.query<{ article: string; id: string; kind: string; by: string }>(
    `select article_id as article, decision_id as id, kind, actor ->> 'displayName' as by from decisions
     where superseded_at is null and version = 1`,
  );
  const { rows: finals } = await pool.query<{ article: string; n: number }>(
    `select article_id as article, count(*)::int as n from feed where message ->> 'kind' = 'final' group by 1`,
  );
  const { rows: told } = await pool.query<{ article: string; by: string }>(
    `select article_id as article, message -> 'notice' ->> 'byName' as by from feed
     where message -> 'notice' ->> 'code' = 'did-not-count'`,
  );
  const { rows: stages } = await pool.query<{ article: string; stage: string }>(
    `select article_id as article, stage from articles`,
  );
  const finalsOf = new Map(finals.map(({ article, n }) => [article, n]));
  const stageOf = new Map(stages.map(({ article, stage }) => [article, stage]));
  const wrong: string[] = [];
  for (const [article, decisions] of Map.groupBy(planned, ({ articleId }) => articleId)) {
    const [winner, ...others] = counted.filter((one) => one.article === article);
    if (winner === undefined || others.length > 0) {
      wrong.push(`${article}: ${others.length + (winner === undefined ? 0 : 1)} decisions count`);
      continue;
    }
    const expected = { approve: 'delivered', reject: 'rejected', 'request-changes': 'waiting' }[winner.kind];
    if (stageOf.get(article) !== expected)
      wrong.push(`${article}: ${winner.kind} counted, and it is ${stageOf.get(article)}`);
    if ((finalsOf.get(article) ?? 0) !== (winner.kind === 'approve' ? 1 : 0))
      wrong.push(`${article}: ${winner.kind} counted, and it was delivered ${finalsOf.get(article) ?? 0} times`);
    for (const { decision } of decisions) {
      const answer = given.get(decision.id)?.answer;
      const isWinner = decision.id === winner.id;
      const wasTold = told.some((one) => one.article === article && one.by === decision.by.displayName);
      if (answer === undefined) wrong.push(`${article}: ${decision.id} has no answer`);
      else if (answer.kind === 'counted' && !isWinner) wrong.push(`${article}: ${decision.id} was told that it counts`);
      else if (answer.kind === 'noted' && !isWinner && !wasTold)
        wrong.push(`${article}: ${decision.id} was noted and never told`);
      else if (answer.kind === 'refused' && isWinner) wrong.push(`${article}: the decision that counts was refused`);
      else if (
        answer.kind === 'refused' &&
        !(
          answer.refusal.code === 'already-decided' &&
          answer.refusal.decision === winner.kind &&
          answer.refusal.byName === winner.by
        )
      )
        wrong.push(`${article}: ${decision.id} was told ${JSON.stringify(answer.refusal)}`);
    }
  }
  return wrong;
}
