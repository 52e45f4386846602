import { ConfigError, type ConfigFault } from '../../src/config/config-error.ts';
import type { Variables } from '../../src/config/environment.ts';
import { nearest } from '../../src/config/nearest.ts';

/** How Slack reaches us: over a WebSocket that we open, or by requests to our port. */
export type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly port: number };

/** Where we may do what. */
export type SlackAccess =
  /** `xoxb-…`: one workspace, in which the operator installed the app. */
  | { readonly kind: 'token'; readonly botToken: string }
  /** Every workspace whose people install the app, at `/slack/install` on this port. */
  | { readonly kind: 'oauth'; readonly clientId: string; readonly clientSecret: string; readonly port: number };

/** What the environment says about Slack. */
export interface SlackVariables {
  readonly access: SlackAccess;
  readonly mode: SlackMode;
  /** Address of another Web API than Slack's own, with a slash at its end. */
  readonly apiUrl?: string;
  /** What must never be in a log. */
  readonly secrets: readonly string[];
}

/** Setting one of these asks for Slack. `PORT` does not: many hosts set it for whatever they run. */
const ASKING = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const;
const OAUTH = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'] as const;
const KNOWN: readonly string[] = [...ASKING, ...OAUTH, 'SLACK_API_URL'];

const WAY_OUT =
  'set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode: no public address needed), or SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and PORT (HTTP)';

/**
 * Reads `SLACK_*` and, for HTTP, `PORT`. Undefined when none of the tokens and secrets is set.
 * @throws {ConfigError} with every fault, none of which shows a value.
 */
export function readSlackVariables(variables: Variables): SlackVariables | undefined {
  const valueOf = (name: string): string | undefined => variables[name]?.trim() || undefined;
  if ([...ASKING, ...OAUTH].every((name) => valueOf(name) === undefined)) return undefined;
  const [botToken, appToken, signingSecret] = ASKING.map(valueOf);
  const [clientId, clientSecret] = OAUTH.map(valueOf);
  const isOAuth = clientId !== undefined || clientSecret !== undefined;
  const apiUrl = valueOf('SLACK_API_URL');
  const port = Number(valueOf('PORT'));
  const isPort = Number.isInteger(port) && port >= 1 && port <= 65_535;

  const faults: ConfigFault[] = [];
  const fault = (name: string, what: string): void => void faults.push({ where: `environment ${name}`, what });
  if (appToken !== undefined && signingSecret !== undefined)
    fault(
      'SLACK_APP_TOKEN, SLACK_SIGNING_SECRET',
      'are both set, and each chooses another way for Slack to reach Copydesk; keep SLACK_APP_TOKEN for Socket Mode (no public address needed), or SLACK_SIGNING_SECRET with PORT for HTTP',
    );
  if (appToken === undefined && signingSecret === undefined)
    fault('SLACK_APP_TOKEN', `is not set, nor is SLACK_SIGNING_SECRET; ${WAY_OUT}${misspelt(variables)}`);
  if (isOAuth) {
    for (const name of [...OAUTH, 'COPYDESK_ENCRYPTION_KEY'])
      if (valueOf(name) === undefined)
        fault(
          name,
          name === 'COPYDESK_ENCRYPTION_KEY'
            ? 'is not set, and encrypts the tokens of the workspaces; set it to what "openssl rand -hex 32" prints, and keep it'
            : `is not set, but ${OAUTH.find((other) => other !== name)} is; both are under Basic Information, App Credentials`,
        );
    if (botToken !== undefined)
      fault(
        'SLACK_BOT_TOKEN, SLACK_CLIENT_ID',
        'are both set; keep SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many',
      );
    if (!isPort)
      fault(
        'PORT',
        valueOf('PORT') === undefined
          ? 'is not set, and with SLACK_CLIENT_ID people install the app at /slack/install on this port'
          : 'must be a port from 1 to 65535',
      );
  } else if (botToken === undefined) {
    const set = ASKING.filter((name) => valueOf(name) !== undefined).join(' and ');
    fault(
      'SLACK_BOT_TOKEN',
      `is not set, but ${set} ${set.includes(' and ') ? 'are' : 'is'}; ${WAY_OUT}${misspelt(variables)}`,
    );
  } else {
    const wrong = wrongToken(botToken, 'xoxb-', 'the Bot User OAuth Token (OAuth & Permissions)');
    if (wrong !== undefined) fault('SLACK_BOT_TOKEN', wrong);
  }
  if (appToken !== undefined) {
    const wrong = wrongToken(appToken, 'xapp-', 'an app-level token (Basic Information, App-Level Tokens)');
    if (wrong !== undefined) fault('SLACK_APP_TOKEN', wrong);
  }
  if (signingSecret !== undefined) {
    if (/^x(?:ox[a-z]|app)-/.test(signingSecret) || /[^\x21-\x7e]/.test(signingSecret))
      fault(
        'SLACK_SIGNING_SECRET',
        'must be the Signing Secret of the app (Basic Information, App Credentials), and is none',
      );
    if (appToken === undefined && !isPort && !isOAuth)
      fault(
        'PORT',
        valueOf('PORT') === undefined
          ? 'is not set, and with SLACK_SIGNING_SECRET Slack comes to this port over HTTP; for Socket Mode set SLACK_APP_TOKEN instead of SLACK_SIGNING_SECRET'
          : 'must be a port from 1 to 65535',
      );
  }
  if (apiUrl !== undefined && !/^https?:$/.test(URL.parse(apiUrl)?.protocol ?? ''))
    fault('SLACK_API_URL', 'must be an address such as https://slack.com/api/');

  const access = toAccess(botToken, clientId, clientSecret, port);
  if (faults.length > 0 || access === undefined) throw new ConfigError(faults);
  return {
    access,
    mode:
      appToken === undefined
        ? { kind: 'http', signingSecret: signingSecret ?? '', port }
        : { kind: 'socket', appToken },
    ...(apiUrl !== undefined && { apiUrl: apiUrl.replace(/\/*$/, '/') }),
    secrets: [botToken, appToken, signingSecret, clientSecret].filter((secret) => secret !== undefined),
  };
}

function toAccess(
  botToken: string | undefined,
  clientId: string | undefined,
  clientSecret: string | undefined,
  port: number,
): SlackAccess | undefined {
  if (botToken !== undefined) return { kind: 'token', botToken };
  return clientId === undefined || clientSecret === undefined
    ? undefined
    : { kind: 'oauth', clientId, clientSecret, port };
}

/**
 * For a process that has nothing but Slack to do.
 * @throws {ConfigError} also when nothing is set.
 */
export function requireSlackVariables(variables: Variables): SlackVariables {
  const slack = readSlackVariables(variables);
  if (slack === undefined)
    throw new ConfigError([
      { where: 'environment SLACK_BOT_TOKEN', what: `is not set; ${WAY_OUT}${misspelt(variables)}` },
    ]);
  return slack;
}

/** What is wrong with a token. Undefined: it has the right form. */
function wrongToken(token: string, prefix: 'xoxb-' | 'xapp-', wanted: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(token))
    return 'has spaces or letters in it that no token has; copy it again, without quotes';
  if (token.startsWith(prefix)) return undefined;
  const must = `must be ${wanted}, which begins with ${prefix}`;
  if (token.startsWith('xapp-')) return `${must}, and holds an app-level token: that belongs in SLACK_APP_TOKEN`;
  if (token.startsWith('xoxb-')) return `${must}, and holds a bot token: that belongs in SLACK_BOT_TOKEN`;
  if (/^xox[a-z]-/.test(token)) return `${must}, and holds a token of another kind`;
  return must;
}

/** A slip in a name would otherwise look as if it had not been set. */
function misspelt(variables: Variables): string {
  const slips = Object.keys(variables)
    .filter((name) => name.startsWith('SLACK_') && !KNOWN.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, KNOWN);
      return meant === undefined || variables[meant]?.trim() ? [] : [`${name} is set: did you mean ${meant}?`];
    });
  return slips.length === 0 ? '' : ` (${slips.join(' ')})`;
}
