import type { Server } from 'node:http';
import type { InstallationStore, Logger as BoltLogger } from '@slack/bolt';
import { type CallbackOptions, InstallProvider } from '@slack/oauth';
import { createHttpServer, type HttpListener } from '../../../src/lib/http-server.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { requestPath } from '../../../src/lib/request-path.ts';

/** The app as Slack knows it, for those who install it themselves. */
export interface SlackOAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs what a person brings back from Slack, so that nobody else can bring it. */
  readonly stateSecret: string;
}

export interface InstallPagesOptions {
  readonly oauth: SlackOAuth;
  readonly installationStore: InstallationStore;
  /** What the app asks for. */
  readonly scopes: readonly string[];
  /** Asked before an installation is stored; answers the person itself where it says no. Default: every one is. */
  readonly allow?: CallbackOptions['afterInstallation'];
  /** The only workspace that may install it, which Slack then offers. */
  readonly onlyWorkspace?: string;
  /** Where Slack's Web API is. Default: slack.com. */
  readonly apiUrl?: string;
  readonly boltLogger: BoltLogger;
  /** How long one request to Slack may take, in milliseconds. Default: {@link SLACK_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
}

/** What is served at one path. */
export interface Page {
  /** `/slack/install` */
  readonly path: string;
  /** Of a GET. */
  readonly show: HttpListener;
}

/** A person waits meanwhile. */
const SLACK_TIMEOUT_MS = 10_000;

/** `GET /slack/install` sends a person to Slack, who comes back to `GET /slack/oauth_redirect` with the right to install. */
export function createInstallPages({
  oauth,
  installationStore,
  scopes,
  allow,
  onlyWorkspace,
  apiUrl,
  boltLogger,
  timeoutMs = SLACK_TIMEOUT_MS,
}: InstallPagesOptions): readonly Page[] {
  const provider = new InstallProvider({
    ...oauth,
    installationStore,
    directInstall: true,
    logger: boltLogger,
    // Left open, Slack would be asked again for half an hour, and waited for without end.
    clientOptions: {
      retryConfig: { retries: 0 },
      timeout: timeoutMs,
      fetch: fetchWhole,
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    },
    ...(apiUrl !== undefined && { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href }),
  });
  const install = { scopes: [...scopes], ...(onlyWorkspace !== undefined && { teamId: onlyWorkspace }) };
  const callback = allow === undefined ? {} : { afterInstallation: allow };
  return [
    {
      path: '/slack/install',
      show: async (request, response) => await provider.handleInstallPath(request, response, {}, install),
    },
    {
      path: '/slack/oauth_redirect',
      show: async (request, response) => await provider.handleCallback(request, response, callback, install),
    },
  ];
}

/** Reads the answer, too, before its time is over: @slack/oauth cannot name an error that comes later, and breaks off its own page. */
const fetchWhole: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  return new Response(await answer.arrayBuffer(), answer);
};

/** Shows the page that is asked for, else answers 404. */
export function servePages(pages: readonly Page[]): HttpListener {
  return async (request, response) => {
    const path = requestPath(request);
    const page = request.method === 'GET' ? pages.find((one) => one.path === path) : undefined;
    if (page === undefined) response.writeHead(404).end();
    else await page.show(request, response);
  };
}

/** Serves the pages in Socket Mode, where nothing else listens. */
export function createInstallServer(pages: readonly Page[], logger: Logger): Server {
  return createHttpServer(servePages(pages), { logger });
}
