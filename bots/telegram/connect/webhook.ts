import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Update } from 'telegraf/types';
import type { HttpListener } from '../../../src/lib/http-server.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { requestPath } from '../../../src/lib/request-path.ts';
import { type CallTelegram, isUnauthorized, telegramReason } from './call-telegram.ts';
import { pause } from '../../../src/lib/pause.ts';
import { ALLOWED_UPDATES } from './polling.ts';
import type { WebhookVariables } from '../variables.ts';
import { readBytes } from '../../../src/lib/read-bytes.ts';

/** An update is a few kilobytes at most. */
const MAX_BODY_BYTES = 1_048_576;
const CHECK_EVERY_MS = 60_000;

export interface WebhookListenerOptions {
  readonly webhook: Pick<WebhookVariables, 'path' | 'secret'>;
  /** Writes updates down. Only then is Telegram told that they arrived. */
  readonly keep: (updates: readonly Update[]) => Promise<void>;
  readonly isHealthy: () => boolean;
  readonly logger: Logger;
}

/**
 * Telegram's way in: 200 once an update is written down, 500 when it could not be (Telegram delivers it again), 403 without the
 * secret. Also answers `GET /healthz`.
 */
export function createWebhookListener({ webhook, keep, isHealthy, logger }: WebhookListenerOptions): HttpListener {
  const secret = digest(webhook.secret);
  const answer = async (request: IncomingMessage): Promise<number> => {
    const path = requestPath(request);
    if (path === '/healthz') return isHealthy() ? 200 : 503;
    // A proxy in between may have put something before it.
    if (request.method !== 'POST' || !path.endsWith(webhook.path)) return 404;
    const shown = request.headers['x-telegram-bot-api-secret-token'];
    if (typeof shown !== 'string' || !timingSafeEqual(digest(shown), secret)) return 403;
    const body = await readBytes(request, MAX_BODY_BYTES);
    if (body === undefined) return 413;
    const update = toUpdate(Buffer.from(body).toString());
    if (update === undefined) return 400;
    try {
      await keep([update]);
      return 200;
    } catch (error) {
      logger.warn({ reason: telegramReason(error) }, 'An update could not be written down; Telegram delivers it again');
      return 500;
    }
  };
  return async (request, response) => {
    response.writeHead(await answer(request)).end();
  };
}

/** Of the same length, whatever they are made from: comparing them tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function toUpdate(body: string): Update | undefined {
  try {
    const update: unknown = JSON.parse(body);
    const isUpdate =
      typeof update === 'object' && update !== null && 'update_id' in update && Number.isSafeInteger(update.update_id);
    // The secret says that Telegram sent it; which fields it has is looked at when it is handled.
    return isUpdate ? (update as Update) : undefined;
  } catch {
    return undefined;
  }
}

export interface WebhookGuardOptions {
  readonly call: CallTelegram;
  readonly webhook: Pick<WebhookVariables, 'url' | 'secret'>;
  readonly onChecked: () => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** How often to look whether Telegram still calls us, milliseconds. Default: every minute. */
  readonly checkEveryMs?: number;
}

/** Tells Telegram to call us, and sees to it that this stays so, until the signal. Rejects with what telegraf throws. */
export async function guardWebhook(options: WebhookGuardOptions): Promise<void> {
  const { call, webhook, onChecked, logger, signal, checkEveryMs = CHECK_EVERY_MS } = options;
  await setWebhook(call, webhook, signal);
  let reported = 0;
  while (!signal.aborted) {
    try {
      const {
        url,
        last_error_date = 0,
        last_error_message,
        pending_update_count,
      } = await call('getWebhookInfo', {}, { signal });
      onChecked();
      if (url !== webhook.url) {
        logger.warn({}, 'Somebody else has taken over the webhook of this bot; taking it back');
        await setWebhook(call, webhook, signal);
      }
      if (last_error_date > reported)
        logger.warn({ reason: last_error_message, pending_update_count }, 'Telegram could not reach the webhook');
      reported = Math.max(reported, last_error_date);
    } catch (error) {
      if (signal.aborted) return;
      if (isUnauthorized(error)) throw error;
      logger.warn({ reason: telegramReason(error) }, 'Could not ask Telegram about the webhook');
    }
    await pause(checkEveryMs, signal);
  }
}

async function setWebhook(
  call: CallTelegram,
  { url, secret }: Pick<WebhookVariables, 'url' | 'secret'>,
  signal: AbortSignal,
): Promise<void> {
  await call(
    'setWebhook',
    { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES, drop_pending_updates: false },
    { signal },
  );
}
