import { userInfo } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Environment, Variables } from '../../src/config/environment.ts';
import type { Config } from '../../src/config/load.ts';
import { readTemporalConnection } from '../../src/config/temporal-connection.ts';
import { createDeliverWorker } from '../../src/delivery/create-deliver-worker.ts';
import { createArticleGateway } from '../../src/gateway/article-gateway.ts';
import { ensureSearchAttributes } from '../../src/gateway/search-attributes.ts';
import type { Logger } from '../../src/lib/logger.ts';
import { untilReachable } from '../../src/lib/until-reachable.ts';
import type { InterfaceLanguage } from '../../src/protocol/article.ts';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createDecisionStore } from '../../src/storage/decision-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { isHopelessDatabaseError, migrate } from '../../src/storage/migrate.ts';
import { createOutbox } from '../../src/storage/outbox.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createTerminalStore } from '../../src/storage/terminal-store.ts';
import { type TerminalChatOptions, runTerminalChat } from './app.ts';
import { type DemoOutcome, type TerminalDemoOptions, runTerminalDemo } from './demo.ts';
import { PLATFORM, createTerminalMessenger } from './messenger.ts';

export { type DemoDecision, toDemoDecision } from './demo.ts';

export interface OpenTerminalOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly variables: Variables;
  readonly logger: Logger;
  /** Of everything the chat says. */
  readonly language: InterfaceLanguage;
  /** Address of the Temporal Web UI, when it is known without `temporal.ui_url`. */
  readonly webUi?: string;
  /** Gives up opening. */
  readonly signal: AbortSignal;
}

/** The terminal platform, with everything it opened. Messages go out by themselves. */
export interface OpenTerminal {
  /** Talks with the person at this terminal until they leave. */
  chat(at: Pick<TerminalChatOptions, 'input' | 'output' | 'signal'>): Promise<void>;
  /** Has one article made without a question. */
  demo(
    wish: Pick<TerminalDemoOptions, 'topic' | 'decisions' | 'progress' | 'timeoutMs' | 'signal'>,
  ): Promise<DemoOutcome>;
  /** Settles when the delivering worker has stopped; rejects when it broke. */
  readonly done: Promise<void>;
  /** Lets what is under way finish, then closes everything. */
  stop(): Promise<void>;
}

/** Rows are written in no time: more at once would only wait for each other. */
const CONCURRENT_DELIVERIES = 5;

/** Opens the platform's process: its database and both its connections to Temporal. Waits for what is not up yet. */
export async function openTerminal({
  config,
  environment,
  variables,
  logger,
  language,
  webUi = config.temporal.uiUrl,
  signal,
}: OpenTerminalOptions): Promise<OpenTerminal> {
  const { databaseUrl } = environment;
  if (databaseUrl === undefined) throw new Error('The terminal needs DATABASE_URL; requireSharedServers tells people.');
  const { connectionOptions, namespace, what } = readTemporalConnection(variables);
  const temporal = { what, logger, signal };
  const [outgoing, incoming] = await Promise.all([
    untilReachable(() => NativeConnection.connect(connectionOptions), temporal),
    untilReachable(() => Connection.connect(connectionOptions), temporal),
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
  const store = createTerminalStore(pool);
  const drafts = createDraftStore(pool);
  const worker = await createDeliverWorker({
    connection: outgoing,
    namespace,
    messenger: createTerminalMessenger(store),
    articles: createArticleStore(pool),
    drafts,
    decisions: createDecisionStore(pool),
    outbox: createOutbox(pool),
    ...(webUi !== undefined && {
      runUrl: (articleId) => `${webUi}/namespaces/${namespace}/workflows/${workflowIdOf(articleId)}`,
    }),
    log: logger,
    maxConcurrentDeliveries: CONCURRENT_DELIVERIES,
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
  const username = userName();
  const common = {
    gateway: createArticleGateway({
      client: new Client({ connection: incoming, namespace }),
      settings: config.article,
    }),
    store,
    language,
    articleLanguage: config.language.article,
    actor: { platform: PLATFORM, userId: username, displayName: username, groups: [] },
    pollMs: config.terminal.refreshMilliseconds,
  };
  return {
    chat: (at) =>
      runTerminalChat({
        ...common,
        ...at,
        storeEdited: (edited) => drafts.storeEdited(edited),
        articlesFolder: config.terminal.articlesFolder,
        ...(environment.editor !== undefined && { editor: environment.editor }),
      }),
    demo: (wish) => runTerminalDemo({ ...common, ...wish }),
    done,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** Who sits at the terminal, as the system knows them. A container may run as a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? 0}`;
  }
}
