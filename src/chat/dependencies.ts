import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Pool } from 'pg';
import type { Environment, Variables } from '../config/environment.ts';
import type { Config } from '../config/load.ts';
import { readTemporalConnection } from '../config/temporal-connection.ts';
import { createDeliverWorker } from '../delivery/create-deliver-worker.ts';
import type { Messenger } from '../delivery/messenger.ts';
import { type ArticleGateway, createArticleGateway } from '../gateway/article-gateway.ts';
import { ensureSearchAttributes } from '../gateway/search-attributes.ts';
import type { Logger } from '../lib/logger.ts';
import { untilReachable } from '../lib/until-reachable.ts';
import { workflowIdOf } from '../protocol/names.ts';
import { type ArticleStore, createArticleStore } from '../storage/article-store.ts';
import { createDecisionStore } from '../storage/decision-store.ts';
import { type DraftStore, createDraftStore } from '../storage/draft-store.ts';
import { isHopelessDatabaseError, migrate } from '../storage/migrate.ts';
import { createOutbox } from '../storage/outbox.ts';
import { createPeopleStore, type PeopleStore } from '../storage/people-store.ts';
import { createPool } from '../storage/pool.ts';
import { createThreadIndex, type ThreadIndex } from '../storage/thread-index.ts';

export interface OpenPlatformOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly variables: Variables;
  readonly logger: Logger;
  /** Address of the Temporal Web UI, when it is known without `temporal.ui_url`. */
  readonly webUi?: string;
  /** Gives up opening. */
  readonly signal: AbortSignal;
  /** Threads written to at the same time. */
  readonly concurrentDeliveries: number;
  /** The way out. Made once the database is there. */
  readonly messenger: (at: { readonly pool: Pool }) => Messenger | Promise<Messenger>;
}

/** One chat platform's door to the rest of Copydesk. Messages go out by themselves. */
export interface OpenPlatform {
  readonly gateway: ArticleGateway;
  readonly pool: Pool;
  readonly articles: ArticleStore;
  readonly drafts: DraftStore;
  readonly people: PeopleStore;
  readonly threads: ThreadIndex;
  /** Settles when the delivering worker has stopped; rejects when it broke. */
  readonly done: Promise<void>;
  /** Lets deliveries under way finish, then closes everything. */
  readonly stop: () => Promise<void>;
}

const LONGEST_PAUSE_MS = 100;

/** Opens what every platform needs: the database, both connections to Temporal, the delivering worker. Waits for what is not up yet. */
export async function openPlatform({
  config,
  environment,
  variables,
  logger,
  webUi = config.temporal.uiUrl,
  signal,
  concurrentDeliveries,
  messenger,
}: OpenPlatformOptions): Promise<OpenPlatform> {
  const { databaseUrl } = environment;
  if (databaseUrl === undefined) throw new Error('A chat needs DATABASE_URL; requireShared tells people.');
  const { connectionOptions, namespace, what } = readTemporalConnection(variables);
  const temporal = { what, logger, signal };
  const [outgoing, incoming] = await Promise.all([
    untilReachable(() => NativeConnection.connect(connectionOptions), temporal),
    untilReachable(() => Connection.connect({ ...connectionOptions, interceptors: [retrySoon()] }), temporal),
    untilReachable(() => migrate(databaseUrl, (message) => logger.debug({}, message)), {
      what: 'PostgreSQL',
      logger,
      signal,
      isHopeless: isHopelessDatabaseError,
    }),
  ]);
  await untilReachable(() => ensureSearchAttributes(incoming, namespace), temporal);
  const pool = createPool(databaseUrl, config.storage, (error) =>
    logger.warn({ reason: error.message }, 'A connection to PostgreSQL broke'),
  );
  const articles = createArticleStore(pool);
  const drafts = createDraftStore(pool);
  const worker = await createDeliverWorker({
    connection: outgoing,
    namespace,
    messenger: await messenger({ pool }),
    articles,
    drafts,
    decisions: createDecisionStore(pool),
    outbox: createOutbox(pool),
    ...(webUi !== undefined && {
      runUrl: (articleId) => `${webUi}/namespaces/${namespace}/workflows/${workflowIdOf(articleId)}`,
    }),
    log: logger,
    maxConcurrentDeliveries: concurrentDeliveries,
    shutdownGraceSeconds: config.worker.shutdownGraceSeconds,
  });
  const run = async (): Promise<void> => {
    try {
      await worker.run();
    } finally {
      await Promise.all([outgoing.close(), incoming.close(), pool.end()]);
    }
  };
  const done = run();
  return {
    gateway: createArticleGateway({
      client: new Client({ connection: incoming, namespace }),
      settings: config.article,
    }),
    pool,
    articles,
    drafts,
    people: createPeopleStore(pool),
    threads: createThreadIndex(pool),
    done,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** The client's own pauses between two tries go on past a call's deadline, when a person has long been waiting. */
function retrySoon(): ReturnType<typeof makeGrpcRetryInterceptor> {
  const { delayFunction, ...rest } = defaultGrpcRetryOptions();
  return makeGrpcRetryInterceptor({
    ...rest,
    delayFunction: (attempt, status) => Math.min(LONGEST_PAUSE_MS, delayFunction(attempt, status)),
  });
}
