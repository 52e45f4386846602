import { slackCodeOf } from '../messenger/slack-failures.ts';

/** What Slack says of a token that it will never take again, and what to do. */
const TOKEN_REFUSALS: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not know it; copy it again from the settings of the app',
  not_authed: 'Slack does not know it; copy it again from the settings of the app',
  token_revoked: 'it was revoked; reinstall the app to the workspace and copy the new token',
  token_expired:
    'it has expired; make the app anew from bots/slack/manifest.yaml, without token rotation, and copy its token',
  account_inactive: 'the app was removed from the workspace; reinstall it and copy the new token',
  user_removed_from_team: 'the app was removed from the workspace; reinstall it and copy the new token',
  socket_mode_not_enabled:
    'Socket Mode is switched off in the settings of the app; switch it on, or use HTTP (SLACK_SIGNING_SECRET and PORT)',
  team_disabled: 'the workspace is disabled',
  not_allowed_token_type: 'it is of the wrong kind: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-',
  missing_scope: 'it lacks a scope; compare the app with bots/slack/manifest.yaml and reinstall it',
  no_permission: 'it lacks a permission; the app-level token needs the scope connections:write',
  org_login_required: 'the workspace has moved to an organisation; install the app there and copy the new token',
};

/** Why the token will not do, and the way out; undefined for anything that may pass by itself. */
export function tokenRefusal(error: unknown): string | undefined {
  const code = slackCodeOf(error);
  if (code === undefined || !Object.hasOwn(TOKEN_REFUSALS, code)) return undefined;
  return `was refused by Slack (${code}): ${TOKEN_REFUSALS[code]}`;
}
