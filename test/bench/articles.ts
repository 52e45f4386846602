import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { Pool } from 'pg';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { createTerminalMessenger } from '../../bots/terminal/messenger/messenger.ts';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import { createActivities } from '../../src/activities/create-activities.ts';
import { createDrain } from '../../src/delivery/drain.ts';
import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import { ensureSearchAttributes } from '../../src/gateway/search-attributes.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { Messenger } from '../../src/delivery/messenger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import type { DraftRecord } from '../../src/protocol/draft.ts';
import { TASK_QUEUE, workflowIdOf } from '../../src/protocol/names.ts';
import { createAgentRunStore } from '../../src/storage/agent-run-store.ts';
import { createEvidenceStore } from '../../src/storage/evidence-store.ts';
import { createExtrasStore } from '../../src/storage/extras-store.ts';
import { createScheduleStore } from '../../src/storage/schedule-store.ts';
import { createStyleStore } from '../../src/storage/style-store.ts';
import { createTranslationStore } from '../../src/storage/translation-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createModelCallStore } from '../../src/storage/model-call-store.ts';
import { createFollowerStore } from '../../src/storage/follower-store.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createPublicationStore } from '../../src/storage/publication-store.ts';
import { createReceiptStore } from '../../src/storage/receipt-store.ts';
import { createTerminalStore } from '../../bots/terminal/connect/terminal-store.ts';
import { createWorkStore } from '../../src/storage/work-store.ts';
import { createZoneStore } from '../../src/storage/zone-store.ts';
import { openGateway } from '../support/open-gateway.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { zeroAgents } from '../support/zero-agents.ts';
import type { BenchServers } from './bench-servers.ts';
import { median, ms, p50AndP99, table, timed } from './figures.ts';
import { startChild } from './start-child.ts';

/** One at a time, interleaved with the bare workflow. */
const SINGLE_RUNS = 30;
/** Started together. */
const BATCH = 50;
const BATCH_RUNS = 3;
const CLICKS = 100;
const PARKED = [1000, 5000] as const;
const ANN: Actor = { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] };

interface ShownGate extends DraftRecord {
  readonly gate: string;
}

/** Tells who waits for it that an article's gate is in the thread, be it before they wait. */
const gates = {
  shown: new Map<string, ShownGate>(),
  waiting: new Map<string, (gate: ShownGate) => void>(),
  async wait(articleId: string): Promise<ShownGate> {
    const shown = gates.shown.get(articleId);
    return shown ?? (await new Promise((resolve) => gates.waiting.set(articleId, resolve)));
  },
  open(articleId: string, gate: ShownGate): void {
    gates.shown.set(articleId, gate);
    gates.waiting.get(articleId)?.(gate);
  },
};

const quiet = (): void => undefined;

/** The article workflow against the bare one. */
export async function benchArticles({ temporalAddress: address, databaseUrl, folder }: BenchServers): Promise<void> {
  quietRuntime();
  const [connection, native] = await Promise.all([connectTemporal({ address }), NativeConnection.connect({ address })]);
  await Promise.all([ensureSearchAttributes(connection, 'default'), migrate(databaseUrl, quiet)]);
  const client = new Client({ connection });
  const pool = createPool(
    databaseUrl,
    { poolSize: 10, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    quiet,
  );
  const queries = countQueries(pool);
  const terminal = createTerminalMessenger(createTerminalStore(pool));
  const messenger: Messenger<ChatContent> = {
    ...terminal,
    async post(message, place) {
      const ref = await terminal.post(message, place);
      const { content } = place;
      if (content.kind === 'gate') gates.open(content.frame.articleId, { ...content.draft, gate: content.gate });
      return ref;
    },
  };
  const gateway = openGateway({ client, pool });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const activities = createActivities({
    ...zeroAgents(),
    progress: createProgressStore(pool),
    work: createWorkStore(pool),
    drafts: createDraftStore(pool),
    evidence: createEvidenceStore(pool),
    schedules: createScheduleStore(pool),
    zones: createZoneStore(pool),
    style: createStyleStore(pool),
    translations: createTranslationStore(pool),
    extras: createExtrasStore(pool),
    house: { templates: [], styles: {} },
    modelCalls: createModelCallStore(pool),
    receipts: createReceiptStore(pool),
    publications: createPublicationStore(pool),
    agentRuns: createAgentRunStore(pool),
    asking: TEST_SETTINGS,
    publishers: new Map(),
    scrub: (text) => text,
  });
  const startWorker = (maxCachedWorkflows: number): Promise<Worker> =>
    Worker.create({
      connection: native,
      taskQueue: TASK_QUEUE,
      identity: 'bench',
      workerDeploymentOptions: {
        version: { deploymentName: 'copydesk', buildId: '0.1.0' },
        useWorkerVersioning: false,
      },
      workflowBundle,
      maxCachedWorkflows,
      activities: { ...activities, noop: async () => undefined },
    });
  const worker = await startWorker(100);
  const closing = new AbortController();
  const drain = createDrain({
    messenger,
    followers: createFollowerStore(pool),
    desk: gateway,
    log: { debug: quiet, warn: quiet },
  });
  const working = worker.run();
  const draining = drain.run(closing.signal);
  const warm = [runArticle(client, gateway), runBare(client)];
  await Promise.all(warm);

  const article: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < SINGLE_RUNS; run += 1) {
    bare.push(await timed(() => runBare(client)));
    article.push(await timed(() => runArticle(client, gateway)));
  }
  const articleBatches: number[] = [];
  const bareBatches: number[] = [];
  for (let run = 0; run < BATCH_RUNS; run += 1) {
    bareBatches.push((1000 * BATCH) / (await timed(() => together(() => runBare(client)))));
    articleBatches.push((1000 * BATCH) / (await timed(() => together(() => runArticle(client, gateway)))));
  }
  const before = queries.count();
  const measured = await runArticle(client, gateway);
  const asked = queries.count() - before;
  const sizes = { article: await sizeOf(client, measured), bare: await sizeOf(client, await runBare(client)) };

  const clicks: number[] = [];
  const refusals: number[] = [];
  for (let run = 0; run < CLICKS; run += 1) {
    const parked = await park(gateway);
    const stranger = { ...ANN, userId: 'eve' };
    refusals.push(
      await timed(() =>
        gateway.decide(parked.articleId, { id: randomUUID(), kind: 'approve', ...parked.draft, by: stranger }),
      ),
    );
    clicks.push(
      await timed(() =>
        gateway.decide(parked.articleId, {
          id: randomUUID(),
          kind: 'reject',
          reason: 'No',
          ...parked.draft,
          by: ANN,
        }),
      ),
    );
  }

  worker.shutdown();
  await working;
  const memory = await parkInWorkerProcess(address, databaseUrl, gateway);
  const starts = [await startUp(folder), await startUp(folder)];

  const ratio = (a: number, b: number): string => (a / b).toFixed(2);
  table([
    ['', 'Copydesk', 'bare', 'ratio'],
    ['one article, p50', ms(median(article)), ms(median(bare)), ratio(median(article), median(bare))],
    [
      `articles/s, ${BATCH} at once`,
      median(articleBatches).toFixed(1),
      median(bareBatches).toFixed(1),
      ratio(median(articleBatches), median(bareBatches)),
    ],
    [
      'history events',
      String(sizes.article.events),
      String(sizes.bare.events),
      ratio(sizes.article.events, sizes.bare.events),
    ],
    [
      'history, KB',
      (sizes.article.bytes / 1024).toFixed(1),
      (sizes.bare.bytes / 1024).toFixed(1),
      ratio(sizes.article.bytes, sizes.bare.bytes),
    ],
    ['queries, everything together', String(asked), '', ''],
    ['click → counted, p50 / p99', p50AndP99(clicks), '', ''],
    ['click → refused, p50 / p99', p50AndP99(refusals), '', ''],
    ['click on an evicted article, p50 / p99', p50AndP99(memory.evicted), '', ''],
    ['worker process, before', mb(memory.beforeKb), '', ''],
    ...memory.parked.map(({ articles, kb }) => [
      `worker process, ${articles} articles parked (100 cached)`,
      mb(kb),
      '',
      '',
    ]),
    ['npm start to ready, first / second', starts.map((seconds) => `${seconds.toFixed(1)} s`).join(' / '), '', ''],
  ]);

  closing.abort();
  await draining;
  await Promise.all([connection.close(), native.close(), pool.end()]);
}

async function runBare(client: Client): Promise<WorkflowHandle> {
  const handle = await client.workflow.start('bare', { taskQueue: TASK_QUEUE, workflowId: randomUUID() });
  await handle.signal('approve');
  await handle.result();
  return handle;
}

/** Approved by whoever asked, as soon as the gate is reached. */
async function runArticle(client: Client, gateway: ArticleGateway): Promise<WorkflowHandle> {
  const { articleId, draft } = await park(gateway);
  const answer = await gateway.decide(articleId, { id: randomUUID(), kind: 'approve', ...draft, by: ANN });
  // One that the desk has no time to answer is taken all the same.
  if (answer.kind === 'refused') throw new Error(`The approval did not count: ${JSON.stringify(answer)}`);
  const handle = client.workflow.getHandle(workflowIdOf(articleId));
  await handle.result();
  return handle;
}

/** What a button of a gate says. */
type Shown = Pick<Extract<Decision, { readonly kind: 'approve' }>, 'draft' | 'gate'>;

/** An article that waits at its gate, as soon as its card is in the thread. */
async function park(gateway: ArticleGateway): Promise<{ readonly articleId: string; readonly draft: Shown }> {
  const { articleId } = await gateway.start({
    eventKey: randomUUID(),
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    thread: { platform: 'terminal', channel: 'ann' },
    language: 'en',
  });
  const { version, hash, gate } = await gates.wait(articleId);
  return { articleId, draft: { draft: { version, hash }, gate } };
}

/** Of all its runs together. */
async function sizeOf(
  client: Client,
  handle: WorkflowHandle,
): Promise<{ readonly events: number; readonly bytes: number; readonly runs: number }> {
  const { events: latest = [] } = await handle.fetchHistory();
  let runId = latest?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? '';
  const size = { events: 0, bytes: 0, runs: 0 };
  while (runId !== '') {
    const run = client.workflow.getHandle(handle.workflowId, runId);
    const [{ historyLength, historySize }, { events }] = await Promise.all([run.describe(), run.fetchHistory()]);
    size.events += historyLength;
    size.bytes += historySize ?? 0;
    size.runs += 1;
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
  }
  return size;
}

function countQueries(pool: Pool): { readonly count: () => number } {
  let count = 0;
  const query = pool.query.bind(pool);
  pool.query = ((...args: Parameters<typeof query>) => {
    count += 1;
    return query(...args);
  }) as typeof pool.query;
  return { count: () => count };
}

async function together(run: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: BATCH }, run));
}

/** Parks articles with a worker in a process of its own, and clicks on those that it has long dropped from its cache. */
async function parkInWorkerProcess(
  address: string,
  databaseUrl: string,
  gateway: ArticleGateway,
): Promise<{
  readonly beforeKb: number;
  readonly parked: readonly { readonly articles: number; readonly kb: number }[];
  readonly evicted: readonly number[];
}> {
  const worker = fileURLToPath(new URL('worker-process.ts', import.meta.url));
  // As the container image starts it.
  const child = await startChild(['--max-semi-space-size=4', worker, address, databaseUrl], {
    env: { MALLOC_ARENA_MAX: '2' },
  });
  // What the first articles bring into memory stays there however many follow.
  for (let at = 0; at < 2; at += 1) await together(() => park(gateway));
  const beforeKb = residentKb(child.pid);
  const parked: Awaited<ReturnType<typeof park>>[] = [];
  const sizes: { readonly articles: number; readonly kb: number }[] = [];
  for (const articles of PARKED) {
    while (parked.length < articles)
      parked.push(...(await Promise.all(Array.from({ length: BATCH }, () => park(gateway)))));
    await sleep(5000);
    sizes.push({ articles, kb: residentKb(child.pid) });
  }
  const evicted: number[] = [];
  for (const { articleId, draft } of parked.slice(0, CLICKS)) {
    evicted.push(
      await timed(() =>
        gateway.decide(articleId, { id: randomUUID(), kind: 'reject', reason: 'No', ...draft, by: ANN }),
      ),
    );
  }
  await child.stop();
  return { beforeKb, parked: sizes, evicted };
}

/** Seconds from the start of the process to its being ready, with servers of its own and data from the time before. */
async function startUp(folder: string): Promise<number> {
  const started = performance.now();
  const child = await startChild(
    [fileURLToPath(new URL('../../src/local/main.ts', import.meta.url)), '--no-terminal'],
    {
      env: { COPYDESK_DATA: join(folder, 'start') },
    },
  );
  const seconds = (performance.now() - started) / 1000;
  await child.stop();
  return seconds;
}

function residentKb(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

function mb(kilobytes: number): string {
  return `${(kilobytes / 1024).toFixed(0)} MB`;
}
