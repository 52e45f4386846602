import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { type DeliveryFailure, DeliveryError, isPlatformStatus } from '../../../src/delivery/messenger.ts';
import { isUnreached } from '../../../src/lib/unreached.ts';

/** A 429 that does not say how long: Slack's windows are a minute, and half of one is polite. */
const DEFAULT_WAIT_MS = 30_000;
/** Somebody has to put the token right first. */
const TOKEN_WAIT_MS = 60_000;

const CHECK_TOKEN = 'Check SLACK_BOT_TOKEN: `npm run doctor -- slack` says what is wrong with it.';
const MOVE = 'Move the article: type `/article move <id> here` where it should go on.';
const FAULT = 'This is a fault in Copydesk.';
const ADMINS =
  'The rules of the workspace do not let the bot write there: ask an admin of the workspace, or move the article.';

/** What Slack will say again however often it is asked, and the way out. */
const REFUSALS: Readonly<Record<string, string>> = {
  not_in_channel: 'Invite the bot with /invite @copydesk.',
  channel_not_found: `The channel is gone, or the bot is not in it: invite it with /invite @copydesk. ${MOVE}`,
  is_archived: `Unarchive the channel. ${MOVE}`,
  thread_not_found: `The thread was deleted. ${MOVE}`,
  cannot_reply_to_message: `Slack takes no replies to that message. ${MOVE}`,
  message_not_found: 'The message was deleted.',
  cant_update_message: 'The message was posted by another app.',
  edit_window_closed: 'The workspace does not let messages of that age be changed.',
  missing_scope: 'A permission is missing: install the app again from bots/slack/manifest.yaml.',
  user_not_found: 'That person is not in the workspace.',
  user_disabled: 'That person has left the workspace.',
  users_not_found: 'That person is not in the workspace.',
  user_not_visible: 'The bot may not see that person.',
  cannot_dm_bot: 'A bot cannot be written to.',
  messages_tab_disabled: 'Switch the Messages tab on under App Home in the settings of the Slack app.',
  restricted_action: ADMINS,
  restricted_action_read_only_channel: ADMINS,
  restricted_action_thread_only_channel: ADMINS,
  restricted_action_non_threadable_channel: ADMINS,
  restricted_action_thread_locked: ADMINS,
  no_permission: ADMINS,
  access_denied: ADMINS,
  file_uploads_disabled: ADMINS,
  storage_limit_reached: 'The workspace has no room for files: ask an admin of the workspace.',
  msg_too_long: FAULT,
  no_text: FAULT,
};

/** The token is wrong for now: articles wait, and go on by themselves once it is put right. */
const TOKEN_CODES = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'ekm_access_denied',
  'not_allowed_token_type',
  'two_factor_setup_required',
  'user_removed_from_team',
  'team_disabled',
]);

/** Slack says no for now, and has done nothing: to calls of that method, in the whole workspace, or in that channel. */
const LATER_CODES: ReadonlyMap<string, keyof About> = new Map([
  ['ratelimited', 'call'],
  ['rate_limited', 'call'],
  ['team_added_to_org', 'workspace'],
  ['accesslimited', 'workspace'],
  ['external_channel_migrating', 'channel'],
]);
/** What we sent arrived in pieces, and nothing was done. */
const BROKEN_OFF = 'request_timeout';

/** "Some aspect of the operation" may have succeeded. */
const UNCERTAIN_CODES = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'duplicate_message']);

/** The message was surely not posted, because of its blocks; without them it may be. */
const BLOCK_CODES = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'block_mismatch']);

/** Keys of the limits that have to cool down, as an error has it. */
export interface About {
  /** Such calls as this one. */
  readonly call: string;
  /** Everything in the workspace. */
  readonly workspace: string;
  /** New messages in the channel. */
  readonly channel: string;
}

/** Whether Slack did not take the blocks of a message. */
export function isBlockFault(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && BLOCK_CODES.has(error.data.error);
}

/** What Slack answers when it knows a `client_msg_id`, but the message was deleted since. */
export function isDeletedDuplicate(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'duplicate_message_not_found';
}

/** Slack's own word for what went wrong; undefined when it said none. */
export function slackCodeOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError && /^[a-z][a-z0-9_]{0,60}$/.test(error.data.error)
    ? error.data.error
    : undefined;
}

/**
 * The one place that decides what an error of Slack's client means for a message. Holds neither token nor text: of an answer that is
 * no JSON nothing is kept.
 * @param doing what was tried: `post in Slack channel C042`
 * @param about what may have to cool down; absent: only the call itself is tried again
 */
export function toDeliveryError(error: unknown, doing: string, about?: About): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const fail = (
    failure: DeliveryFailure,
    code: string,
    why: string,
    { answered, retryAfterMs, what = 'call', cause }: More & { answered?: boolean } = {},
  ): DeliveryError =>
    new DeliveryError(`Could not ${doing}: ${why}`, {
      failure,
      code,
      ...(answered !== undefined && { answered }),
      ...(retryAfterMs !== undefined && { retryAfterMs, ...(about !== undefined && { about: about[what] }) }),
      ...(cause !== undefined && { cause }),
    });

  if (error instanceof WebAPIRateLimitedError)
    return fail('not-sent', '429', 'Slack asks to wait.', {
      answered: true,
      retryAfterMs: Math.max(1, error.retryAfter) * 1000,
    });
  if (error instanceof WebAPIHTTPError) {
    const { statusCode } = error;
    const answered = isPlatformStatus(statusCode);
    return statusCode >= 400 && statusCode < 500
      ? fail('not-sent', `http_${statusCode}`, `the server answered ${statusCode}. Is SLACK_API_URL right?`, {
          answered,
        })
      : fail('ambiguous', `http_${statusCode}`, `the server answered ${statusCode}.`, { answered });
  }
  if (error instanceof WebAPIPlatformError)
    return toPlatformFailure(error, (failure, code, why, more) =>
      fail(failure, code, why, { ...more, answered: true }),
    );
  if (error instanceof WebAPIRequestError) {
    const code = networkCodeOf(error.original);
    return isUnreached(code)
      ? fail('not-sent', code, 'Slack could not be reached.', { cause: error.original })
      : fail('ambiguous', code, 'the connection broke off before Slack had answered.', { cause: error.original });
  }
  // The client throws a bare error for a 429 that does not say how long to wait.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain a valid timeout'))
    return fail('not-sent', '429', 'Slack asks to wait.', { answered: true, retryAfterMs: DEFAULT_WAIT_MS });
  return fail('ambiguous', networkCodeOf(error), 'the answer of Slack broke off.', { cause: error });
}

interface More {
  readonly retryAfterMs?: number;
  /** What has to wait so long. Default: such calls. */
  readonly what?: keyof About;
  readonly cause?: unknown;
}

type Fail = (failure: DeliveryFailure, code: string, why: string, more?: More) => DeliveryError;

function toPlatformFailure(error: WebAPIPlatformError, fail: Fail): DeliveryError {
  const code = slackCodeOf(error);
  if (code === undefined) return fail('ambiguous', 'not-json', 'the answer did not come from Slack.');
  const { retryAfter } = error.data.response_metadata ?? {};
  if (code === BROKEN_OFF) return fail('not-sent', code, `${code}. It is tried again.`);
  const later = LATER_CODES.get(code);
  if (later !== undefined)
    return fail('not-sent', code, `${code}. It is tried again.`, {
      what: later,
      retryAfterMs: retryAfter === undefined ? DEFAULT_WAIT_MS : retryAfter * 1000,
    });
  if (TOKEN_CODES.has(code))
    return fail('not-sent', code, `${code}. ${CHECK_TOKEN}`, { what: 'workspace', retryAfterMs: TOKEN_WAIT_MS });
  if (UNCERTAIN_CODES.has(code)) return fail('ambiguous', code, `${code}.`);
  return fail('refused', code, `${code}. ${REFUSALS[code] ?? MOVE}`);
}

/** For a request that shows nothing to anybody: whatever became of it, nothing was sent. */
export function unsent(error: DeliveryError): DeliveryError {
  return error.failure === 'ambiguous' ? as(error, { failure: 'not-sent', answered: error.answered }) : error;
}

/** For a look-up that failed for now: what was to be found may be there or not, and the answer was none about it. */
export function stillUnknown(error: DeliveryError): DeliveryError {
  return error.failure === 'refused' ? error : as(error, { failure: 'ambiguous', answered: false });
}

/** For a request that would have ended what an earlier one began: something is there, and is looked for before anything else is sent. */
export function begun(error: DeliveryError): DeliveryError {
  return error.failure === 'not-sent' ? as(error, { failure: 'ambiguous', answered: true }) : error;
}

/** For a request that Slack goes on with after it has answered. */
export function underWay(error: DeliveryError): DeliveryError {
  return error.failure === 'ambiguous' ? as(error, { failure: 'ambiguous', answered: false }) : error;
}

function as(
  { message, code, cause, retryAfterMs, about }: DeliveryError,
  changes: { readonly failure: DeliveryFailure; readonly answered: boolean },
): DeliveryError {
  return new DeliveryError(message, {
    code,
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(about !== undefined && { about }),
    ...changes,
  });
}

/** The code of a failed connection: the innermost that has one. */
function networkCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof AggregateError && error.errors.length > 0) {
    const codes = error.errors.map(networkCodeOf);
    // An AggregateError has one error an address: the host is unreached only when all of them are.
    return codes.find((code) => !isUnreached(code)) ?? codes[0] ?? 'unknown';
  }
  if (error.cause instanceof Error) return networkCodeOf(error.cause);
  if (error.name === 'TimeoutError') return 'timeout';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
