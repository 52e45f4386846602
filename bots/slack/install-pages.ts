import { createServer, type Server } from 'node:http';
import type { CustomRoute, InstallationStore, Logger as BoltLogger } from '@slack/bolt';
import { InstallProvider } from '@slack/oauth';

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
  /** Where Slack's Web API is. Default: slack.com. */
  readonly apiUrl?: string;
  readonly boltLogger: BoltLogger;
}

/** `GET /slack/install` sends a person to Slack, who comes back to `GET /slack/oauth_redirect` with the right to install. */
export function createInstallPages({
  oauth,
  installationStore,
  scopes,
  apiUrl,
  boltLogger,
}: InstallPagesOptions): readonly CustomRoute[] {
  const provider = new InstallProvider({
    ...oauth,
    installationStore,
    directInstall: true,
    logger: boltLogger,
    ...(apiUrl !== undefined && {
      clientOptions: { slackApiUrl: apiUrl },
      authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
    }),
  });
  const install = { scopes: [...scopes] };
  return [
    {
      path: '/slack/install',
      method: ['GET'],
      handler: (request, response) => void provider.handleInstallPath(request, response, {}, install),
    },
    {
      path: '/slack/oauth_redirect',
      method: ['GET'],
      handler: (request, response) => void provider.handleCallback(request, response, {}, install),
    },
  ];
}

/** Serves the pages in Socket Mode, where nothing else listens. */
export function createInstallServer(pages: readonly CustomRoute[]): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages.find(({ path, method }) => path === pathname && [method].flat().includes(request.method ?? ''));
    if (page === undefined) response.writeHead(404).end();
    else page.handler(request, response);
  });
}
