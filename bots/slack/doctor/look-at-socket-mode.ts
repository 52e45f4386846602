import type { WebClient } from '@slack/web-api';
import { fault, type Finding, ok, warning } from '../../../src/doctor/doctor.ts';
import { APP_TOKEN_CODES, SWITCH_ON } from '../messenger/token-codes.ts';
import { why } from './why.ts';

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
    return { kind: 'fault', troubles: [why(error, { method: 'apps.connections.open', apiUrl }, APP_TOKEN_CODES)] };
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
