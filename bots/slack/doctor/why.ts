import { WebAPIPlatformError } from '@slack/web-api';
import type { Trouble } from '../../../src/doctor/doctor.ts';
import { slackCodeOf, toDeliveryError } from '../messenger/slack-failures.ts';
import { APP_PAGES, BOT_TOKEN_CODES } from '../messenger/token-codes.ts';

/** What failed, for {@link why}. */
export interface Attempt {
  /** `chat.postMessage` */
  readonly method: string;
  /** `edit the test card`; absent: the sentence is about Slack itself. */
  readonly doing?: string;
  /** Where Slack's Web API is; absent: slack.com. */
  readonly apiUrl: string | undefined;
}

/** Why a call of Slack's failed, and what to do; nothing of what was sent is in it. */
export function why(error: unknown, attempt: Attempt, particular: Readonly<Record<string, Trouble>> = {}): Trouble {
  const { method, doing, apiUrl } = attempt;
  const code = slackCodeOf(error);
  const prefixed = (what: string): string => (doing === undefined ? what : `could not ${doing}: ${what}`);
  if (code === undefined) {
    const trouble = unanswered(error, apiUrl);
    return { ...trouble, what: prefixed(trouble.what) };
  }
  const known = Object.hasOwn(particular, code) ? particular[code] : BOT_TOKEN_CODES[code];
  if (known !== undefined) return { ...known, what: prefixed(`${known.what} (${code})`) };
  if (code === 'missing_scope') {
    const needed = neededScope(error);
    return {
      what: prefixed(`the scope ${needed ?? 'for it'} is missing (${code})`),
      wayOut: `Add it under ${APP_PAGES} → OAuth & Permissions → Bot Token Scopes, then Reinstall to Workspace.`,
    };
  }
  return {
    what: prefixed(`Slack refuses: ${code}`),
    wayOut: `What it means: https://docs.slack.dev/reference/methods/${method}`,
  };
}

/** Slack, or what stands in its place, gave no answer of its own. */
function unanswered(error: unknown, apiUrl: string | undefined): Trouble {
  const host = URL.parse(apiUrl ?? '')?.host ?? 'slack.com';
  const { code, retryAfterMs } = toDeliveryError(error, 'ask Slack');
  if (code === '429' || retryAfterMs !== undefined)
    return {
      what: `Slack asks to wait for ${Math.ceil((retryAfterMs ?? 0) / 1000)} s`,
      wayOut: 'Run this again then; another program may be asking much with the same token.',
    };
  const status = /^http_(\d+)$/.exec(code)?.[1];
  if (status?.startsWith('5') === true)
    return {
      what: `${host} has trouble of its own (HTTP ${status})`,
      wayOut: 'Look at https://slack-status.com, and run this again later.',
    };
  if (status !== undefined || code === 'not-json')
    return {
      what: `what answers at ${host} is not Slack${status === undefined ? '' : ` (HTTP ${status})`}`,
      wayOut:
        apiUrl === undefined
          ? 'A proxy or a login page of your network is in between: let this machine reach https://slack.com.'
          : 'Take SLACK_API_URL out for Slack itself; for another server it is the address before the method, often ending in /api/.',
    };
  return {
    what:
      code === 'timeout'
        ? `${host} did not answer in time`
        : `${host} cannot be reached${code === 'unknown' ? '' : ` (${code})`}`,
    wayOut:
      apiUrl === undefined
        ? 'Check the internet connection of this machine, and that its firewall lets it reach https://slack.com.'
        : 'Check that the server is up, or take SLACK_API_URL out for Slack itself.',
  };
}

function neededScope(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  const { needed } = error.data as { readonly needed?: unknown };
  return typeof needed === 'string' && /^[\w:.,]{1,200}$/.test(needed) ? needed : undefined;
}
