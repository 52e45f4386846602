import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../src/activities/create-activities.ts';
import { createAgents } from '../src/agents/create-agents.ts';
import type { Environment, Variables } from '../src/config/environment.ts';
import type { Config } from '../src/config/load.ts';
import { readTemporalConnection, type TemporalConnection } from '../src/config/temporal-connection.ts';
import { ensureSearchAttributes } from '../src/gateway/search-attributes.ts';
import type { Logger } from '../src/lib/logger.ts';
import { untilReachable } from '../src/process/until-reachable.ts';
import { createDraftStore } from '../src/storage/draft-store.ts';
import { createLlmCache } from '../src/storage/llm-cache.ts';
import { checkSchema, isHopelessDatabaseError } from '../src/storage/migrate.ts';
import { createModelCallStore } from '../src/storage/model-call-store.ts';
import { createPool } from '../src/storage/pool.ts';
import { createProgressStore } from '../src/storage/progress-store.ts';
import { createWorkStore } from '../src/storage/work-store.ts';
import { createWorker } from './create-worker.ts';
import { loadWorkflowBundle } from './workflow-bundle.ts';

export interface OpenWorkerOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly variables: Variables;
  readonly logger: Logger;
  /** Gives up opening. */
  readonly signal: AbortSignal;
}

/** A worker that runs, with everything it opened. */
export interface OpenWorker {
  /** Settles when it has stopped; rejects when it broke. */
  readonly done: Promise<void>;
  readonly isHealthy: () => boolean;
  /** Lets what is under way finish within the grace, then closes everything. */
  stop(): Promise<void>;
}

/** Opens the process that thinks: its database, its caches, its models, its connection to Temporal. Waits for what is not up yet. */
export async function openWorker({
  config,
  environment,
  variables,
  logger,
  signal,
}: OpenWorkerOptions): Promise<OpenWorker> {
  const { databaseUrl, llmBaseUrl, llmApiKey, perplexityApiKey } = environment;
  if (databaseUrl === undefined || llmBaseUrl === undefined)
    throw new Error('The worker needs DATABASE_URL and LLM_BASE_URL; requireShared tells people.');
  const { connectionOptions, namespace, what } = readTemporalConnection(variables);
  const cache = createLlmCache({
    ...config.cache,
    ...(environment.redisUrl !== undefined && { redisUrl: environment.redisUrl }),
    logger,
  });
  // These take half a second each and need nobody: they begin first.
  const loading = Promise.all([
    loadWorkflowBundle(environment.workflowBundle),
    createAgents(config.agents, {
      llm: { baseUrl: llmBaseUrl, ...(llmApiKey !== undefined && { apiKey: llmApiKey }) },
      ...(perplexityApiKey !== undefined && {
        perplexity: { baseUrl: environment.perplexityBaseUrl, apiKey: perplexityApiKey },
      }),
      cache,
      logger,
    }),
  ]);
  const pool = createPool(databaseUrl, config.storage, (error) =>
    logger.warn({ reason: error.message }, 'A connection to PostgreSQL broke'),
  );
  const temporal = { what, logger, signal };
  // Whatever will not load ends the waiting for servers too.
  const [connection, [bundle, agents]] = await Promise.all([
    untilReachable(() => NativeConnection.connect(connectionOptions), temporal),
    loading,
    untilReachable(() => checkSchema(pool), {
      what: 'PostgreSQL',
      logger,
      signal,
      isHopeless: isHopelessDatabaseError,
    }),
    untilReachable(() => prepareNamespace(connectionOptions, namespace), temporal),
  ]);
  const worker = await createWorker({
    connection,
    namespace,
    bundle,
    identity: `${hostname().slice(0, 12)}-${process.pid}`,
    settings: config.worker,
    activities: createActivities({
      ...agents,
      progress: createProgressStore(pool),
      work: createWorkStore(pool),
      drafts: createDraftStore(pool),
      modelCalls: createModelCallStore(pool),
    }),
  });
  const run = async (): Promise<void> => {
    try {
      await worker.run();
    } finally {
      await Promise.all([connection.close(), pool.end(), cache.close()]);
    }
  };
  const done = run();
  return {
    done,
    isHealthy: () => worker.getState() === 'RUNNING',
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** What an operator searches by has to be known to the server before the first article starts. */
async function prepareNamespace(options: TemporalConnection['connectionOptions'], namespace: string): Promise<void> {
  const connection = await Connection.connect(options);
  try {
    await ensureSearchAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
}
