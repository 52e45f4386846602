import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { keepTranslating } from '../../src/chat/keep-translating.ts';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { deskSettings } from '../../src/chat/desk-settings.ts';
import { createDoor } from '../../src/chat/door.ts';
import { createIdentities } from '../../src/chat/identities.ts';
import { SIGN_IN_PATH } from '../../src/chat/open-page.ts';
import { keepStartingScheduled } from '../../src/chat/scheduled-runs.ts';
import { dictionaryModules } from '../../src/config/dictionaries.ts';
import { textOfFile } from '../../src/document/word/text-of-file.ts';
import { createHttpServer } from '../../src/lib/http-server.ts';
import { COPYDESK_VERSION } from '../../src/lib/version.ts';
import { listenOn } from '../../src/process/listen-on.ts';
import { localPerson } from '../../src/process/local-person.ts';
import { type OpenPlatform, openPlatform } from '../../src/process/open-platform.ts';
import type { ProcessOptions, RunningProcess } from '../../src/process/run-process.ts';
import { servePlatform } from '../../src/process/serve-platform.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import type { Approver } from '../../src/protocol/settings.ts';
import { createStatsStore } from '../../src/storage/stats-store.ts';
import { createVouchStore, type VouchStore } from '../../src/storage/vouch-store.ts';
import { createLetIn } from './connect/let-in.ts';
import { createWebMembership, createWebNewcomers, WEB_RULES } from './connect/membership.ts';
import { createRequestKeys } from './connect/request-keys.ts';
import { STORE_BUDGET_MS } from './connect/store-budget.ts';
import { createTakeTurn } from './connect/turns.ts';
import { createApp } from './listeners/app.ts';
import { firstOf } from './listeners/caller.ts';
import { documentRoutes } from './listeners/document-routes.ts';
import { healthRoutes } from './listeners/health.ts';
import { limitRate } from './listeners/limit-rate.ts';
import { createOnce } from './listeners/once.ts';
import { pageRoutes } from './listeners/page.ts';
import { createWebMessenger } from './messenger/messenger.ts';
import { loadPage } from './page/build.ts';
import { PLATFORM } from './platform.ts';
import { routesOfAsking } from './listeners/rooms/asking.ts';
import type { House } from './listeners/rooms/house.ts';
import { openIdentity } from './listeners/rooms/identity.ts';
import { routesOfPrograms } from './listeners/rooms/programs.ts';
import { openReading } from './listeners/rooms/reading.ts';
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
  const desk = openDesk(options, platform, { vouches, operators });
  const identities = createIdentities({
    identities: platform.identities,
    tell: (joined) => platform.gateway.join(joined),
    logger,
    storeBudgetMs: STORE_BUDGET_MS,
  });
  const whyOut = createLetIn({ pool, limits: config.web.sessions, identities });
  // News are kept until something shows them.
  void keepTranslating({ ...platform, platform: PLATFORM, logger }, platform.ending);
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
  const once = createOnce({ keys: createRequestKeys(pool), logger });
  const house: House = { config, environment, web, platform, desk, identities, operators, once, logger };
  const identity = openIdentity(house, vouches);
  const { authenticators, origins, links } = identity;
  const reading = openReading(house, firstOf(authenticators));
  let isHealthy = (): boolean => false;
  const app = createApp({
    routes: [
      healthRoutes(() => isHealthy()),
      pageRoutes(page, identity.asPerson),
      ...reading.routes,
      ...identity.routes,
      ...routesOfAsking(house),
      ...routesOfPrograms(house),
      // Of all that is above.
      documentRoutes({ version: COPYDESK_VERSION, ...(web.publicUrl !== undefined && { url: web.publicUrl }) }),
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
    await listenOn(server, {
      port: web.port ?? DEFAULT_PORT,
      host: web.host,
      variable: 'WEB_PORT',
      hostVariable: 'WEB_HOST',
    });
  } catch (error) {
    await platform.stop();
    throw error;
  }
  const ended = Promise.withResolvers<void>();
  const served = servePlatform({
    platform,
    async listen(signal) {
      signal.addEventListener('abort', () => ended.resolve(), { once: true });
      const showing = reading.run(signal);
      if (!signal.aborted) await ended.promise;
      server.close();
      // Who reads a stream of events comes back by itself.
      server.closeAllConnections();
      await Promise.all([showing, reading.close()]);
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

/** The desk as the web has it. @param who.operators who looks after all of Copydesk */
function openDesk(
  { config, logger }: ProcessOptions,
  platform: OpenPlatform,
  { vouches, operators }: { readonly vouches: VouchStore; readonly operators: readonly Approver[] },
): ChatDesk {
  return createChatDesk({
    ...platform,
    ...deskSettings(config),
    operators,
    stats: createStatsStore(platform.pool),
    storeBudgetMs: STORE_BUDGET_MS,
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
}

/** Of an address on which we listen, what this machine calls it. */
function nameOf(host: string): string {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
