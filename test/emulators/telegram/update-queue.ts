import { setTimeout as sleep } from 'node:timers/promises';
import type { Update, WebhookInfo } from '@grammyjs/types';
import { ApiError } from './api-error.ts';

export type UpdateKind = Exclude<keyof Update, 'update_id'>;

/** A bot that asks for nothing in particular gets all but these. */
const ASKED_FOR_ONLY: readonly string[] = ['chat_member', 'message_reaction', 'message_reaction_count'];
const MAX_POLLED = 100;
const MAX_POLL_SECONDS = 50;

export interface UpdateQueueOptions {
  /** How long a second conflict within the same time is held back. Telegram: 3 s. */
  readonly conflictDelayMs: number;
  /** First wait before an update that the webhook refused comes again; each further one is twice as long. Telegram: 1 s. */
  readonly webhookRetryMs: number;
  /** Runs the method that a webhook's answer asks for. */
  callFromWebhook(body: string): Promise<unknown>;
}

export interface PollOptions {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
  /** The other side gave up. */
  readonly signal: AbortSignal;
}

export interface WebhookOptions {
  readonly url: string;
  readonly secretToken: string;
  readonly maxConnections: number;
}

/** Updates that the bot has not confirmed. */
export interface UpdateQueue {
  /** Confirmed ones included. */
  readonly all: readonly Update[];
  readonly pending: readonly Update[];
  readonly webhookUrl: string;
  /** Kept across polls and webhooks that do not say it again. */
  allow(kinds: readonly string[] | undefined): void;
  /** The same once more, whether or not it was confirmed. */
  again(update: Update): void;
  /**
   * @param lane webhook deliveries of one lane wait for each other
   * @param expiresAfterMs taps that nobody fetches in time are forgotten
   */
  add(kind: UpdateKind, content: object, lane: string, expiresAfterMs?: number): void;
  /** @throws 409 while a webhook is set, and when another poll comes meanwhile. */
  poll(options: PollOptions): Promise<readonly Update[]>;
  setWebhook(webhook: WebhookOptions): void;
  drop(): void;
  webhookInfo(): WebhookInfo;
  /** What polls answer from now on, for tests of what cannot be relied on. */
  disorder(change: ((updates: readonly Update[]) => readonly Update[]) | undefined): void;
  /** Ends polls and deliveries. */
  close(): void;
}

interface Pending {
  readonly update: Update;
  readonly lane: string;
}

interface OpenPoll {
  readonly fail: (error: ApiError) => void;
  readonly wake: () => void;
}

export function createUpdateQueue(options: UpdateQueueOptions): UpdateQueue {
  let nextId = 100_000_001;
  const all: Update[] = [];
  let pending: Pending[] = [];
  let allowed: readonly string[] = [];
  let webhook: WebhookOptions = { url: '', secretToken: '', maxConnections: 40 };
  let openPoll: OpenPoll | undefined;
  let nextConflictAt = 0;
  let failure: { readonly at: number; readonly message: string } | undefined;
  let changed = (updates: readonly Update[]): readonly Update[] => updates;
  const closing = new AbortController();
  /** Lanes that a delivery is under way in. */
  const busy = new Set<string>();

  const forget = (id: number): void => {
    pending = pending.filter(({ update }) => update.update_id !== id);
  };

  const deliver = async (lane: string): Promise<void> => {
    if (busy.has(lane) || webhook.url === '') return;
    busy.add(lane);
    try {
      for (let delayMs = options.webhookRetryMs; ; ) {
        const next = pending.find((candidate) => candidate.lane === lane);
        const { url, secretToken } = webhook;
        if (next === undefined || url === '' || closing.signal.aborted) return;
        const answered = await send(url, secretToken, next.update);
        if (answered.ok) {
          forget(next.update.update_id);
          delayMs = options.webhookRetryMs;
          if (answered.body.includes('"method"')) await options.callFromWebhook(answered.body);
        } else {
          failure = { at: Date.now(), message: answered.message };
          await sleep(answered.retryAfterMs ?? delayMs, undefined, { signal: closing.signal });
          delayMs *= 2;
        }
      }
    } catch (error) {
      if (!closing.signal.aborted) throw error;
    } finally {
      busy.delete(lane);
    }
  };

  const send = async (
    url: string,
    secretToken: string,
    update: Update,
  ): Promise<{ ok: true; body: string } | { ok: false; message: string; retryAfterMs?: number }> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(secretToken !== '' && { 'x-telegram-bot-api-secret-token': secretToken }),
        },
        body: JSON.stringify(update),
        signal: closing.signal,
      });
      const body = await response.text();
      if (response.ok) return { ok: true, body };
      const seconds = Number(response.headers.get('retry-after') ?? 0);
      return {
        ok: false,
        message: `Wrong response from the webhook: ${response.status} ${response.statusText}`,
        ...(seconds > 0 && { retryAfterMs: seconds * 1000 }),
      };
    } catch {
      return { ok: false, message: 'Connection refused' };
    }
  };

  const deliverAll = (): void => {
    for (const lane of new Set(pending.map((update) => update.lane)))
      void deliver(lane).catch((error: unknown) => {
        failure = { at: Date.now(), message: String(error) };
      });
  };

  const conflict = async (description: string): Promise<ApiError> => {
    const now = Date.now();
    if (now < nextConflictAt) await sleep(options.conflictDelayMs, undefined, { ref: false });
    else nextConflictAt = now + options.conflictDelayMs;
    return new ApiError(409, description);
  };

  return {
    all,
    get pending() {
      return pending.map(({ update }) => update);
    },
    get webhookUrl() {
      return webhook.url;
    },
    allow(kinds) {
      if (kinds !== undefined) allowed = kinds;
    },
    add(kind, content, lane, expiresAfterMs) {
      if (allowed.length === 0 ? ASKED_FOR_ONLY.includes(kind) : !allowed.includes(kind)) return;
      const update = { update_id: nextId, [kind]: content } as unknown as Update;
      nextId += 1;
      all.push(update);
      pending.push({ update, lane });
      if (expiresAfterMs !== undefined) setTimeout(() => forget(update.update_id), expiresAfterMs).unref();
      openPoll?.wake();
      void deliver(lane).catch(() => undefined);
    },
    again(update) {
      pending.push({ update, lane: 'again' });
      openPoll?.wake();
      void deliver('again').catch(() => undefined);
    },
    async poll({ offset, limit, timeoutSeconds, signal }) {
      if (webhook.url !== '')
        throw await conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      if (openPoll !== undefined) {
        const { fail } = openPoll;
        openPoll = undefined;
        void conflict('terminated by other getUpdates request; make sure that only one bot instance is running').then(
          fail,
        );
      }
      if (offset < 0) pending = pending.slice(offset);
      else pending = pending.filter(({ update }) => update.update_id >= offset);
      const answer = (): readonly Update[] =>
        changed(pending.map(({ update }) => update)).slice(0, limit || MAX_POLLED);
      if (pending.length > 0 || timeoutSeconds === 0) return answer();
      return await new Promise<readonly Update[]>((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(timer);
          if (openPoll === poll) openPoll = undefined;
        };
        const wake = (): void => {
          settle();
          // What arrives together is answered together.
          setImmediate(() => resolve(answer()));
        };
        const poll: OpenPoll = {
          wake,
          fail: (error) => {
            settle();
            reject(error);
          },
        };
        const timer = setTimeout(wake, Math.min(timeoutSeconds, MAX_POLL_SECONDS) * 1000);
        openPoll = poll;
        signal.addEventListener('abort', () => {
          settle();
          resolve([]);
        });
      });
    },
    setWebhook(next) {
      if (openPoll !== undefined && next.url !== '') {
        const { fail } = openPoll;
        openPoll = undefined;
        void conflict('terminated by setWebhook request').then(fail);
      }
      webhook = next;
      failure = undefined;
      deliverAll();
    },
    drop() {
      pending = [];
    },
    webhookInfo: () => ({
      url: webhook.url,
      has_custom_certificate: false,
      pending_update_count: pending.length,
      ...(webhook.url !== '' && { max_connections: webhook.maxConnections }),
      ...(allowed.length > 0 && { allowed_updates: allowed as UpdateKind[] }),
      ...(failure !== undefined && {
        last_error_date: Math.floor(failure.at / 1000),
        last_error_message: failure.message,
      }),
    }),
    disorder(change) {
      changed = change ?? ((updates) => updates);
    },
    close() {
      closing.abort();
      openPoll?.fail(new ApiError(500, 'Internal Server Error: restart'));
    },
  };
}
