import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Pool } from 'pg';
import { inject } from 'vitest';
import { type BudgetOptions, createBudget } from '../../src/activities/budget.ts';
import { createActivities } from '../../src/activities/create-activities.ts';
import { HEARTBEAT_MS } from '../../src/activities/run-step.ts';
import { createAgents } from '../../src/agents/create-agents.ts';
import type { AgentsSettings } from '../../src/agents/settings.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { createDrain } from '../../src/delivery/drain.ts';
import { type ArticleGateway, type ArticleOrder, createArticleGateway } from '../../src/gateway/article-gateway.ts';
import { createArticleIds } from '../../src/gateway/article-id.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleOutcome, Stage } from '../../src/protocol/article.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import { TASK_QUEUE, workflowIdOf } from '../../src/protocol/names.ts';
import { type ArticleSettings, NO_POLICIES, type Policies } from '../../src/protocol/settings.ts';
import type { DataKey } from '../../src/lib/vault.ts';
import { createArticleList } from '../../src/storage/article-list.ts';
import type { Publisher } from '../../src/publish/publisher.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { createReadAddress, type ReadAddress } from '../../src/research/read-address.ts';
import { createAgentRunStore } from '../../src/storage/agent-run-store.ts';
import { createEvidenceStore } from '../../src/storage/evidence-store.ts';
import { createDraftStore, type DraftStore } from '../../src/storage/draft-store.ts';
import { createModelCallStore } from '../../src/storage/model-call-store.ts';
import { createFollowerStore } from '../../src/storage/follower-store.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createPublicationStore } from '../../src/storage/publication-store.ts';
import { createReceiptStore } from '../../src/storage/receipt-store.ts';
import { createRequestStore } from '../../src/storage/request-store.ts';
import { createSourceFileStore } from '../../src/storage/source-file-store.ts';
import { createExtrasStore } from '../../src/storage/extras-store.ts';
import { createScheduleStore } from '../../src/storage/schedule-store.ts';
import { createStyleStore } from '../../src/storage/style-store.ts';
import { createSpendingStore } from '../../src/storage/spending-store.ts';
import { createTranslationStore } from '../../src/storage/translation-store.ts';
import { createWorkStore } from '../../src/storage/work-store.ts';
import { createZoneStore } from '../../src/storage/zone-store.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import type { Task } from '../../src/practice-model/brief.ts';
import type { Mood } from '../../src/practice-model/mood.ts';
import { createLlmCache } from '../../src/storage/llm-cache.ts';
import { createMigratedDatabase } from './use-database.ts';
import { createNamespace } from './namespace.ts';
import { createRecordingMessenger, type RecordingMessenger } from './recording-messenger.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { TEST_SETTINGS } from './settings.ts';
import { type LoggedRequest, type ScriptedModel, type Step, startScriptedModel } from './scripted-model.ts';

export const ANN: Actor = { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] };
export const BEN: Actor = { platform: 'memory', userId: 'U2', displayName: 'Ben', groups: ['editors'] };

export type PartialDecision = Decision extends infer D
  ? D extends Decision
    ? Omit<D, 'id' | 'draft' | 'by'> & { readonly by?: Actor; readonly id?: string; readonly version?: number }
    : never
  : never;

/** A whole Copydesk in one process, on real servers, with agents and a chat of the test's choosing. */
export interface Newsroom {
  readonly client: Client;
  readonly gateway: ArticleGateway;
  /** Another one. Default: patient, with {@link TEST_SETTINGS}. */
  openGateway(options?: {
    readonly settings?: Partial<ArticleSettings>;
    readonly policies?: Policies;
    readonly answerBudgetMs?: number;
  }): ArticleGateway;
  readonly pool: Pool;
  readonly drafts: DraftStore;
  /** What its worker does. */
  readonly activities: ReturnType<typeof createActivities>;
  /** Where a chat platform that delivers here finds its servers. */
  readonly place: { readonly temporalAddress: string; readonly namespace: string; readonly databaseUrl: string };
  readonly messenger: RecordingMessenger;
  /** The practice model, unless a test gives it a script. */
  readonly model: ScriptedModel;
  /** What the model does with the next requests of one article for one task. */
  script(topic: string, task: Task, ...steps: readonly Step[]): void;
  /** Requests so far of one article for one task. */
  asked(topic: string, task: Task): readonly LoggedRequest[];
  start(topic: string, order?: Partial<ArticleOrder>, settings?: Partial<ArticleSettings>): Promise<TestArticle>;
  /** One that was started otherwise. */
  article(articleId: string): TestArticle;
  stopWorker(): Promise<void>;
  /** @param dataConverter default: as the newsroom's */
  startWorker(dataConverter?: DataConverter): Promise<void>;
  /** One half of a worker, for what has to happen in the same moment. @returns what stops it */
  startHalf(half: 'decides' | 'thinks', dataConverter?: DataConverter): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface TestArticle {
  readonly articleId: string;
  /** Decides about the current draft, or another `version`. */
  decide(decision: PartialDecision): ReturnType<ArticleGateway['decide']>;
  /** Stores a person's text and decides with it, as a bot does. */
  edit(text: string): ReturnType<ArticleGateway['decide']>;
  /** Has an earlier draft decided on again, as a bot does. Default: by Ann, who sees the current draft. */
  bringBack(version: number, by?: Actor, shown?: ArticleStatus['current']): ReturnType<ArticleGateway['decide']>;
  /** Asks for changes at the gate. Resolves at the gate of the next draft. */
  askForChanges(comment: string): Promise<void>;
  until(reached: Stage | ((status: ArticleStatus) => boolean)): Promise<ArticleStatus>;
  outcome(): Promise<ArticleOutcome>;
  /** Kinds of the messages in the thread, in order. */
  kinds(): readonly string[];
  /** The last message of a kind, as it stands in the thread. @throws when there is none. */
  message(kind: ChatContent['kind']): ChatContent;
  /** Gates that show a decision. */
  count(what: 'decided'): number;
  /** Of its latest run, or of all that it has gone on as. */
  events(runs?: 'latest' | 'all'): Promise<readonly { readonly type: string }[]>;
  /** What the server waits for: workflow tasks and activities that are scheduled or under way. */
  underWay(): Promise<number>;
}

const POOL_SETTINGS = { poolSize: 5, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 };
const LOOK_EVERY_MS = 25;
const TEST_SECRET = 'a secret of the tests, for the ids of articles';
const MAX_LOOKS = 1600;
/** Four seconds: some chats of the tests take nothing. */
const QUIET_LOOKS = 160;

let bundle: ReturnType<typeof buildWorkflowBundle> | undefined;

export interface NewsroomOptions {
  /** Default: those that all tests of a run share. */
  readonly temporalAddress?: string;
  readonly postgresUrl?: string;
  /** Of the model, where a script names no other. */
  readonly mood?: Mood;
  /** How often it is told how many words are written, milliseconds. Default: never. */
  readonly wordsEveryMs?: number;
  /** Of the model. Default: any. */
  readonly modelPort?: number;
  /** What stands before the model, and is asked instead of it. */
  readonly llm?: { readonly baseUrl: string; readonly apiKey: string };
  /** What every answer costs, in USD. Default: nobody tells. */
  readonly costUsd?: number;
  readonly budget?: Omit<BudgetOptions, 'spending'>;
  /** Default: as shipped, and the machine of the tests is a private one. */
  readonly readAddress?: ReadAddress;
  /** Where articles are published, by the names of their targets. Default: nowhere. */
  readonly publishers?: ReadonlyMap<string, Publisher>;
  /** How payloads go to Temporal, of its client and its workers. Default: in clear. */
  readonly dataConverter?: DataConverter;
  /** With which texts are encrypted before they are stored. Default: they are not. */
  readonly dataKeys?: readonly [DataKey, ...DataKey[]];
  /** What is changed in the shipped ones. @param modelUrl where the model searches, too */
  readonly agents?: (shipped: AgentsSettings, modelUrl: string) => AgentsSettings;
}

export async function openNewsroom(options: NewsroomOptions = {}): Promise<Newsroom> {
  quietRuntime();
  bundle ??= buildWorkflowBundle();
  const address = options.temporalAddress ?? inject('temporalAddress');
  const encoding = (dataConverter = options.dataConverter) => (dataConverter === undefined ? {} : { dataConverter });
  const [{ namespace, connection: clientConnection }, database, connection, model] = await Promise.all([
    createNamespace(address),
    createMigratedDatabase(options.postgresUrl ?? inject('postgresUrl')),
    NativeConnection.connect({ address }),
    startScriptedModel({
      ...(options.mood !== undefined && { mood: options.mood }),
      ...(options.modelPort !== undefined && { port: options.modelPort }),
      ...(options.costUsd !== undefined && { costUsd: options.costUsd }),
    }),
  ]);
  const client = new Client({ connection: clientConnection, namespace, ...encoding() });
  const config = loadConfig('config');
  const logger = createLogger({ level: 'silent' });
  const cache = createLlmCache({ ...config.cache, logger });
  const agents = await createAgents(options.agents?.(config.agents, model.url) ?? config.agents, {
    llm: options.llm ?? { baseUrl: model.url },
    perplexity: { baseUrl: model.url, apiKey: 'k-perplexity' },
    cache,
    logger,
  });
  const pool = createPool(
    database.url,
    { ...POOL_SETTINGS, encryptTexts: options.dataKeys !== undefined },
    () => undefined,
    options.dataKeys,
  );
  const drafts = createDraftStore(pool);
  const messenger = createRecordingMessenger();
  const openGateway: Newsroom['openGateway'] = ({ settings, policies = NO_POLICIES, answerBudgetMs = 15_000 } = {}) =>
    createArticleGateway({
      client,
      ids: createArticleIds(TEST_SECRET),
      requests: createRequestStore(pool),
      lists: createArticleList(pool),
      settings: { ...TEST_SETTINGS, ...settings },
      policies,
      answerBudgetMs,
    });
  const gateway = openGateway();
  const activities = createActivities({
    ...agents,
    drafts,
    evidence: createEvidenceStore(pool),
    files: createSourceFileStore(pool),
    schedules: createScheduleStore(pool),
    zones: createZoneStore(pool),
    style: createStyleStore(pool),
    translations: createTranslationStore(pool),
    extras: createExtrasStore(pool),
    house: config.agents.house,
    agentRuns: createAgentRunStore(pool),
    asking: TEST_SETTINGS,
    publications: createPublicationStore(pool),
    publishers: options.publishers ?? new Map(),
    scrub: createScrub([]),
    readAddress: options.readAddress ?? createReadAddress(config.fetch),
    progress: createProgressStore(pool),
    work: createWorkStore(pool),
    modelCalls: createModelCallStore(pool),
    ...(options.wordsEveryMs !== undefined && { wordsEveryMs: options.wordsEveryMs }),
    receipts: createReceiptStore(pool),
    ...(options.budget !== undefined && {
      budget: createBudget({ ...options.budget, spending: createSpendingStore(pool) }),
    }),
  });
  const closing = new AbortController();
  const drain = createDrain({
    messenger,
    followers: createFollowerStore(pool),
    desk: gateway,
    templates: config.agents.house.templates,
    log: logger,
  });
  const draining = drain.run(closing.signal);
  let worker: Worker | undefined;
  const halves = new Set<() => Promise<void>>();
  let working: Promise<void> | undefined;

  const newsroom: Newsroom = {
    client,
    gateway,
    openGateway,
    pool,
    drafts,
    activities,
    place: { temporalAddress: address, namespace, databaseUrl: database.url },
    messenger,
    model,
    script: (topic, task, ...steps) => model.on((request) => isAbout(request, topic, task), ...steps),
    asked: (topic, task) => model.requests.filter((request) => isAbout(request, topic, task)),

    async start(topic, order, settings) {
      const { articleId } = await openGateway({ ...(settings && { settings }) }).start({
        eventKey: randomUUID(),
        request: { topic, language: 'en' },
        requester: ANN,
        thread: { platform: messenger.platform, channel: 'C1' },
        language: 'en',
        ...order,
      });
      return newsroom.article(articleId);
    },

    article(articleId) {
      const handle = client.workflow.getHandle(workflowIdOf(articleId));
      const status = (): Promise<ArticleStatus> => gateway.status(articleId, ANN);
      const contents = (): readonly ChatContent[] =>
        messenger.messages.filter(({ key }) => key.startsWith(`${articleId}/`)).map(({ content }) => content);
      const article: TestArticle = {
        articleId,
        async decide(decision) {
          const { drafts: all, current } = await status();
          const draft =
            decision.version === undefined ? current : all.find(({ version }) => version === decision.version);
          if (draft === undefined) throw new Error(`There is no draft ${decision.version ?? ''} to decide on`);
          return await gateway.decide(articleId, {
            id: randomUUID(),
            by: ANN,
            ...decision,
            draft: { version: draft.version, hash: draft.hash },
          });
        },
        async edit(text) {
          const { current } = await status();
          if (current === undefined) throw new Error('There is no draft to edit');
          const id = randomUUID();
          const edited = await drafts.storeEdited({ draftId: id, articleId, text, authorName: ANN.displayName });
          return await gateway.decide(articleId, {
            id,
            kind: 'edit',
            by: ANN,
            draft: { version: current.version, hash: current.hash },
            edited,
          });
        },
        async bringBack(version, by = ANN, shown) {
          const { drafts: all, current: latest } = await status();
          const current = shown ?? latest;
          const to = all.find((one) => one.version === version) ?? { version, hash: '00000000' };
          const id = randomUUID();
          const draftId = `${articleId}/back-${id}`;
          const edited = await drafts.storeCopy({ draftId, articleId, of: to });
          return await gateway.decide(articleId, {
            id,
            kind: 'bring-back',
            by,
            draft: { version: current?.version ?? 0, hash: current?.hash ?? '' },
            to: { version: to.version, hash: to.hash },
            edited: edited ?? { draftId, hash: to.hash },
          });
        },
        async until(reached) {
          for (let look = 0; look < MAX_LOOKS; look += 1) {
            const now = await status();
            if (typeof reached === 'string' ? now.stage === reached : reached(now)) return now;
            await sleep(LOOK_EVERY_MS);
          }
          throw new Error(`The article did not get there, its status is ${JSON.stringify(await status())}`);
        },
        async askForChanges(comment) {
          const { drafts: before } = await article.until('waiting');
          await article.decide({ kind: 'request-changes', comment });
          await article.until((reached) => reached.stage === 'waiting' && reached.drafts.length > before.length);
        },
        async outcome() {
          const outcome = (await handle.result()) as ArticleOutcome;
          await threadsAreQuiet(pool, articleId);
          return outcome;
        },
        kinds: () => contents().map(({ kind }) => kind),
        count: () => contents().filter((content) => content.kind === 'gate' && content.decided !== undefined).length,
        message(kind) {
          const found = contents().findLast((content) => content.kind === kind);
          if (found !== undefined) return found;
          throw new Error(
            `There is no ${kind} in the thread, only ${contents()
              .map((content) => content.kind)
              .join(', ')}`,
          );
        },
        async events(runs = 'latest') {
          const first = runs === 'all' ? await runsOf(client, workflowIdOf(articleId)) : [handle];
          const histories = await Promise.all(first.map((run) => run.fetchHistory()));
          return histories
            .flatMap(({ events }) => events ?? [])
            .map((event) => ({
              type:
                Object.keys(event)
                  .find((key) => key.endsWith('EventAttributes'))
                  ?.replace('EventAttributes', '') ?? '?',
            }));
        },
        async underWay() {
          const { pendingActivities, pendingWorkflowTask } = (await handle.describe()).raw;
          return (pendingActivities ?? []).length + (pendingWorkflowTask ? 1 : 0);
        },
      };
      return article;
    },

    async startWorker(dataConverter) {
      worker = await createWorker({
        connection,
        namespace,
        ...encoding(dataConverter),
        identity: 'test',
        bundle: await (bundle ?? buildWorkflowBundle()),
        activities,
        settings: {
          maxCachedWorkflows: 100,
          maxConcurrentActivities: 20,
          shutdownGraceSeconds: 1,
          stickyTimeoutSeconds: 1,
        },
      });
      working = worker.run();
    },
    async startHalf(half, dataConverter) {
      const one = await Worker.create({
        connection,
        namespace,
        ...encoding(dataConverter),
        taskQueue: TASK_QUEUE,
        identity: `test ${half}`,
        activities,
        ...(half === 'decides' && { workflowBundle: await (bundle ?? buildWorkflowBundle()) }),
        enableNonLocalActivities: half === 'thinks',
        stickyQueueScheduleToStartTimeout: '1 second',
        maxHeartbeatThrottleInterval: HEARTBEAT_MS,
        defaultHeartbeatThrottleInterval: HEARTBEAT_MS,
      });
      const run = one.run();
      const stop = async (): Promise<void> => {
        if (!halves.delete(stop)) return;
        one.shutdown();
        await run;
      };
      halves.add(stop);
      return stop;
    },
    async stopWorker() {
      worker?.shutdown();
      worker = undefined;
      await working;
    },
    async close() {
      await Promise.all([newsroom.stopWorker(), ...[...halves].map((stop) => stop())]);
      closing.abort();
      await draining;
      await Promise.all([connection.close(), clientConnection.close(), pool.end(), cache.close(), model.stop()]);
      await database.drop();
    },
  };
  await newsroom.startWorker();
  return newsroom;
}

/** Every run of a workflow, the first one first. */
async function runsOf(client: Client, workflowId: string): Promise<readonly WorkflowHandle[]> {
  const latest = await client.workflow.getHandle(workflowId).fetchHistory();
  let runId = latest.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? '';
  const runs: WorkflowHandle[] = [];
  while (runId !== '') {
    const run = client.workflow.getHandle(workflowId, runId);
    runs.push(run);
    const { events } = await run.fetchHistory();
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
  }
  return runs;
}

function isAbout(request: LoggedRequest, topic: string, task: Task): boolean {
  return request.task === task && JSON.stringify(request.body).includes(`>${topic}</topic-`);
}

/** The last edits go out when the article is already over. Ends without them when the chat does not take them. */
async function threadsAreQuiet(pool: Pool, articleId: string): Promise<void> {
  for (let look = 0; look < QUIET_LOOKS; look += 1) {
    const { rowCount } = await pool.query('select from followers where article_id = $1 and due_at is not null', [
      articleId,
    ]);
    if (rowCount === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}
