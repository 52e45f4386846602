import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createChatDesk } from '../../src/chat/chat-desk.ts';
import { deskSettings } from '../../src/chat/desk-settings.ts';
import { keepStartingScheduled } from '../../src/chat/scheduled-runs.ts';
import { createDoor } from '../../src/chat/door.ts';
import { createMiniAppKeys } from '../../src/chat/mini-app-key.ts';
import { createMiniAppKeyStore } from '../../src/storage/mini-app-key-store.ts';
import { createIdentities } from '../../src/chat/identities.ts';
import { createFeedCards } from '../../src/delivery/feed-cards.ts';
import { createTypesetter } from '../../src/document/html/typesetter.ts';
import { SIGN_IN_PATH } from '../../src/chat/open-page.ts';
import { textOfFile } from '../../src/document/word/text-of-file.ts';
import { dictionaryModules } from '../../src/config/dictionaries.ts';
import { createSeal, deriveSecret } from '../../src/lib/seal.ts';
import { createHttpServer } from '../../src/lib/http-server.ts';
import { listenOn } from '../../src/process/listen-on.ts';
import { COPYDESK_VERSION } from '../../src/lib/version.ts';
import { openPlatform } from '../../src/process/open-platform.ts';
import type { ProcessOptions, RunningProcess } from '../../src/process/run-process.ts';
import { servePlatform } from '../../src/process/serve-platform.ts';
import { createWebhookStore } from '../../src/storage/webhook-store.ts';
import { createWebhookService } from '../../src/webhooks/webhook-service.ts';
import { sealKeys } from '../../src/config/seal-keys.ts';
import { createOverviewStore } from '../../src/storage/overview-store.ts';
import { PLATFORM } from './platform.ts';
import { byToken } from './connect/by-token.ts';
import { createRequestKeys } from './connect/request-keys.ts';
import { createTokenStore } from './connect/token-store.ts';
import { createAgentRunStore } from '../../src/storage/agent-run-store.ts';
import { createDraftPageStore } from '../../src/storage/draft-page-store.ts';
import { localPerson } from '../../src/process/local-person.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import { createVouchStore } from '../../src/storage/vouch-store.ts';
import { createStatsStore } from '../../src/storage/stats-store.ts';
import { createWebLinkStore } from '../../src/storage/web-link-store.ts';
import { createTakeTurn } from './connect/turns.ts';
import { createWebMembership, createWebNewcomers, WEB_RULES } from './connect/membership.ts';
import { createOrigins } from './connect/origins.ts';
import { createCompany } from './connect/company.ts';
import { createInitDataStore } from './connect/init-data-store.ts';
import { createLetIn } from './connect/let-in.ts';
import { createSessionStore } from './connect/session-store.ts';
import { bySession } from './connect/by-session.ts';
import { createFeedPageStore } from '../../src/storage/feed-page-store.ts';
import { type Authenticate, firstOf } from './listeners/caller.ts';
import { agentRoutes } from './listeners/agent-routes.ts';
import { actRoutes } from './listeners/act-routes.ts';
import { articleRoutes } from './listeners/article-routes.ts';
import { limitRate } from './listeners/limit-rate.ts';
import { languageRoutes } from './listeners/language-routes.ts';
import { listRoutes } from './listeners/list-routes.ts';
import { createOnce } from './listeners/once.ts';
import { scheduleRoutes } from './listeners/schedule-routes.ts';
import { startRoutes } from './listeners/start-routes.ts';
import { createApp } from './listeners/app.ts';
import { commentRoutes } from './listeners/comment-routes.ts';
import { documentRoutes } from './listeners/document-routes.ts';
import { draftRoutes } from './listeners/draft-routes.ts';
import { companyRoutes } from './listeners/company-routes.ts';
import { miniAppRoutes } from './listeners/mini-app-routes.ts';
import { absenceRoutes } from './listeners/absence-routes.ts';
import { linkRoutes } from './listeners/link-routes.ts';
import { fileRoutes } from './listeners/file-routes.ts';
import { healthRoutes } from './listeners/health.ts';
import { offerRoutes } from './listeners/offer-routes.ts';
import { pageRoutes } from './listeners/page.ts';
import { sessionRoutes } from './listeners/session-routes.ts';
import { asPerson, signInRoutes } from './listeners/sign-in-routes.ts';
import { webhookRoutes } from './listeners/webhook-routes.ts';
import { createWebMessenger } from './messenger/messenger.ts';
import { loadPage } from './page/build.ts';
import { statsRoutes } from './listeners/stats-routes.ts';
import { liveRoutes } from './listeners/live-routes.ts';
import { createArticleHub } from './messenger/article-hub.ts';
import { createShowFeed } from './messenger/show-feed.ts';
import { DEFAULT_PORT, readWebVariables, type WebVariables } from './variables.ts';

export interface OpenWebOptions extends ProcessOptions {
  /** Default: as `variables` say. */
  readonly web?: WebVariables;
  /** Whoever starts it sits at this machine, and comes in by an address that is printed. Default: nobody does. */
  readonly isLocal?: boolean;
  /** Called when the port is about to be taken: whoever keeps it lets go. */
  readonly beforeListening?: () => Promise<void>;
}

/** The web platform, with everything it opened. */
export interface OpenWeb extends RunningProcess {
  /** Where it is opened: `http://127.0.0.1:8000`. */
  readonly url: string;
  /** An address by which the person of this machine comes in, on this machine and once: to an article, or to the first view. */
  readonly localLink: (articleId?: string) => Promise<string>;
}

/** Long enough for whoever starts it and comes back to it tomorrow; the next start prints a new one. */
const LOCAL_LINK_MINUTES = 24 * 60;

/** A database that is well takes milliseconds. */
const IDENTITY_BUDGET_MS = 500;

/** For a file of 40,000 characters, on a machine that does a lot else. */
const FILE_DEADLINE_MS = 30_000;

/** Opens the platform's process and serves HTTP. Waits for what is not up yet. @throws {ConfigError} */
export async function openWeb(options: OpenWebOptions): Promise<OpenWeb> {
  const { config, environment, logger, isLocal = false } = options;
  const web = options.web ?? readWebVariables(options.variables);
  // Before anything is opened that would have to be closed.
  const page = await loadPage({ dictionaries: dictionaryModules(environment.configFolder) });
  const platform = await openPlatform({ ...options, messenger: () => createWebMessenger() });
  const { pool } = platform;
  const vouches = createVouchStore(pool);
  // Whoever starts it has the database's address.
  const operators = [...config.operators, ...(isLocal ? [actorKey(localPerson())] : [])];
  const keys = sealKeys(environment);
  const desk = createChatDesk({
    ...platform,
    ...deskSettings(config),
    operators,
    stats: createStatsStore(pool),
    textOfFile,
    membership: createWebMembership(vouches, logger),
    door: createDoor({
      rules: WEB_RULES,
      administrators: config.access.administrators,
      newcomers: createWebNewcomers(vouches),
      logger,
    }),
    logger,
  });
  const identities = createIdentities({
    identities: platform.identities,
    tell: (joined) => platform.gateway.join(joined),
    logger,
    storeBudgetMs: IDENTITY_BUDGET_MS,
  });
  const whyOut = createLetIn({ pool, limits: config.web.sessions, identities });
  // News are kept until something shows them.
  void keepStartingScheduled(
    {
      platform: PLATFORM,
      desk,
      againstPlace: ({ maker }) => whyOut(maker),
      schedules: platform.schedules,
      scheduling: platform.scheduling,
      rules: config.schedules,
      logger,
    },
    platform.ending,
  );
  const typesetter = createTypesetter({
    report: (failure) => logger.warn({ err: failure }, 'A text is shown as it is written'),
  });
  // A PDF takes longer than whoever reads a draft would wait for it.
  const filesetter = createTypesetter({
    deadlineMs: FILE_DEADLINE_MS,
    report: (failure) => logger.warn({ err: failure }, 'A file could not be made'),
  });
  const drafts = createDraftPageStore(pool);
  const origins = createOrigins(web.publicUrl);
  const links = createWebLinkStore(pool);
  const sessions = createSessionStore(pool, config.web.sessions);
  const feeds = createFeedPageStore(pool);
  const show = createShowFeed(
    createFeedCards({
      reader: platform.reader,
      ...(platform.runUrl !== undefined && { runUrl: platform.runUrl }),
      templates: config.agents.house.templates,
      withReceipt: config.receipt.deliver,
    }),
    typesetter,
  );
  const hub = createArticleHub({ feeds, show, logger });
  const overviews = createOverviewStore(pool);
  // Who may say who they are, in the order in which they are asked.
  const authenticators: readonly Authenticate[] = [
    byToken({ tokens: createTokenStore(pool), logger }),
    bySession({ sessions, vouches, origins, logger }),
  ];
  const company =
    web.oidc &&
    createCompany({
      variables: web.oidc,
      settings: config.web.oidc,
      seal: createSeal([deriveSecret(environment.secret ?? '', 'web company sign-in')]),
      logger,
    });
  const ways = { chats: web.publicUrl !== undefined, ...(company !== undefined && { company: company.name }) };
  const signIn = { sessions, links, origins, ways, mostHours: config.web.sessions.mostHours, logger };
  const once = createOnce({ keys: createRequestKeys(pool), logger });
  let isHealthy = (): boolean => false;
  const app = createApp({
    routes: [
      healthRoutes(() => isHealthy()),
      pageRoutes(page, asPerson({ origins, ways })),
      articleRoutes({ desk, overviews, logger }),
      draftRoutes({ desk, drafts, typesetter, logger }),
      signInRoutes(signIn),
      sessionRoutes(signIn),
      ...(company === undefined ? [] : [companyRoutes({ ...signIn, company, vouches })]),
      miniAppRoutes({
        ...signIn,
        keys: createMiniAppKeys(createMiniAppKeyStore(pool), environment.secret ?? ''),
        used: createInitDataStore(pool),
      }),
      linkRoutes(desk),
      absenceRoutes(desk),
      languageRoutes({ people: platform.people, logger }),
      offerRoutes({
        desk,
        orders: config.orders,
        templates: config.agents.house.templates,
        maxFileBytes: config.fetch.maxBytes,
        readsSources: config.article.research?.when !== 'never',
      }),
      listRoutes(desk),
      actRoutes({ desk, drafts, overviews, files: platform.files, once, logger }),
      commentRoutes({ desk, once }),
      startRoutes({ desk, files: platform.files, once, logger }),
      scheduleRoutes({ desk, files: platform.files, once, logger }),
      fileRoutes({
        desk,
        drafts,
        typesetter: filesetter,
        reader: platform.reader,
        withReceipt: config.receipt.deliver,
        logger,
      }),
      agentRoutes({
        desk,
        runs: createAgentRunStore(pool),
        agents: platform.agents,
        ids: platform.gateway,
        external: Object.keys(config.agents.external),
        once,
        identities,
        logger,
      }),
      statsRoutes(desk),
      liveRoutes({ desk, feeds, hub, show, authenticate: firstOf(authenticators), limits: config.web.streams, logger }),
      // Of all that is above.
      documentRoutes({ version: COPYDESK_VERSION, ...(web.publicUrl !== undefined && { url: web.publicUrl }) }),
      webhookRoutes({
        webhooks: createWebhookService({
          store: createWebhookStore(pool),
          ...(keys !== undefined && { seal: createSeal(keys) }),
          ports: config.webhooks.settings.ports,
          allowPrivate: config.webhooks.settings.allowPrivateByApi,
        }),
        operators,
        identities,
        once,
        audit: platform.audit,
        logger,
      }),
    ],
    limitRate: limitRate({ takeTurn: createTakeTurn(pool, config.web.rate), limit: config.web.rate, logger }),
    maxFileBytes: config.fetch.maxBytes,
    authenticators,
    origins,
    logger,
  });
  const server = createHttpServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }), { logger });
  try {
    await options.beforeListening?.();
    await listenOn(server, { port: web.port ?? DEFAULT_PORT, host: web.host, variable: 'WEB_PORT' });
  } catch (error) {
    await platform.stop();
    throw error;
  }
  const ended = Promise.withResolvers<void>();
  const served = servePlatform({
    platform,
    async listen(signal) {
      signal.addEventListener('abort', () => ended.resolve(), { once: true });
      const showing = hub.run(signal);
      if (!signal.aborted) await ended.promise;
      server.close();
      // Who reads a stream of events comes back by itself.
      server.closeAllConnections();
      await Promise.all([showing, typesetter.close(), filesetter.close()]);
    },
    logger,
  });
  isHealthy = served.isHealthy;
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  const here = `http://${nameOf(web.host)}:${port}`;
  return {
    ...served,
    url: web.publicUrl ?? here,
    async localLink(articleId) {
      const code = await links.offer(
        { person: localPerson(), cameBy: 'machine', ...(articleId !== undefined && { articleId }) },
        LOCAL_LINK_MINUTES,
      );
      return `http://127.0.0.1:${port}${SIGN_IN_PATH}#${code}`;
    },
  };
}

/** Of an address on which we listen, what this machine calls it. */
function nameOf(host: string): string {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
