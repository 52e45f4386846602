import type { PoolClient } from 'pg';
import type { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { CopydeskConfig } from '../../../src/config/copydesk-schema.ts';
import type { HttpListener } from '../../../src/lib/http-server.ts';
import { keepRunning } from '../../../src/process/keep-running.ts';
import type { TelegramInbox } from './telegram-inbox.ts';
import { createBot, laneOf } from '../listeners/bot.ts';
import { isUnauthorized, telegramReason } from './call-telegram.ts';
import { createBell } from '../../../src/lib/bell.ts';
import type { Front } from '../listeners/front.ts';
import { lead } from './leadership.ts';
import { pollUpdates } from './polling.ts';
import { registerCommands } from './register-commands.ts';
import { tokenRefused } from './token-refused.ts';
import type { WebhookVariables } from '../variables.ts';
import { createWebhookListener, guardWebhook } from './webhook.ts';
import { workInbox } from './work-inbox.ts';

export interface BotServiceOptions {
  readonly telegraf: Telegraf;
  readonly front: Front;
  readonly inbox: TelegramInbox;
  /** A connection to the database that is held for as long as this process serves the bot. */
  readonly connect: () => Promise<PoolClient>;
  readonly settings: Pick<CopydeskConfig['telegram'], 'pollSeconds' | 'keepHours'>;
  /** Absent: long polling. */
  readonly webhook?: WebhookVariables;
  /** When Telegram takes the token away: `stop` ends it, `wait` tries again until it is put right. */
  readonly whenTokenIsLost: 'stop' | 'wait';
  /** How often to look whether the process that serves the bot is still there, in milliseconds. Default: as `lead` has it. */
  readonly lookEveryMs?: number;
}

/** One bot, served by one process at a time. */
export interface BotService {
  /**
   * Serves the bot until the signal, as soon as no other process does; begins anew whenever something breaks. What it was told to
   * handle is finished before it resolves. Rejects with {@link tokenRefused} only.
   */
  run(signal: AbortSignal): Promise<void>;
  /** For Telegram to call, whichever process serves the bot; absent with long polling. */
  readonly listener?: HttpListener;
  /** Whether Telegram was reached within two minutes, or another process serves the bot. */
  readonly isHealthy: () => boolean;
}

/** Two long polls of 50 s and what is around them. */
const HEALTHY_FOR_MS = 120_000;
/** The database or the network comes back, and people wait. */
const LONGEST_RESTART_MS = 5000;

export function createBotService(options: BotServiceOptions): BotService {
  const { telegraf, front, inbox, connect, settings, webhook, whenTokenIsLost, lookEveryMs } = options;
  const { call, logger, botId } = front;
  const looking = lookEveryMs === undefined ? {} : { lookEveryMs };
  const bot = createBot({ telegraf, front, keepHours: settings.keepHours });
  const bell = createBell();
  let wellAt = Date.now();
  const well = (): void => {
    wellAt = Date.now();
  };
  const isHealthy = (): boolean => Date.now() - wellAt < HEALTHY_FOR_MS;
  const keep = async (updates: readonly Update[]): Promise<void> => {
    await inbox.keep(updates.map((update) => ({ updateId: update.update_id, lane: laneOf(update), body: update })));
    bell.ring();
  };

  async function serve(signal: AbortSignal): Promise<void> {
    telegraf.botInfo = await call('getMe', {}, { signal });
    well();
    const { username } = telegraf.botInfo;
    logger.info({ bot: username, by: webhook === undefined ? 'polling' : 'webhook' }, 'Serving the Telegram bot');
    const registering = registerCommands(call, signal).catch((error: unknown) => {
      if (!signal.aborted) logger.warn({ reason: telegramReason(error) }, 'The menu of commands is not up to date');
    });
    await together(signal, [work, takeIn]);
    await registering;
  }

  async function work(signal: AbortSignal): Promise<void> {
    const { keepHours } = settings;
    await workInbox({ inbox, ...bot, bell, keepHours, logger, signal });
  }

  async function takeIn(signal: AbortSignal): Promise<void> {
    if (webhook !== undefined) return await guardWebhook({ call, webhook, onChecked: well, logger, signal });
    await call('deleteWebhook', { drop_pending_updates: false }, { signal });
    await pollUpdates({ call, keep, onPolled: well, pollSeconds: settings.pollSeconds, logger, signal });
  }

  return {
    async run(signal) {
      try {
        await keepRunning({
          what: 'The Telegram bot',
          run: (until) => lead({ connect, botId, run: serve, onWaiting: well, logger, signal: until, ...looking }),
          logger,
          signal,
          isHopeless: (error) => whenTokenIsLost === 'stop' && isUnauthorized(error),
          maximumDelayMs: LONGEST_RESTART_MS,
        });
      } catch (error) {
        throw isUnauthorized(error) ? tokenRefused() : error;
      }
    },
    ...(webhook !== undefined && { listener: createWebhookListener({ webhook, keep, isHealthy, logger }) }),
    isHealthy,
  };
}

/** Runs until the first one ends; then the others are told to, and waited for. Rejects with the first failure. */
async function together(
  signal: AbortSignal,
  parts: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const running = parts.map(async (part) => {
    try {
      await part(until);
    } finally {
      over.abort();
    }
  });
  await Promise.allSettled(running);
  await Promise.all(running);
}
