import { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { dataConverterOf } from '../config/data-converter.ts';
import { readTemporalConnection } from '../config/temporal-connection.ts';
import { createDrain } from '../delivery/drain.ts';
import type { Messenger } from '../delivery/messenger.ts';
import { createDocumentReader, type DocumentReader } from '../document/document-reader.ts';
import { type AgentGateway, createAgentGateway } from '../gateway/agent-gateway.ts';
import { type ArticleGateway, createArticleGateway } from '../gateway/article-gateway.ts';
import { createArticleIds } from '../gateway/article-id.ts';
import { createScheduleGateway, type ScheduleGateway } from '../gateway/schedule-gateway.ts';
import { keepSettling } from '../gateway/keep-settling.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import { workflowIdOf } from '../protocol/names.ts';
import { createArticleList } from '../storage/article-list.ts';
import { type ArticleStore, createArticleStore } from '../storage/article-store.ts';
import { type ArticlePeopleStore, createArticlePeopleStore } from '../storage/article-people-store.ts';
import { type AuditLog, createAuditLog } from '../storage/audit-log.ts';
import { type CostStore, createCostStore } from '../storage/cost-store.ts';
import { createDelegationStore, type DelegationStore } from '../storage/delegation-store.ts';
import { type DraftStore, createDraftStore } from '../storage/draft-store.ts';
import { createEditionStore, type EditionStore } from '../storage/edition-store.ts';
import { createFollowerStore } from '../storage/follower-store.ts';
import { createIdentityStore, type IdentityStore } from '../storage/identity-store.ts';
import { createPassageCommentStore, type PassageCommentStore } from '../storage/passage-comment-store.ts';
import { createPeopleStore, type PeopleStore } from '../storage/people-store.ts';
import { createReadingStore, type ReadingStore } from '../storage/reading-store.ts';
import { createRequestStore } from '../storage/request-store.ts';
import { createSourceFileStore, type SourceFileStore } from '../storage/source-file-store.ts';
import { createExtrasStore, type ExtrasStore } from '../storage/extras-store.ts';
import { createPublicationStore, type PublicationStore } from '../storage/publication-store.ts';
import { createReminderStore, type ReminderStore } from '../storage/reminder-store.ts';
import { createScheduleStore, type ScheduleStore } from '../storage/schedule-store.ts';
import { createStyleStore, type StyleStore } from '../storage/style-store.ts';
import { createTranslationStore, type TranslationStore } from '../storage/translation-store.ts';
import { createTopicStore, type TopicStore } from '../storage/topic-store.ts';
import { createThreadIndex, type ThreadIndex } from '../storage/thread-index.ts';
import { createVouchStore, type VouchStore } from '../storage/vouch-store.ts';
import { createWebLinkStore, type WebLinkStore } from '../storage/web-link-store.ts';
import { createZoneStore, type ZoneStore } from '../storage/zone-store.ts';
import { openDatabase } from './open-database.ts';
import { openTemporal } from './open-temporal.ts';
import type { ProcessOptions, RunningProcess } from './run-process.ts';

export interface OpenPlatformOptions extends ProcessOptions {
  /** The way out. Made once the database is there. Its reader ends with the platform. */
  readonly messenger: (at: { readonly pool: Pool; readonly reader: DocumentReader }) => Messenger | Promise<Messenger>;
}

/** One chat platform's door to the rest of Copydesk. Messages go out by themselves. */
export interface OpenPlatform extends RunningProcess {
  readonly gateway: ArticleGateway;
  readonly pool: Pool;
  readonly articles: ArticleStore;
  readonly drafts: DraftStore;
  readonly costs: CostStore;
  readonly readings: ReadingStore;
  readonly editions: EditionStore;
  readonly translations: TranslationStore;
  readonly files: SourceFileStore;
  readonly style: StyleStore;
  readonly publications: PublicationStore;
  readonly extras: ExtrasStore;
  readonly articlePeople: ArticlePeopleStore;
  readonly delegations: DelegationStore;
  readonly comments: PassageCommentStore;
  readonly people: PeopleStore;
  readonly identities: IdentityStore;
  readonly zones: ZoneStore;
  readonly reminders: ReminderStore;
  readonly audit: AuditLog;
  /** Name of the platform: the door by which its people act. */
  readonly via: string;
  /** Absent: nobody watches. */
  readonly telemetry?: Telemetry;
  readonly threads: ThreadIndex;
  /** Ends with the platform. */
  readonly reader: DocumentReader;
  /** Address of an article's run in Temporal's Web UI. Absent: people cannot open it. */
  readonly runUrl?: (articleId: string) => string;
  /** Absent: nobody has said where people open the page. */
  readonly page?: {
    readonly url: string;
    readonly links: WebLinkStore;
    readonly vouches: VouchStore;
    readonly factsMinutes: number;
  };
  readonly topics: TopicStore;
  readonly schedules: ScheduleStore;
  readonly scheduling: ScheduleGateway;
  readonly agents: AgentGateway;
  /** Aborted when the platform ends. */
  readonly ending: AbortSignal;
}

/** Opens what every platform needs: the database, the connection to Temporal, the drain of the feed. Waits for what is not up yet. */
export async function openPlatform({
  config,
  environment,
  variables,
  logger,
  telemetry,
  signal,
  messenger,
}: OpenPlatformOptions): Promise<OpenPlatform> {
  const { databaseUrl, secret, webUrl } = environment;
  if (databaseUrl === undefined || secret === undefined)
    throw new Error('A chat needs DATABASE_URL and COPYDESK_SECRET; requireShared tells people.');
  const temporal = readTemporalConnection(variables);
  const { namespace } = temporal;
  const watching = telemetry === undefined ? {} : { telemetry };
  const [connection, pool] = await Promise.all([
    openTemporal(temporal, { logger, signal }),
    openDatabase(databaseUrl, { config, environment, logger, signal, ...watching }),
  ]);
  const tracing = telemetry?.temporal;
  const client = new Client({
    connection,
    namespace,
    ...dataConverterOf(environment, config.temporal.encryptPayloads),
    ...(tracing !== undefined && { interceptors: { workflow: [tracing.client] } }),
  });
  const { uiUrl } = config.temporal;
  const requests = createRequestStore(pool);
  const publications = createPublicationStore(pool);
  const schedules = createScheduleStore(pool);
  const gateway = createArticleGateway({
    client,
    ids: createArticleIds(secret),
    requests,
    lists: createArticleList(pool),
    settings: config.article,
    policies: config.policies,
    quotas: config.quotas,
    ...watching,
  });
  const reader = createDocumentReader({
    report: (failure) => logger.warn({ err: failure }, 'A text is shown as it is written'),
  });
  // Only what the operator says that people can open: the server that `npm start` brings up is on this machine alone.
  const runUrl =
    uiUrl === undefined
      ? undefined
      : (articleId: string) => `${uiUrl}/namespaces/${namespace}/workflows/${workflowIdOf(articleId)}`;
  const way = await messenger({ pool, reader });
  const drain = createDrain({
    messenger: way,
    followers: createFollowerStore(pool),
    desk: gateway,
    ...(runUrl !== undefined && { runUrl }),
    templates: config.agents.house.templates,
    withReceipt: config.receipt.deliver,
    hasPage: webUrl !== undefined,
    languages: config.orders.choices.languages,
    log: logger,
    ...watching,
  });
  const ending = new AbortController();
  const run = async (): Promise<void> => {
    try {
      await Promise.all([
        drain.run(ending.signal),
        keepSettling({ client, requests, publications, schedules, log: logger }, ending.signal),
      ]);
    } finally {
      ending.abort();
      await Promise.all([connection.close(), pool.end(), reader.close()]);
    }
  };
  const done = run();
  return {
    gateway,
    pool,
    articles: createArticleStore(pool),
    drafts: createDraftStore(pool),
    costs: createCostStore(pool),
    readings: createReadingStore(pool),
    editions: createEditionStore(pool),
    translations: createTranslationStore(pool),
    files: createSourceFileStore(pool),
    style: createStyleStore(pool),
    publications,
    extras: createExtrasStore(pool),
    articlePeople: createArticlePeopleStore(pool),
    delegations: createDelegationStore(pool),
    comments: createPassageCommentStore(pool),
    people: createPeopleStore(pool),
    identities: createIdentityStore(pool),
    zones: createZoneStore(pool),
    reminders: createReminderStore(pool),
    audit: createAuditLog(pool, way.platform),
    via: way.platform,
    ...watching,
    threads: createThreadIndex(pool),
    reader,
    ...(runUrl !== undefined && { runUrl }),
    ...(webUrl !== undefined && {
      page: {
        url: webUrl,
        links: createWebLinkStore(pool),
        vouches: createVouchStore(pool),
        factsMinutes: config.web.factsMinutes,
      },
    }),
    topics: createTopicStore(pool),
    schedules,
    agents: createAgentGateway({ client, settings: config.article }),
    scheduling: createScheduleGateway({ client, catchUpMinutes: config.schedules.catchUpMinutes }),
    ending: ending.signal,
    isHealthy: () => !ending.signal.aborted && drain.isHealthy(),
    done,
    async stop() {
      ending.abort();
      await done;
    },
  };
}
