import { hostname } from 'node:os';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createBudget } from '../src/activities/budget.ts';
import { createActivities } from '../src/activities/create-activities.ts';
import { createSendWebhooks } from '../src/activities/send-webhooks.ts';
import { watchedProgress } from '../src/activities/watched-progress.ts';
import { createAgents } from '../src/agents/create-agents.ts';
import { dataConverterOf } from '../src/config/data-converter.ts';
import { namedKeys } from '../src/config/require-model-keys.ts';
import { sealKeys } from '../src/config/seal-keys.ts';
import { publishKeys } from '../src/config/require-publish-keys.ts';
import { readTemporalConnection, type TemporalConnection } from '../src/config/temporal-connection.ts';
import { webhookSecrets } from '../src/config/webhook-secrets.ts';
import { createCancelArticle } from '../src/gateway/cancel-article.ts';
import { createWebhookDesk } from '../src/gateway/webhook-desk.ts';
import { createSeal } from '../src/lib/seal.ts';
import { keepUsingDataKey } from '../src/process/data-keys.ts';
import { openDatabase } from '../src/process/open-database.ts';
import { UNWATCHED } from '../src/process/open-telemetry.ts';
import { openTemporal } from '../src/process/open-temporal.ts';
import type { ProcessOptions, RunningProcess } from '../src/process/run-process.ts';
import { untilReachable } from '../src/process/until-reachable.ts';
import type { CapabilityStore } from '../src/agents/model/capabilities.ts';
import type { OutageStore } from '../src/agents/model/outages.ts';
import { createAgentRunStore } from '../src/storage/agent-run-store.ts';
import { createCapabilityStore } from '../src/storage/capability-store.ts';
import { createPublishers } from '../src/publish/create-publishers.ts';
import { createScrub } from '../src/lib/scrub.ts';
import { createReadAddress } from '../src/research/read-address.ts';
import { createEvidenceStore } from '../src/storage/evidence-store.ts';
import { createDraftStore } from '../src/storage/draft-store.ts';
import { createLlmCache } from '../src/storage/llm-cache.ts';
import { createOutageStore } from '../src/storage/outage-store.ts';
import { createModelCallStore } from '../src/storage/model-call-store.ts';
import { createProgressStore } from '../src/storage/progress-store.ts';
import { createPublicationStore } from '../src/storage/publication-store.ts';
import { createReceiptStore } from '../src/storage/receipt-store.ts';
import { createSourceFileStore } from '../src/storage/source-file-store.ts';
import { createExtrasStore } from '../src/storage/extras-store.ts';
import { createDataKeyStore } from '../src/storage/data-key-store.ts';
import { createRetentionStore } from '../src/storage/retention-store.ts';
import { createScheduleStore } from '../src/storage/schedule-store.ts';
import { createStyleStore } from '../src/storage/style-store.ts';
import { createSpendingStore } from '../src/storage/spending-store.ts';
import { createTranslationStore } from '../src/storage/translation-store.ts';
import { createWorkStore } from '../src/storage/work-store.ts';
import { createZoneStore } from '../src/storage/zone-store.ts';
import { createWebhookStore } from '../src/storage/webhook-store.ts';
import { createSecretsOf } from '../src/webhooks/endpoint-secrets.ts';
import { findBuildId } from './build-id.ts';
import { createWebhookSender } from './create-webhook-sender.ts';
import { connectWorker, isServerAway } from './connect-worker.ts';
import { createWorker } from './create-worker.ts';
import { goesOverAtGates, OLDEST_SERVER } from './deploy/goes-over-at-gates.ts';
import { keepForgetting } from './keep-forgetting.ts';
import { runWebhooks } from './run-webhooks.ts';
import { loadWorkflowBundle } from './workflow-bundle.ts';

/** Opens the process that thinks: its database, its caches, its models, its connection to Temporal. Waits for what is not up yet. */
export async function openWorker({
  config,
  environment,
  variables,
  logger,
  telemetry = UNWATCHED,
  signal,
}: ProcessOptions): Promise<RunningProcess> {
  const { databaseUrl, llmBaseUrl, llmApiKey, perplexityApiKey } = environment;
  const { wordsEverySeconds, versioning } = config.worker;
  if (databaseUrl === undefined || llmBaseUrl === undefined)
    throw new Error('The worker needs DATABASE_URL and LLM_BASE_URL; requireShared tells people.');
  const temporal = readTemporalConnection(variables);
  const version = versioning.enabled
    ? { deployment: versioning.deployment, buildId: await findBuildId(environment.buildId) }
    : undefined;
  if (version !== undefined)
    logger.info(version, 'This worker is one of a version; npm run deploy says which version is given new articles');
  const keysOfPlaces = publishKeys(config, variables);
  const converter = dataConverterOf(environment, config.temporal.encryptPayloads);
  const cache = createLlmCache({
    ...config.cache,
    ...(environment.redisUrl !== undefined && { redisUrl: environment.redisUrl }),
    logger,
  });
  // Read with the first call of a model, when the database is open.
  const learned = Promise.withResolvers<CapabilityStore>();
  const met = Promise.withResolvers<OutageStore>();
  // These take half a second each and need nobody: they begin first.
  const loading = Promise.all([
    loadWorkflowBundle(environment.workflowBundle),
    createAgents(config.agents, {
      llm: { baseUrl: llmBaseUrl, ...(llmApiKey !== undefined && { apiKey: llmApiKey }) },
      ...(perplexityApiKey !== undefined && {
        perplexity: { baseUrl: environment.perplexityBaseUrl, apiKey: perplexityApiKey },
      }),
      keys: namedKeys(config, variables),
      cache,
      capabilities: {
        read: async (...place) => (await learned.promise).read(...place),
        learn: async (...news) => (await learned.promise).learn(...news),
      },
      outages: {
        read: async () => (await met.promise).read(),
        failed: async (outage) => (await met.promise).failed(outage),
        answered: async (place) => (await met.promise).answered(place),
      },
      logger,
      telemetry,
    }),
  ]);
  const waiting = { logger, signal };
  // Whatever will not load ends the waiting for servers too.
  const [pool, [bundle, agents]] = await Promise.all([
    openDatabase(databaseUrl, { config, environment, telemetry, ...waiting }),
    loading,
    // What an operator searches by has to be known to the server before the first article starts.
    lookAtServer(temporal, version !== undefined, waiting),
  ]);
  telemetry.countBacklog(pool);
  learned.resolve(createCapabilityStore(pool));
  met.resolve(createOutageStore(pool));
  const { namespace } = temporal;
  const identity = `${hostname().slice(0, 12)}-${process.pid}`;
  const webhooks = createWebhookStore(pool);
  // Before anything happens that they are to be told of.
  await webhooks.configure(config.webhooks.endpoints);
  const options = {
    namespace,
    ...converter,
    bundle,
    identity,
    settings: config.worker,
    tracing: telemetry.temporal,
    version,
    activities: createActivities({
      ...agents,
      progress: watchedProgress(
        createProgressStore(pool, (stage, durationMs) => telemetry.note({ kind: 'stage', stage, durationMs })),
        telemetry,
      ),
      work: createWorkStore(pool),
      drafts: createDraftStore(pool),
      evidence: createEvidenceStore(pool),
      readAddress: createReadAddress(config.fetch),
      files: createSourceFileStore(pool),
      modelCalls: createModelCallStore(pool),
      ...(wordsEverySeconds > 0 && { wordsEveryMs: wordsEverySeconds * 1000 }),
      receipts: createReceiptStore(pool),
      schedules: createScheduleStore(pool),
      zones: createZoneStore(pool),
      style: createStyleStore(pool),
      translations: createTranslationStore(pool),
      extras: createExtrasStore(pool),
      house: config.agents.house,
      agentRuns: createAgentRunStore(pool),
      asking: config.article,
      publications: createPublicationStore(pool),
      publishers: createPublishers(config.publish.targets, keysOfPlaces),
      scrub: createScrub([...environment.secrets, ...Object.values(keysOfPlaces)]),
      budget: createBudget({ settings: config.budget, spending: createSpendingStore(pool) }),
    }),
  };
  const connect = () => NativeConnection.connect(temporal.connectionOptions);
  const { connection, worker } = await untilReachable(
    () => connectWorker(connect, (own) => createWorker({ connection: own, ...options })),
    { what: temporal.what, ...waiting, isHopeless: (error) => !isServerAway(error) },
  );
  const client = new Client({ connection, namespace, ...converter });
  const ending = new AbortController();
  const sending = (): Promise<void> => {
    const { settings } = config.webhooks;
    const keys = sealKeys(environment);
    return runWebhooks(
      {
        store: webhooks,
        desk: createWebhookDesk(client, settings),
        logger,
        createSender: () =>
          connectWorker(connect, (own) =>
            createWebhookSender({
              connection: own,
              namespace,
              ...converter,
              identity,
              settings: config.worker,
              tracing: telemetry.temporal,
              atOnce: settings.atOnce,
              activities: {
                sendWebhooks: createSendWebhooks({
                  store: webhooks,
                  secretsOf: createSecretsOf({
                    configured: webhookSecrets(config, variables),
                    store: webhooks,
                    ...(keys !== undefined && { seal: createSeal(keys) }),
                    log: logger,
                  }),
                  settings,
                  log: logger,
                }),
              },
            }),
          ),
      },
      ending.signal,
    );
  };
  const forgetting = (): Promise<void> =>
    keepForgetting(
      {
        retention: createRetentionStore(pool, config.web.sessions),
        cancel: createCancelArticle(client),
        policy: config.retention,
        telemetry,
        logger,
      },
      ending.signal,
    );
  const usingKey = (): Promise<void> =>
    keepUsingDataKey(
      {
        store: createDataKeyStore(pool),
        dataKeys: environment.dataKeys,
        encrypts: config.temporal.encryptPayloads || config.storage.encryptTexts,
        logger,
      },
      ending.signal,
    );
  const run = async (): Promise<void> => {
    try {
      await Promise.all([worker.run().finally(() => ending.abort()), sending(), forgetting(), usingKey()]);
    } finally {
      await Promise.all([connection.close(), pool.end(), cache.close()]);
    }
  };
  const done = run();
  return {
    done,
    isHealthy: () => worker.getState() === 'RUNNING',
    async stop() {
      ending.abort();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** Also tells of a server that is too old for what is wanted of it: nothing else would tell whoever waits for articles to leave this code. */
async function lookAtServer(
  temporal: TemporalConnection,
  isVersioned: boolean,
  waiting: Pick<ProcessOptions, 'logger' | 'signal'>,
): Promise<void> {
  const client = await openTemporal(temporal, waiting);
  try {
    if (!isVersioned) return;
    const { serverVersion } = await client.workflowService.getSystemInfo({});
    if (serverVersion && !goesOverAtGates(serverVersion))
      waiting.logger.warn(
        { server: serverVersion, oldest: OLDEST_SERVER },
        'This Temporal server is too old for articles to leave their version at a gate: they stay on it to their end',
      );
  } finally {
    await client.close();
  }
}
