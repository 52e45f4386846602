import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { inject } from 'vitest';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import type { Task } from '../../src/practice-model/brief.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleOutcome } from '../../src/protocol/article.ts';
import { workflowIdOf } from '../../src/protocol/names.ts';
import type { PublishTarget } from '../../src/protocol/publication.ts';
import { createPool } from '../../src/storage/pool.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { CHAT_PLATFORM } from './chat-messenger.ts';
import { type ChatPost, type ChatServer, startChatServer } from './chat-server.ts';
import { createMigratedDatabase } from './use-database.ts';
import type { DeliverProcessOptions } from './deliver-process.ts';
import { createKillableProcess, type KillableProcess } from './killable-process.ts';
import { createNamespace } from './namespace.ts';
import { openGateway } from './open-gateway.ts';
import { type LoggedRequest, type ScriptedModel, type Step, startScriptedModel } from './scripted-model.ts';
import { TEST_SETTINGS } from './settings.ts';
import { makeTestFolder } from './test-folder.ts';
import { holdWrites, type WriteHold } from './write-hold.ts';

/** Who asks for its articles. */
export const SPLIT_ANN: Actor = { platform: CHAT_PLATFORM, userId: 'U1', displayName: 'Ann', groups: [] };
const POLL_MS = 20;
const WAIT_MS = 60_000;
const SETTINGS = {
  ...TEST_SETTINGS,
  // Heartbeats go out every two seconds: as soon as a death can be told from a delay.
  timeouts: { ...TEST_SETTINGS.timeouts, heartbeatSeconds: 4 },
  // A kill costs no attempt.
  retry: { ...TEST_SETTINGS.retry, maximumAttempts: 1 },
};

/** A whole Copydesk as it runs in production: the worker and the platform are processes of their own, which die when told to. */
export interface SplitNewsroom {
  /** `worker/main.ts`. */
  readonly worker: KillableProcess;
  /** One more of the same, not started. */
  anotherWorker(): KillableProcess;
  /** The platform's own process, which alone talks to the chat. */
  readonly platform: KillableProcess;
  readonly chat: ChatServer;
  readonly model: ScriptedModel;
  readonly pool: Pool;
  /** Where another process of it finds its servers. */
  readonly place: {
    readonly TEMPORAL_ADDRESS: string;
    readonly TEMPORAL_NAMESPACE: string;
    readonly DATABASE_URL: string;
  };
  /** What the model does with the next requests of one article for one task. */
  script(topic: string, task: Task, ...steps: readonly Step[]): void;
  holdWrites(table: string): Promise<WriteHold>;
  start(topic: string): Promise<SplitArticle>;
  close(): Promise<void>;
}

export interface SplitArticle {
  readonly articleId: string;
  /** What stands in its thread, in order, with the key of each message. */
  thread(): readonly ChatPost[];
  /** Resolves when the nth message of a kind stands in the thread. */
  said(kind: ChatContent['kind'], n?: number): Promise<ChatContent>;
  /** Requests so far, of one task or all. */
  asked(task?: Task): readonly LoggedRequest[];
  /** Resolves with the nth request of a task, when it has arrived. */
  asks(task: Task, n?: number): Promise<LoggedRequest>;
  /** Approves what is at the gate, as soon as its card is there; clicks again, with the same id, when nobody takes the click. */
  approve(): Promise<GatewayAnswer>;
  outcome(): Promise<ArticleOutcome>;
}

export async function openSplitNewsroom(
  options: {
    readonly chatLatencyMs?: number;
    /** Default: that of all tests. */
    readonly postgresUrl?: string;
    /** Where its articles are published. Default: nowhere. */
    readonly publish?: readonly PublishTarget[];
    /** Beside the addresses of servers. */
    readonly workerEnv?: Readonly<Record<string, string>>;
  } = {},
): Promise<SplitNewsroom> {
  const temporalAddress = inject('temporalAddress');
  const folder = await makeTestFolder();
  const [{ namespace, connection, client }, database, model, chat, { code }] = await Promise.all([
    createNamespace(temporalAddress),
    createMigratedDatabase(options.postgresUrl ?? inject('postgresUrl')),
    startScriptedModel(),
    startChatServer(options.chatLatencyMs),
    buildWorkflowBundle(),
  ]);
  const bundle = join(folder, 'workflow-bundle.js');
  await writeFile(bundle, code);
  const pool = createPool(
    database.url,
    { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    () => undefined,
  );
  const gateway = openGateway({
    client,
    pool,
    settings: { ...SETTINGS, ...(options.publish !== undefined && { publish: options.publish }) },
  });
  const place = { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespace, DATABASE_URL: database.url };
  const anotherWorker = (): KillableProcess =>
    createKillableProcess({
      command: [process.execPath, 'worker/main.ts'],
      env: {
        ...place,
        LLM_BASE_URL: model.url,
        LOG_LEVEL: 'info',
        WORKFLOW_BUNDLE: bundle,
        ...options.workerEnv,
      },
      ready: 'The worker is at work',
    });
  const worker = anotherWorker();
  const others: KillableProcess[] = [];
  const delivering: DeliverProcessOptions = {
    temporalAddress,
    namespace,
    databaseUrl: database.url,
    chatUrl: chat.url,
  };
  const platform = createKillableProcess({
    command: [
      process.execPath,
      fileURLToPath(new URL('deliver-process.ts', import.meta.url)),
      JSON.stringify(delivering),
    ],
    ready: 'ready',
  });
  await Promise.all([worker.start(), platform.start()]);

  return {
    worker,
    anotherWorker() {
      const other = anotherWorker();
      others.push(other);
      return other;
    },
    platform,
    chat,
    model,
    pool,
    place,
    script: (topic, task, ...steps) =>
      model.on((request) => request.task === task && isAbout(request, topic), ...steps),
    holdWrites: (table) => holdWrites(database.url, table),

    async start(topic) {
      const { articleId } = await gateway.start({
        eventKey: randomUUID(),
        request: { topic, language: 'en' },
        requester: SPLIT_ANN,
        thread: { platform: CHAT_PLATFORM, channel: 'C1' },
        language: 'en',
      });
      const thread = (): readonly ChatPost[] => chat.messages.filter(({ key }) => key.startsWith(`${articleId}/`));
      const said = async (kind: ChatContent['kind'], n = 1): Promise<ChatContent> => {
        for (;;) {
          const message = thread().filter(({ content }) => content.kind === kind)[n - 1];
          if (message !== undefined) return message.content;
          await sleep(POLL_MS);
        }
      };
      return {
        articleId,
        thread,
        said,
        asked: (task) =>
          model.requests.filter((request) => isAbout(request, topic) && (task === undefined || request.task === task)),
        asks: (task, n) => model.waitFor((request) => request.task === task && isAbout(request, topic), n, WAIT_MS),
        async approve() {
          const card = await said('gate');
          if (card.kind !== 'gate') throw new Error(`A gate is a ${card.kind}`);
          const { version, hash } = card.draft;
          const decision = { id: randomUUID(), kind: 'approve', draft: { version, hash }, by: SPLIT_ANN } as const;
          for (;;) {
            try {
              return await gateway.decide(articleId, decision);
            } catch {
              await sleep(POLL_MS);
            }
          }
        },
        outcome: () => client.workflow.getHandle(workflowIdOf(articleId)).result() as Promise<ArticleOutcome>,
      };
    },

    async close() {
      await Promise.all([worker, platform, ...others].map((one) => one.kill()));
      await Promise.all([connection.close(), pool.end(), model.stop(), chat.close()]);
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isAbout(request: LoggedRequest, topic: string): boolean {
  return JSON.stringify(request.body).includes(`>${topic}</topic-`);
}
