import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { ReminderButton } from '../protocol/reminder-button.ts';
import { dayAt, momentAt } from '../protocol/timing.ts';
import type { ReminderStore } from '../storage/reminder-store.ts';
import type { ZoneStore } from '../storage/zone-store.ts';

export interface SnoozeOptions {
  readonly reminders: Pick<ReminderStore, 'snooze'>;
  readonly zones: Pick<ZoneStore, 'zonesOf'>;
  /** IANA: of whom nobody tells one. */
  readonly zone: string;
  readonly logger: Logger;
}

/** Has somebody hear nothing of an article until the next day begins where they are, or ever. Never rejects. */
export type Snooze = (actor: Actor, button: ReminderButton) => Promise<'done' | 'away'>;

/** A person waits for the answer. */
const BUDGET_MS = 500;

export function createSnooze({ reminders, zones, zone, logger }: SnoozeOptions): Snooze {
  return async (actor, { act, articleId }) => {
    const person = actorKey(actor);
    const note = async (): Promise<void> => {
      if (act === 'not-mine') return await reminders.snooze(person, articleId);
      const here = (await zones.zonesOf([person])).get(person) ?? zone;
      await reminders.snooze(person, articleId, momentAt(dayAt(new Date(), here) + 1, 0, here));
    };
    try {
      await within(BUDGET_MS, 'PostgreSQL', note());
      return 'done';
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not note that somebody is not to be reminded');
      return 'away';
    }
  };
}
