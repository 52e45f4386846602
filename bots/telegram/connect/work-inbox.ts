import type { Logger } from '../../../src/lib/logger.ts';
import type { KeptUpdate, TelegramInbox } from './telegram-inbox.ts';
import { telegramReason, retryAfterMs } from './call-telegram.ts';
import type { Bell } from '../../../src/lib/bell.ts';
import { DeskAwayError } from '../listeners/desk-away-error.ts';

const LOOK_EVERY_MS = 1000;
const BATCH = 100;
/** Then it is given up: what fails so often fails for ever, or it ends the process each time. */
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;
/** Telegram keeps what was not confirmed for 24 h. */
const REMEMBER_HOURS = 48;
const FORGET_EVERY_MS = 3_600_000;

export interface WorkInboxOptions {
  readonly inbox: TelegramInbox;
  /** Handles one update. Rejects with {@link DeskAwayError} when it could not be handed over now, with anything else when it failed. */
  readonly handle: (update: KeptUpdate) => Promise<void>;
  /** Tells the person that their update will not be done. Never rejects. */
  readonly tellGivenUp: (update: KeptUpdate, why: 'too-late' | 'broken') => Promise<void>;
  readonly bell: Bell;
  /** How long updates are tried again that could not be handed over. */
  readonly keepHours: number;
  readonly logger: Logger;
  /** Lets updates under way finish, and begins no other. */
  readonly signal: AbortSignal;
}

/**
 * Handles what is in the inbox: the updates of one lane one after another, lanes side by side. An update that fails or cannot be
 * handed over is tried again later and holds up no other. Rejects with what the inbox throws.
 */
export async function workInbox(options: WorkInboxOptions): Promise<void> {
  const { inbox, bell, signal } = options;
  const lanes = new Map<string, Promise<void>>();
  let broken: { readonly error: unknown } | undefined;
  let forgottenAt = 0;
  while (!signal.aborted && broken === undefined) {
    const updates = await inbox.take({ limit: BATCH, busyLanes: [...lanes.keys()] });
    for (const [lane, ofLane] of Map.groupBy(updates, (update) => update.lane)) {
      const work = workLane(ofLane, options)
        .catch((error: unknown) => {
          broken ??= { error };
        })
        .finally(() => {
          lanes.delete(lane);
          // What came for this lane in the meantime.
          bell.ring();
        });
      lanes.set(lane, work);
    }
    if (Date.now() - forgottenAt > FORGET_EVERY_MS) {
      await inbox.forget(REMEMBER_HOURS);
      forgottenAt = Date.now();
    }
    await bell.rung(LOOK_EVERY_MS, signal);
  }
  await Promise.all(lanes.values());
  if (broken !== undefined) throw broken.error;
}

async function workLane(updates: readonly KeptUpdate[], options: WorkInboxOptions): Promise<void> {
  const { inbox, signal } = options;
  for (const update of updates) {
    // Not begun, so it does not count.
    if (signal.aborted) await inbox.postpone(update.updateId, { delayMs: 0, counts: false, told: false });
    else await workOne(update, options);
  }
}

async function workOne(update: KeptUpdate, options: WorkInboxOptions): Promise<void> {
  const { inbox, handle, tellGivenUp, keepHours, logger } = options;
  const { updateId, attempt, ageMs, told } = update;
  try {
    // An attempt before this one ended the process.
    if (attempt > MAX_ATTEMPTS) throw new Error('Every attempt broke off');
    await handle(update);
    await inbox.finish(updateId);
  } catch (error) {
    if (error instanceof DeskAwayError && ageMs < keepHours * 3_600_000) {
      // Once is enough: it may be tried for hours.
      logger[told ? 'debug' : 'warn'](
        { updateId, ageMs: Math.round(ageMs) },
        'An update is kept until the desk answers',
      );
      // The wait doubles: as long again as it has been waiting.
      const delayMs = Math.min(Math.max(ageMs, FIRST_WAIT_MS), LONGEST_WAIT_MS);
      return await postpone(update, { delayMs, counts: false, told: error.told }, options);
    }
    if (!(error instanceof DeskAwayError) && attempt < MAX_ATTEMPTS) {
      logger.warn({ updateId, attempt, reason: telegramReason(error) }, 'An update could not be handled; trying again');
      const delayMs = retryAfterMs(error) ?? FIRST_WAIT_MS * 2 ** (attempt - 1);
      return await postpone(update, { delayMs, counts: true, told: false }, options);
    }
    const isLate = error instanceof DeskAwayError;
    logger.error({ updateId, reason: telegramReason(error) }, 'An update is given up');
    await tellGivenUp(update, isLate ? 'too-late' : 'broken');
    await inbox.finish(updateId, isLate ? 'too-late' : telegramReason(error));
  }
}

async function postpone(
  { updateId }: KeptUpdate,
  again: Parameters<TelegramInbox['postpone']>[1],
  { inbox, bell }: WorkInboxOptions,
): Promise<void> {
  await inbox.postpone(updateId, again);
  setTimeout(() => bell.ring(), again.delayMs).unref();
}
