import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Client } from '@temporalio/client';
import { startPracticeModel } from '../../src/practice-model/server.ts';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createDeployment, type Deployment, type DeployedVersion } from '../../worker/deploy/deployment.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { p50AndP99 } from '../bench/figures.ts';
import { type Child, startChild } from '../bench/start-child.ts';
import { ROOT } from '../compose/compose-file.ts';
import { runNative } from '../compose/native-process.ts';
import { openGateway } from '../support/open-gateway.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { writeChangedBundle } from './changed-bundle.ts';
import { type Lived, openPeople } from './people.ts';
import type { Rehearsed, Tell } from './rehearsal.ts';
import { type Run, runsOf } from './runs-of.ts';
import { type RehearsalServers, withProduction } from './servers.ts';

const ARTICLES = 120;
/** Of them, so many wait for people until the older code is to go. */
const PARKED = 10;
/** Besides those. */
const AT_ONCE = 12;
const EVERY_MS = 250;
const MODEL_MS = 250;
const WORKERS = 2;
const OLD = 'old-code';
const NEW = 'new-code';
const DEPLOYMENT = 'copydesk';
/** Until every task queue has heard who is current. */
const HEARD_MS = 5_000;
/** Temporal looks every three minutes whether a version is drained, and takes a worker for gone after five. */
const DRAINED_MS = 20 * 60_000;
const LOOK_EVERY_MS = 1_000;

/** When something was promoted or taken back. `ramping`: besides, a share of new articles begins on the other. */
interface Turn {
  /** When the command began, and when it had ended. */
  readonly from: number;
  readonly at: number;
  readonly current: string;
  readonly isRamping: boolean;
}

/** Workers of old and new code side by side under load: a trial, a promotion, a rollback, a promotion; then the old code goes. */
export function rehearseVersions(tell: Tell): Promise<Rehearsed> {
  quietRuntime();
  return withProduction((servers) => rehearse(servers, tell));
}

async function rehearse(servers: RehearsalServers, tell: Tell): Promise<Rehearsed> {
  const { temporalAddress: address, namespace, databaseUrl, what } = servers;
  const [connection, model, builds] = await Promise.all([
    connectTemporal({ address }),
    startPracticeModel({ latencyMs: MODEL_MS }),
    writeBuilds(servers.folder),
  ]);
  const client = new Client({ connection, namespace });
  const pool = createPool(
    databaseUrl,
    { poolSize: 10, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    () => undefined,
  );
  const place = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, COPYDESK_CONFIG: builds.config };
  const startWorkers = (build: string): Promise<readonly Child[]> =>
    Promise.all(
      Array.from({ length: WORKERS }, () =>
        startChild(['worker/main.ts'], {
          env: {
            ...place,
            DATABASE_URL: databaseUrl,
            LLM_BASE_URL: model.url,
            WORKFLOW_BUNDLE: builds.bundles[build] ?? '',
            COPYDESK_BUILD_ID: build,
          },
          says: 'stderr',
          ready: 'The worker is at work',
        }),
      ),
    );
  const deployment = createDeployment({ client, name: DEPLOYMENT, identity: 'npm run rehearse' });
  const turns: Turn[] = [];
  const commandsMs: number[] = [];
  /** `npm run deploy -- …`, as an operator types it. */
  const deploy = async (turn: Omit<Turn, 'from' | 'at'> | undefined, ...args: readonly string[]): Promise<void> => {
    const from = Date.now();
    const said = await runNative([process.execPath, 'worker/deploy/main.ts', ...args], { env: place });
    commandsMs.push(Date.now() - from);
    if (turn !== undefined) turns.push({ ...turn, from, at: Date.now() });
    tell(`$ npm run deploy -- ${args.join(' ')}\n${said.trimEnd()}`);
  };

  const old = await startWorkers(OLD);
  await deploy({ current: OLD, isRamping: false }, 'promote', OLD);
  const gateways = {
    // Whoever starts an article later does so by other rules, as after a deploy that brings settings along.
    before: openGateway({ client, pool }),
    after: openGateway({ client, pool, settings: { ...TEST_SETTINGS, maxIterations: 3, qualityThreshold: 7 } }),
  };
  const people = openPeople(client, pool, gateways.before);
  const oldMayGo = Promise.withResolvers<void>();
  const lives: Promise<Lived>[] = [];
  const underWay = new Set<Promise<Lived>>();
  const began = Date.now();
  let isPromoted = false;
  const begin = async (upTo: number): Promise<void> => {
    for (let index = lives.length; index < upTo; index = lives.length) {
      const life = {
        topic: `How number ${index} came about`,
        changes: index % 3 === 0 ? 1 : 0,
        thinksMs: (index % 8) * 700,
        ...(index < PARKED && { after: oldMayGo.promise }),
      };
      const lived = people.live(life, isPromoted ? gateways.after : gateways.before);
      lives.push(lived);
      if (index >= PARKED) {
        const over = lived.finally(() => underWay.delete(over));
        over.catch(() => undefined);
        underWay.add(over);
      }
      lived.catch(() => undefined);
      await sleep(EVERY_MS);
      if (underWay.size >= AT_ONCE) await Promise.race(underWay).catch(() => undefined);
    }
    tell(`${lives.length} articles have begun.`);
  };

  await begin(ARTICLES * 0.2);
  const fresh = await startWorkers(NEW);
  await deploy({ current: OLD, isRamping: true }, 'promote', NEW, '--ramp', '25%');
  await begin(ARTICLES * 0.35);
  await deploy({ current: NEW, isRamping: false }, 'promote', NEW);
  isPromoted = true;
  await begin(ARTICLES * 0.55);
  await deploy({ current: OLD, isRamping: false }, 'rollback');
  await begin(ARTICLES * 0.75);
  await deploy({ current: NEW, isRamping: false }, 'promote', NEW);
  const promotedAt = Date.now();
  await begin(ARTICLES);

  const ended = await Promise.allSettled(lives.slice(PARKED));
  const loadMs = Date.now() - began;
  tell('All articles but those that wait are over.');
  const waitedFor = (await versionOf(deployment, OLD)).waiting;
  await deploy(undefined, 'renew');
  const emptyMs = await until(deployment, ({ articles, others }) => articles + others === 0, promotedAt);
  oldMayGo.resolve();
  for (const child of old) await child.stop();
  // Nobody is left on the older code: those that waited are decided on without it.
  const parked = await Promise.allSettled(lives.slice(0, PARKED));
  tell('The workers of the older code have ended, and all articles are over.');
  const drainedMs = await until(deployment, ({ role, workers }) => role === 'drained' && workers === 0, promotedAt);
  const dropMs = await dropped(deployment, promotedAt, tell);

  const all = [...parked, ...ended];
  const lived = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const histories = new Map<string, readonly Run[]>();
  for (const { articleId } of lived) histories.set(articleId, (await runsOf(client, articleId)).toReversed());
  const workersOf = (build: string): readonly string[] =>
    (build === OLD ? old : fresh).map(({ pid }) => `${hostname().slice(0, 12)}-${pid ?? 0}`);
  const faults = [
    ...all.flatMap((one) => (one.status === 'rejected' ? [`an article failed: ${String(one.reason)}`] : [])),
    ...lived.flatMap(({ articleId, outcome, deliveries }) =>
      outcome.stage === 'delivered' && deliveries === 1
        ? []
        : [`${articleId} ended as ${outcome.stage}, and was delivered ${deliveries} times`],
    ),
    ...[...histories].flatMap(([articleId, runs]) => faultsOf(articleId, runs, turns, workersOf)),
  ];
  for (const child of fresh) await child.stop();
  await people.close();
  await Promise.all([pool.end(), connection.close(), model.stop()]);
  const runs = [...histories.values()];
  return {
    faults,
    figures: figuresOf({
      what,
      runs,
      lived: lived.length,
      all: all.length,
      clicksMs: people.clicksMs,
      triedAgain: people.triedAgain(),
      commandsMs,
      loadMs,
      waitedFor,
      emptyMs,
      drainedMs,
      dropMs,
    }),
  };
}

/** Bundles of both codes, and settings that tell workers apart. */
async function writeBuilds(folder: string) {
  const config = join(folder, 'config');
  await cp(join(ROOT, 'config'), config, { recursive: true });
  const settings = join(config, 'copydesk.yaml');
  const before = await readFile(settings, 'utf8');
  const after = before.replace(
    '    enabled: false\n    deployment: copydesk',
    `    enabled: true\n    deployment: ${DEPLOYMENT}`,
  );
  if (after === before) throw new Error('config/copydesk.yaml has no worker.versioning any more');
  await writeFile(settings, after);
  const bundles: Record<string, string> = { [OLD]: join(folder, 'old.js'), [NEW]: join(folder, 'new.js') };
  const changed = join(folder, 'changed');
  await mkdir(changed);
  const { code } = await buildWorkflowBundle();
  await Promise.all([writeFile(join(folder, 'old.js'), code), writeChangedBundle(changed, join(folder, 'new.js'))]);
  return { config, bundles };
}

async function versionOf(deployment: Deployment, build: string): Promise<DeployedVersion> {
  const found = (await deployment.look())?.versions.find(({ buildId }) => buildId === build);
  if (found === undefined) throw new Error(`There is no version ${build}`);
  return found;
}

/** When it was so of the older code, in milliseconds after. */
async function until(deployment: Deployment, isSo: (old: DeployedVersion) => boolean, after: number): Promise<number> {
  for (;;) {
    if (isSo(await versionOf(deployment, OLD))) return Date.now() - after;
    if (Date.now() - after > DRAINED_MS)
      throw new Error(`The older code did not go: ${JSON.stringify(await versionOf(deployment, OLD))}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Temporal takes a worker for gone only some minutes after it asked for work the last time. */
async function dropped(deployment: Deployment, after: number, tell: Tell): Promise<number> {
  for (;;) {
    try {
      await deployment.drop(OLD);
      return Date.now() - after;
    } catch (error) {
      if (Date.now() - after > DRAINED_MS) throw error;
      tell(`Not yet forgotten: ${error instanceof Error ? error.message : String(error)}`);
      await sleep(20 * LOOK_EVERY_MS);
    }
  }
}

function faultsOf(
  articleId: string,
  runs: readonly Run[],
  turns: readonly Turn[],
  workersOf: (build: string) => readonly string[],
): readonly string[] {
  return [
    ...(keepsRules(runs) ? [] : [`${articleId} changed its rules`]),
    ...runs.flatMap((run, index) => {
      const name = `run ${index + 1} of ${articleId}`;
      const [version = '', ...others] = run.versions;
      const strangers = run.workers.filter((worker) => !workersOf(version).includes(worker));
      return [
        ...(others.length > 0 ? [`${name} changed its code: ${run.versions.join(', ')}`] : []),
        ...(strangers.length > 0 ? [`${name} on ${version} had steps done by ${strangers.join(', ')}`] : []),
        ...(run.hasSteps && run.isMarked !== (version === NEW) ? [`${name} did not do what ${version} does`] : []),
        ...(run.failedTasks > 0 ? [`${name}: ${run.failedTasks} workflow tasks failed`] : []),
        ...(mayBeginOn(turns, run.beganAt.getTime()).includes(version)
          ? []
          : [`${name} began on ${version} at ${run.beganAt.toISOString()}`]),
      ];
    }),
  ];
}

function keepsRules(runs: readonly Run[]): boolean {
  return runs.every(({ rules }) => isDeepStrictEqual(rules, runs[0]?.rules));
}

/** What was current at a moment, and what was so until just now. */
function mayBeginOn(turns: readonly Turn[], at: number): readonly string[] {
  return turns.flatMap(({ from, current, isRamping }, index) => {
    const to = turns[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    if (at < from || at > to + HEARD_MS) return [];
    return isRamping ? [OLD, NEW] : [current];
  });
}

function figuresOf(found: {
  readonly what: string;
  readonly runs: readonly (readonly Run[])[];
  readonly lived: number;
  readonly all: number;
  readonly clicksMs: readonly number[];
  readonly triedAgain: number;
  readonly commandsMs: readonly number[];
  readonly loadMs: number;
  readonly waitedFor: number;
  readonly emptyMs: number;
  readonly drainedMs: number;
  readonly dropMs: number;
}): string {
  const { what, runs, lived, all, clicksMs, triedAgain, commandsMs, loadMs, waitedFor, emptyMs, drainedMs, dropMs } =
    found;
  const every = runs.flat();
  const on = (build: string): number => every.filter(({ versions }) => versions[0] === build).length;
  const changes = runs.map(
    (chain) => chain.filter((run, index) => index > 0 && run.versions[0] !== chain[index - 1]?.versions[0]).length,
  );
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
  return `${what}; ${WORKERS} workers of each code, whose difference no running article would survive; a model that answers after ${MODEL_MS} ms. A trial with 25%, a promotion, a rollback and a promotion in the middle of the load. ${new Date().toISOString().slice(0, 10)}.

| | |
|---|---|
| articles, begun within ${seconds(loadMs)} | ${all}: ${lived} delivered, ${all - lived} failed |
| runs on the old code, on the new | ${on(OLD)}, ${on(NEW)} |
| articles that went over to other code at a gate | ${changes.filter((count) => count > 0).length}, of which ${changes.filter((count) => count > 1).length} twice |
| … in the middle of a run, or with other rules | ${every.filter(({ versions }) => versions.length > 1).length}, ${runs.filter((chain) => !keepsRules(chain)).length} |
| from a click to its answer (p50 / p99, ${clicksMs.length} clicks) | ${p50AndP99(clicksMs)} |
| … orders and clicks that were answered with “try again” | ${triedAgain} |
| a promotion or rollback, as a command | ${p50AndP99(commandsMs)} |
| waiting on the old code at the end, and renewed | ${waitedFor} |
| after the last promotion: nothing runs on the old code | ${seconds(emptyMs)} |
| … Temporal calls it drained | ${seconds(drainedMs)} |
| … it is forgotten, its workers having ended | ${seconds(dropMs)} |`;
}
