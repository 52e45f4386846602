import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { startPracticeModel } from '../../src/practice-model/server.ts';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import { createPool } from '../../src/storage/pool.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { p50AndP99 } from '../bench/figures.ts';
import { startChild } from '../bench/start-child.ts';
import { openGateway } from '../support/open-gateway.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { openPeople, type People } from './people.ts';
import { byPart, type Part, seeProcesses } from './processes.ts';
import type { Rehearsed, RehearsalOptions, Tell } from './rehearsal.ts';
import { type RehearsalServers, withProduction } from './servers.ts';

const WORKERS = [1, 2, 4] as const;
const MODEL_MS = 200;
/** One ends and the next begins. */
const AT_ONCE = 60;
const LOAD_MS = 120_000;
/** Of it, until as many end as begin. */
const WARM_SHARE = 0.25;
/** Above that there is nothing left of a machine to scale into. */
const FULL = 0.9;

/** What so many workers came to. */
interface Measured {
  readonly workers: number;
  readonly perSecond: number;
  /** Processors that each part kept busy. */
  readonly busy: ReadonlyMap<Part, number>;
  readonly clicksMs: readonly number[];
  readonly faults: readonly string[];
}

/** How many articles a second 1, 2 and 4 workers come to, and what keeps them from more. */
export function rehearseScale(tell: Tell, { loadMs = LOAD_MS }: RehearsalOptions): Promise<Rehearsed> {
  quietRuntime();
  return withProduction((servers) => rehearse(servers, tell, loadMs));
}

async function rehearse(servers: RehearsalServers, tell: Tell, loadMs: number): Promise<Rehearsed> {
  const { temporalAddress: address, namespace, databaseUrl, folder, what } = servers;
  const bundle = join(folder, 'workflows.js');
  let answers = 0;
  const latencyMs = (): number => {
    answers += 1;
    return MODEL_MS;
  };
  const [connection, model, { code }] = await Promise.all([
    connectTemporal({ address }),
    startPracticeModel({ latencyMs }),
    buildWorkflowBundle(),
  ]);
  await writeFile(bundle, code);
  const client = new Client({ connection, namespace });
  const pool = createPool(
    databaseUrl,
    { poolSize: 20, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    () => undefined,
  );
  const gateway = openGateway({ client, pool });
  const people = openPeople(client, pool, gateway);
  const startWorker = () =>
    startChild(['worker/main.ts'], {
      env: {
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
        DATABASE_URL: databaseUrl,
        LLM_BASE_URL: model.url,
        WORKFLOW_BUNDLE: bundle,
      },
      says: 'stderr',
      ready: 'The worker is at work',
    });
  const live = (topic: string) => people.live({ topic, changes: 0, thinksMs: 0 }, gateway);

  const found: Measured[] = [];
  for (const workers of WORKERS) {
    const children = await Promise.all(Array.from({ length: workers }, startWorker));
    const measured = await measure({ workers, people, live, answers: () => answers, loadMs });
    tell(`${workers} workers: ${measured.perSecond.toFixed(2)} articles a second`);
    found.push(measured);
    await Promise.all(children.map((child) => child.stop()));
  }
  await people.close();
  await Promise.all([pool.end(), connection.close(), model.stop()]);
  return { figures: figuresOf(what, loadMs, found), faults: found.flatMap(({ faults }) => faults) };
}

async function measure({
  workers,
  people,
  live,
  answers,
  loadMs,
}: {
  readonly workers: number;
  readonly people: People;
  readonly live: (topic: string) => ReturnType<People['live']>;
  /** How many the model has given so far. */
  readonly answers: () => number;
  readonly loadMs: number;
}): Promise<Measured> {
  const faults: string[] = [];
  let ended = 0;
  let begun = 0;
  let isOver = false;
  const warmMs = loadMs * WARM_SHARE;
  const lane = async (_: unknown, index: number): Promise<void> => {
    // At once they would go through each step together.
    await sleep((warmMs / AT_ONCE) * index);
    while (!isOver) {
      begun += 1;
      try {
        const { articleId, outcome, deliveries } = await live(`How number ${begun} of ${workers} came about`);
        if (outcome.stage !== 'delivered' || deliveries !== 1)
          faults.push(`${articleId} ended as ${outcome.stage}, and was delivered ${deliveries} times`);
      } catch (error) {
        faults.push(`an article failed: ${String(error)}`);
      }
      ended += 1;
    }
  };
  const answersBefore = answers();
  const lanes = Array.from({ length: AT_ONCE }, lane);
  await sleep(warmMs);
  const [before, from, clicksFrom, began] = [busyMs(), answers(), people.clicksMs.length, performance.now()];
  await sleep(loadMs - warmMs);
  const tookMs = performance.now() - began;
  const after = busyMs();
  const answered = answers() - from;
  const clicksMs = people.clicksMs.slice(clicksFrom);
  isOver = true;
  await Promise.all(lanes);
  // Ends come in waves, as all that wait their turn take as long: answers of the model are a finer measure of the way.
  const perArticle = (answers() - answersBefore) / ended;
  return {
    workers,
    perSecond: (1000 * answered) / perArticle / tookMs,
    busy: new Map([...after].map(([part, ms]) => [part, (ms - (before.get(part) ?? 0)) / tookMs])),
    clicksMs,
    faults,
  };
}

function busyMs(): ReadonlyMap<Part, number> {
  return byPart(seeProcesses(), ({ cpuMs }) => cpuMs);
}

function figuresOf(what: string, loadMs: number, found: readonly Measured[]): string {
  const cores = cpus().length;
  const of = ({ busy }: Measured, part: Part): string => (busy.get(part) ?? 0).toFixed(2);
  const rows = found.map(
    (one) =>
      `| ${one.workers} | ${one.perSecond.toFixed(2)} | ${p50AndP99(one.clicksMs)} | ${of(one, 'worker')} | ${of(one, 'Temporal')} | ${of(one, 'PostgreSQL')} | ${of(one, 'rehearsal')} |`,
  );
  return `${what}; ${AT_ONCE} articles at once, each approved as soon as it asks; a model that answers after ${MODEL_MS} ms; ${(loadMs / 1000).toFixed(0)} s for each number of workers. Columns on the right: how many processors each part kept busy, of ${cores}. ${new Date().toISOString().slice(0, 10)}.

| workers | articles/s | click to answer, p50 / p99 | workers | Temporal | PostgreSQL | people, chat, model |
|---|---|---|---|---|---|---|
${rows.join('\n')}

${found.map((one) => limitOf(one, cores)).join(' ')}`;
}

/** Why so many workers came to no more. */
function limitOf({ workers, busy }: Measured, cores: number): string {
  const all = [...busy.values()].reduce((sum, one) => sum + one, 0);
  const [most = 'rehearsal'] = [...busy].toSorted(([, one], [, other]) => other - one)[0] ?? [];
  const name = workers === 1 ? '1 worker' : `${workers} workers`;
  return all > FULL * cores
    ? `With ${name} the processors of the machine are the limit, and most of them goes to: ${most}.`
    : `With ${name} the machine has ${(cores - all).toFixed(1)} of its ${cores} processors to spare: articles wait for the model, or for one another in the workers.`;
}
