import { TelegramError } from 'telegraf';
import { DeliveryError, isPlatformStatus } from '../../../src/delivery/messenger.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { isUnreached } from '../../../src/lib/unreached.ts';

/** A wrong token is put right by an operator; until then messages wait. */
const WRONG_TOKEN_WAIT_MS = 30_000;
const MS_PER_SECOND = 1000;

/** What Telegram refuses for good, by its description, and what a person can do about it. Read by the messenger and the doctor. */
const REFUSALS: readonly (readonly [RegExp, code: string, what: string, wayOut: string])[] = [
  [/bot was blocked/i, 'bot_blocked', 'that person has blocked the bot', 'They have to unblock it in Telegram.'],
  [/user is deactivated/i, 'user_deactivated', 'that account was deleted', 'Take another chat.'],
  [
    /bot was kicked|bot is not a member/i,
    'bot_kicked',
    'the bot is not in that chat',
    'Add it: name of the group → Add members.',
  ],
  [
    /can't initiate conversation/i,
    'not_started',
    'that person has never written to the bot',
    'They have to open the bot and press Start.',
  ],
  [
    /chat not found|group chat was deactivated|CHAT_ID_INVALID|PEER_ID_INVALID/i,
    'chat_not_found',
    'there is no such chat for the bot',
    'Check the id (that of a group begins with a minus), and that the bot is in the group; a person has to have pressed Start in the chat with the bot.',
  ],
  [/message thread not found|TOPIC_DELETED/i, 'topic_deleted', 'the topic was deleted', 'Take another one.'],
  [/TOPIC_CLOSED/i, 'topic_closed', 'the topic is closed', 'Open it, or make the bot an administrator.'],
  [
    /not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED/i,
    'not_enough_rights',
    'the bot may not write there',
    'Allow members to send messages (Permissions of the group), or make the bot an administrator.',
  ],
  [
    /method not found/i,
    'method_not_found',
    'this Bot API server is too old for it',
    'Update it, or set rich_messages to false.',
  ],
  [
    /message to edit not found|message_id_invalid/i,
    'message_not_found',
    'the message was deleted',
    'It is left alone.',
  ],
  [
    /message can't be edited|there is no (?:text|caption) in the message/i,
    'message_not_editable',
    'the message cannot be changed',
    'It stays as it is.',
  ],
];

/** Another chat would not help. */
const NOT_OF_THE_CHAT: ReadonlySet<string> = new Set(['method_not_found', 'message_not_found', 'message_not_editable']);
const MOVE = 'Or move the article: send /move with its id where it should go on.';

export function refusalOf(
  description: string,
): { readonly code: string; readonly what: string; readonly wayOut: string } | undefined {
  const [, code, what = '', wayOut = ''] = REFUSALS.find(([pattern]) => pattern.test(description)) ?? [];
  return code === undefined ? undefined : { code, what, wayOut };
}

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
  if (isUnreached(code) || (code === 'ETIMEDOUT' && /\bconnect ETIMEDOUT\b/.test(cause.message)))
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
    const refusal = refusalOf(description);
    const why =
      refusal === undefined
        ? `${scrub(description)}.`
        : [`${refusal.what}.`, refusal.wayOut, ...(NOT_OF_THE_CHAT.has(refusal.code) ? [] : [MOVE])].join(' ');
    return new DeliveryError(`Could not ${what}: ${why}`, {
      failure: 'refused',
      code: refusal?.code ?? slug(description),
      answered: true,
      cause,
    });
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
