import { fault, type Finding, ok, skipped } from '../../../src/doctor/doctor.ts';
import { APP_PAGES } from '../messenger/token-codes.ts';

/** @param granted absent: Slack did not say */
export function lookAtScopes(needed: readonly string[], granted: readonly string[] | undefined): Finding {
  if (granted === undefined) return skipped('the server does not say which scopes the token has.');
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length > 0)
    return fault(
      `${missing.length === 1 ? 'the app lacks the scope' : `the app lacks ${missing.length} of ${needed.length} scopes:`} ${missing.join(', ')}`,
      `Paste bots/slack/manifest.yaml under ${APP_PAGES} → App Manifest (or add them under OAuth & Permissions → Bot Token Scopes), then OAuth & Permissions → Reinstall to Workspace.`,
    );
  const more = granted.filter((scope) => !needed.includes(scope));
  return ok(
    `all ${needed.length} that Copydesk needs are granted${more.length === 0 ? '' : `; it could do without ${more.join(', ')}`}`,
  );
}
