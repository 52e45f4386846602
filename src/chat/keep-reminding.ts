import { DeliveryError } from '../delivery/messenger.ts';
import type { Logger } from '../lib/logger.ts';
import { pause } from '../lib/pause.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { dueReminders } from '../patience/due-reminders.ts';
import { type CalendarOf, loadCalendars } from '../patience/holidays.ts';
import type { DueReminder, MembersOf, ReminderStore } from '../storage/reminder-store.ts';

export interface RemindingOptions {
  readonly platform: string;
  readonly reminders: Omit<ReminderStore, 'snooze'>;
  /** Tells somebody, in person. Throws a {@link DeliveryError}. Absent: somebody else takes what there is to tell. */
  readonly tell?: (reminder: DueReminder) => Promise<void>;
  /** Who is in a group that decides. Absent: nobody knows. */
  readonly membersOf?: MembersOf;
  readonly logger: Logger;
  /** How often to look, in milliseconds. Default: every 20 seconds. */
  readonly everyMs?: number;
}

const EVERY_MS = 20_000;

/** Reminds the people of a platform of what waits for them. Every process of the platform runs it, until the signal. Never rejects. */
export async function keepReminding(options: RemindingOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await remind(options);
    } catch (error) {
      if (!signal.aborted)
        options.logger.warn({ reason: reasonOf(error) }, 'Could not look for whom articles are waiting for');
    }
    await pause(options.everyMs ?? EVERY_MS, signal);
  }
}

let calendars: CalendarOf | undefined;

/** Once. @throws what PostgreSQL threw */
export async function remind({ platform, reminders, tell, membersOf, logger }: RemindingOptions): Promise<void> {
  const { waiting, now, ...known } = await reminders.look(platform, membersOf);
  if (waiting.length > 0) {
    calendars ??= loadCalendars();
    for (const reminder of dueReminders(waiting, known, now, calendars)) await reminders.add(reminder, platform);
  }
  if (tell === undefined) return;
  for (const reminder of await reminders.take(platform)) {
    // All of it was decided meanwhile.
    if (reminder.items.length === 0) continue;
    const { person, kind } = reminder;
    try {
      await tell(reminder);
      logger.info({ person, kind, articles: reminder.items.length }, 'Somebody was told what waits');
    } catch (error) {
      const isUnsent = error instanceof DeliveryError && error.failure === 'not-sent';
      if (isUnsent) await reminders.giveBack(reminder);
      logger.warn(
        { person, kind, reason: reasonOf(error) },
        `Could not tell somebody what waits${isUnsent ? '; it is tried again' : ''}`,
      );
    }
  }
}
