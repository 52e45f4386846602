/** What a button of a reminder stands for. Untrusted when it comes back: it is about whoever presses it, and decides nothing. */
export interface ReminderButton {
  readonly act: ReminderAct;
  readonly articleId: string;
}

/** `snooze`: not before tomorrow · `not-mine`: never again. */
export type ReminderAct = 'snooze' | 'not-mine';

export const REMINDER_ACTS = ['snooze', 'not-mine'] as const satisfies readonly ReminderAct[];

const CODES = { snooze: 't', 'not-mine': 'n' } as const satisfies Record<ReminderAct, string>;
// A letter that no other button has (`button-codec.ts`, `schedule-button.ts`): in Telegram nothing else tells them apart.
const REMINDER = /^z:([0-9a-hjkmnp-tv-z]{16}):([tn])$/;

/** At most 64 bytes of ASCII. */
export function encodeReminderButton({ act, articleId }: ReminderButton): string {
  return `z:${articleId}:${CODES[act]}`;
}

/** Undefined for anything that {@link encodeReminderButton} could not have made. */
export function decodeReminderButton(text: string): ReminderButton | undefined {
  const [, articleId, code] = REMINDER.exec(text) ?? [];
  const act = REMINDER_ACTS.find((one) => CODES[one] === code);
  return articleId === undefined || act === undefined ? undefined : { act, articleId };
}
