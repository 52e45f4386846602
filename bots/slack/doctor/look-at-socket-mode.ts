import type { WebClient } from '@slack/web-api';
import { fault, type Finding, ok, type Trouble, warning } from '../../../src/doctor/doctor.ts';
import { APP_PAGES, why } from './why.ts';

const APP_TOKENS = `${APP_PAGES} → Basic Information → App-Level Tokens`;
const NEW_TOKEN = `Generate one with the scope connections:write: ${APP_TOKENS}.`;
const SWITCH_ON = `Switch it on: ${APP_PAGES} → Socket Mode → Enable Socket Mode.`;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  invalid_auth: { what: 'Slack does not know SLACK_APP_TOKEN', wayOut: NEW_TOKEN },
  not_authed: { what: 'Slack got no app-level token', wayOut: NEW_TOKEN },
  token_revoked: { what: 'SLACK_APP_TOKEN was revoked', wayOut: NEW_TOKEN },
  not_allowed_token_type: { what: 'SLACK_APP_TOKEN is no app-level token (xapp-…)', wayOut: NEW_TOKEN },
  missing_scope: { what: 'SLACK_APP_TOKEN lacks the scope connections:write', wayOut: NEW_TOKEN },
  no_permission: { what: 'SLACK_APP_TOKEN lacks the scope connections:write', wayOut: NEW_TOKEN },
  socket_mode_not_enabled: { what: 'Socket Mode is off for this app', wayOut: SWITCH_ON },
  forbidden_team: {
    what: 'the app must not use Socket Mode in this workspace',
    wayOut: 'Ask an admin of the workspace to allow it.',
  },
};

const REACH_TIMEOUT_MS = 10_000;

/**
 * Whether Slack gives the app a WebSocket, and this machine reaches its host. It is not opened: Slack would send it what is meant for
 * Copydesk.
 * @param app calls Slack with the app-level token
 * @param ids of the apps that the tokens belong to; absent: unknown
 */
export async function lookAtSocketMode(
  app: WebClient,
  apiUrl: string | undefined,
  ids: { readonly ofAppToken: string | undefined; readonly ofBotToken: string | undefined },
): Promise<Finding> {
  if (ids.ofAppToken !== undefined && ids.ofBotToken !== undefined && ids.ofAppToken !== ids.ofBotToken)
    return fault(
      `the tokens are of two apps: SLACK_APP_TOKEN of ${ids.ofAppToken}, SLACK_BOT_TOKEN of ${ids.ofBotToken}`,
      'Take both from one app: the app-level token from Basic Information, the bot token from OAuth & Permissions.',
    );
  let url: URL | null;
  let isOff: boolean;
  try {
    const { url: address = '', response_metadata } = await app.apps.connections.open({});
    url = URL.parse(address);
    isOff = response_metadata?.messages?.some((text) => /socket mode is not turned on/i.test(text)) === true;
  } catch (error) {
    return { kind: 'fault', troubles: [why(error, { method: 'apps.connections.open', apiUrl }, TROUBLES)] };
  }
  if (url === null) return fault('Slack gave no address for the WebSocket', 'Run this again in a moment.');
  if (!(await isReached(url)))
    return fault(
      `Slack gave a WebSocket, but this machine does not reach ${url.host}`,
      `Let the firewall or proxy pass WebSockets (wss://) to ${apiUrl === undefined ? '*.slack.com' : url.host}.`,
    );
  if (isOff) return warning('Slack gives a WebSocket, but says that Socket Mode is off for this app', SWITCH_ON);
  return ok(`Slack gives the app a WebSocket at ${url.host} (not opened: it would get what is meant for Copydesk)`);
}

/** The id of the app that an app-level token belongs to: `xapp-1-A012…-…`. */
export function appIdOf(appToken: string): string | undefined {
  return /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1];
}

/** Any answer over HTTP will do. */
async function isReached({ protocol, host }: URL): Promise<boolean> {
  try {
    await fetch(`${protocol === 'ws:' ? 'http' : 'https'}://${host}/`, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(REACH_TIMEOUT_MS),
    });
    return true;
  } catch {
    return false;
  }
}
