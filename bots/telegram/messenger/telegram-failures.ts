import { TelegramError } from 'telegraf';
import { DeliveryError, isPlatformStatus } from '../../../src/delivery/messenger.ts';
import { createScrub } from '../../../src/lib/scrub.ts';

/** Nothing left this machine: no connection came about. */
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EMFILE|EPROTO|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/;

/** A wrong token is put right by an operator; until then messages wait. */
const WRONG_TOKEN_WAIT_MS = 30_000;
const MS_PER_SECOND = 1000;

/** What a person can do about a refusal, by Telegram's description of it. */
const WAYS_OUT: readonly (readonly [RegExp, code: string, wayOut: string])[] = [
  [/bot was blocked/i, 'bot_blocked', 'The person has blocked the bot: unblock it in Telegram, or move the article.'],
  [/user is deactivated/i, 'user_deactivated', 'The account was deleted: move the article.'],
  [/bot was kicked|bot is not a member/i, 'bot_kicked', 'Add the bot to the chat again, or move the article.'],
  [
    /can't initiate conversation/i,
    'not_started',
    'The person has never written to the bot: they have to press Start first.',
  ],
  [
    /chat not found|group chat was deactivated|CHAT_ID_INVALID|PEER_ID_INVALID/i,
    'chat_not_found',
    'Move the article to a chat that exists.',
  ],
  [
    /message thread not found|TOPIC_DELETED/i,
    'topic_deleted',
    'The topic was deleted: move the article to another one.',
  ],
  [/TOPIC_CLOSED/i, 'topic_closed', 'The topic is closed: open it again, or move the article.'],
  [
    /not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED/i,
    'not_enough_rights',
    'Let the bot write in this chat, or move the article.',
  ],
  [
    /method not found/i,
    'method_not_found',
    'This Bot API server is too old for it: update it, or set rich_messages to false.',
  ],
  [/message to edit not found|message_id_invalid/i, 'message_not_found', 'The message was deleted.'],
  [
    /message can't be edited|there is no (?:text|caption) in the message/i,
    'message_not_editable',
    'The message stays as it is.',
  ],
];

/**
 * What a failed call means for a delivery. Its message names neither token nor text: the error of telegraf holds the whole request,
 * and that of a broken answer the address with the token.
 * @param about key of the limit that has to cool down when Telegram asks to wait
 */
export function toDeliveryError(what: string, error: unknown, about?: () => string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof TelegramError) return ofTelegram(what, error, about);
  const code = codeOf(error);
  const cause = new Error(scrub(error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
  if (NOT_CONNECTED.test(code) || (code === 'ETIMEDOUT' && /\bconnect ETIMEDOUT\b/.test(cause.message)))
    return new DeliveryError(`Could not ${what}: Telegram cannot be reached. It is tried again.`, {
      failure: 'not-sent',
      code,
      cause,
    });
  return new DeliveryError(`Could not ${what}, or only the answer was lost.`, {
    failure: 'ambiguous',
    code,
    // As node-fetch calls an answer that is there in full, and no JSON.
    answered: code === 'invalid-json',
    cause,
  });
}

/** Whether an edit changed nothing: it has been made already. */
export function isNotModified(error: unknown): boolean {
  return error instanceof TelegramError && /message is not modified/i.test(error.description);
}

/** Whether there is nothing of ours under this id: no message, one of somebody else, one of another kind. */
export function isNotOurs(error: unknown): boolean {
  return (
    error instanceof TelegramError &&
    error.code === 400 &&
    /message to edit not found|message can't be edited|message_id_invalid|there is no (?:text|caption) in the message/i.test(
      error.description,
    )
  );
}

/** The id of the supergroup that the group has become. */
export function movedTo(error: unknown): number | undefined {
  return error instanceof TelegramError ? error.parameters?.migrate_to_chat_id : undefined;
}

const scrubShapes = createScrub([]);

/** telegraf takes the token out of the address when a connection fails, not when an answer cannot be read. */
function scrub(text: string): string {
  return scrubShapes(text.replaceAll(/\/bot\d+:[^/\s]+/g, '/bot[redacted]'));
}

function ofTelegram(what: string, error: TelegramError, about: (() => string) | undefined): DeliveryError {
  const { code, description } = error;
  const cause = new Error(scrub(`${code}: ${description}`));
  if (code === 429)
    return new DeliveryError(`Could not ${what} yet: Telegram asks to wait.`, {
      failure: 'not-sent',
      code: '429',
      answered: true,
      retryAfterMs: (error.parameters?.retry_after ?? 1) * MS_PER_SECOND,
      ...(about !== undefined && { about: about() }),
      cause,
    });
  // 404: the server does not take it for a token at all, unless it says that it is the method that it does not know.
  if (code === 401 || (code === 404 && !/method not found/i.test(description)))
    return new DeliveryError(`Could not ${what}: Telegram does not know the token. Check TELEGRAM_BOT_TOKEN.`, {
      failure: 'not-sent',
      code: String(code),
      answered: true,
      retryAfterMs: WRONG_TOKEN_WAIT_MS,
      cause,
    });
  if (code >= 400 && code < 500) {
    const [, name = slug(description), wayOut = scrub(description)] =
      WAYS_OUT.find(([pattern]) => pattern.test(description)) ?? [];
    return new DeliveryError(`Could not ${what}. ${wayOut}`, { failure: 'refused', code: name, answered: true, cause });
  }
  return new DeliveryError(`Could not ${what}, or only the answer was lost.`, {
    failure: 'ambiguous',
    code: String(code),
    answered: isPlatformStatus(code),
    cause,
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('type' in error && typeof error.type === 'string') return error.type;
  return error instanceof Error ? error.name : 'unknown';
}

/** `Bad Request: wrong file` → `wrong_file`. */
function slug(description: string): string {
  return (
    scrub(description)
      .replace(/^[A-Z][\w ]+: /, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_|_$/g, '')
      .slice(0, 60) || 'refused'
  );
}
