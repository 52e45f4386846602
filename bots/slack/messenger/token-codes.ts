import type { Trouble } from '../../../src/doctor/doctor.ts';
import { slackCodeOf } from './slack-failures.ts';

type TokenName = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';
type Codes = Readonly<Record<string, Trouble>>;

/** The pages of the app's settings. */
export const APP_PAGES = 'https://api.slack.com/apps → your app';
const INSTALL = `Install the app there and copy the new token: ${APP_PAGES} → OAuth & Permissions → Install to Workspace.`;
const COPY = `Copy the Bot User OAuth Token (xoxb-…) again: ${APP_PAGES} → OAuth & Permissions.`;
const GENERATE = `Generate one with the scope connections:write: ${APP_PAGES} → Basic Information → App-Level Tokens.`;
export const SWITCH_ON = `Switch it on: ${APP_PAGES} → Socket Mode → Enable Socket Mode.`;

/** What Slack says of a token that it will not take, whatever it is asked to do with it, and what a person can do. */
function codesOf(name: TokenName, anew: string): Codes {
  return {
    invalid_auth: { what: `Slack does not know ${name}`, wayOut: anew },
    not_authed: { what: `Slack got no ${name} at all`, wayOut: anew },
    token_revoked: { what: `${name} was revoked`, wayOut: name === 'SLACK_BOT_TOKEN' ? INSTALL : anew },
    token_expired: {
      what: `${name} has expired, because token rotation is on for this app`,
      wayOut:
        'Rotation cannot be switched off again: install the app with SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead of SLACK_BOT_TOKEN, or create it anew from bots/slack/manifest.yaml.',
    },
    not_allowed_token_type: { what: `${name} is of the wrong kind`, wayOut: anew },
    account_inactive: { what: 'the app was removed from its workspace', wayOut: INSTALL },
    user_removed_from_team: { what: 'the app was removed from its workspace', wayOut: INSTALL },
    team_disabled: { what: 'the workspace was deleted or disabled', wayOut: 'Install the app in another workspace.' },
    org_login_required: { what: 'the workspace has moved into an organisation', wayOut: INSTALL },
  };
}

export const BOT_TOKEN_CODES: Codes = codesOf('SLACK_BOT_TOKEN', COPY);
export const APP_TOKEN_CODES: Codes = {
  ...codesOf('SLACK_APP_TOKEN', GENERATE),
  missing_scope: { what: 'SLACK_APP_TOKEN lacks the scope connections:write', wayOut: GENERATE },
  no_permission: { what: 'SLACK_APP_TOKEN lacks the scope connections:write', wayOut: GENERATE },
  socket_mode_not_enabled: { what: 'Socket Mode is off for this app', wayOut: SWITCH_ON },
  forbidden_team: {
    what: 'the app must not use Socket Mode in this workspace',
    wayOut: 'Ask an admin of the workspace to allow it.',
  },
};

const WORTHLESS: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_refresh_token',
  'team_disabled',
  'token_revoked',
  'user_removed_from_team',
]);

/** Whether Slack says of a token that it will never be good again; one that has expired can be renewed. */
export function isWorthless(error: unknown): boolean {
  return WORTHLESS.has(slackCodeOf(error) ?? '');
}

/** Why the token will not do, and the way out; undefined for anything that may pass by itself. */
export function tokenRefusal(error: unknown, codes: Codes): string | undefined {
  const code = slackCodeOf(error) ?? '';
  if (!Object.hasOwn(codes, code)) return undefined;
  const { what, wayOut } = codes[code] ?? {};
  return `was refused by Slack (${code}): ${what}. ${wayOut}`;
}
