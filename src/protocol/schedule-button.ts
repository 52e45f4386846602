import { SCHEDULE_ACTS, type ScheduleAct } from './schedule.ts';

/** What a button of a schedule, or of a question about an order, stands for. Untrusted when it comes back. */
export type ScheduleButton =
  /** `slot`: which moment is skipped, so that pressed twice it skips one. */
  | { readonly kind: 'schedule'; readonly scheduleId: string; readonly act: ScheduleAct; readonly slot?: string }
  /** Starts what is like another article. */
  | { readonly kind: 'start-held'; readonly orderId: string };

const CODES = { pause: 'p', resume: 'u', skip: 's', run: 'r', delete: 'x' } as const satisfies Record<
  ScheduleAct,
  string
>;
// Letters that no button of an article has (`button-codec.ts`): in Telegram nothing else tells them apart.
const SCHEDULE = /^s:([0-9a-hjkmnp-tv-z]{16}):([pusrx])(?::(\d{4}-\d\d-\d\dT\d\d:\d\d))?$/;
const HELD = /^a:([0-9a-hjkmnp-tv-z]{16})$/;

/** At most 64 bytes of ASCII. */
export function encodeScheduleButton(button: ScheduleButton): string {
  if (button.kind === 'start-held') return `a:${button.orderId}`;
  return `s:${button.scheduleId}:${CODES[button.act]}${button.slot === undefined ? '' : `:${button.slot}`}`;
}

/** Undefined for anything that {@link encodeScheduleButton} could not have made. */
export function decodeScheduleButton(text: string): ScheduleButton | undefined {
  const [, orderId] = HELD.exec(text) ?? [];
  if (orderId !== undefined) return { kind: 'start-held', orderId };
  const [, scheduleId, code, slot] = SCHEDULE.exec(text) ?? [];
  const act = SCHEDULE_ACTS.find((one) => CODES[one] === code);
  if (scheduleId === undefined || act === undefined) return undefined;
  return { kind: 'schedule', scheduleId, act, ...(slot !== undefined && { slot }) };
}
