import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { inTime, LATE } from '../connect/in-time.ts';
import { slackCodeOf, toDeliveryError } from '../messenger/slack-failures.ts';

/** What a click or a command lets us open a form with. */
export interface Trigger {
  readonly id: string;
  /** When it came, by `Date.now()`. */
  readonly at: number;
}

/** Slack: three seconds after the click nothing can be opened any more. What is left is for the way there. */
const TRIGGER_MS = 2800;
/** An answer that takes longer is not waited for: whether the form is open, the next attempt is told. */
const ATTEMPT_MS = 1000;
const PAUSE_MS = 100;

/**
 * Opens a form, and tries again while its trigger lives: a trigger opens one, however often it is tried.
 * @throws why it did not open, at the latest when the trigger has died.
 */
export async function openView(client: WebClient, trigger: Trigger, view: ModalView): Promise<void> {
  const until = trigger.at + TRIGGER_MS;
  for (let attempt = 1; ; attempt += 1) {
    const failure = await tryOnce(client, trigger.id, view, Math.max(1, until - Date.now()));
    // The answer of an earlier attempt was lost, and the form is open.
    if (failure === undefined || (attempt > 1 && slackCodeOf(failure) === 'exchanged_trigger_id')) return;
    const why = toDeliveryError(failure, 'open a form');
    const { retryAfterMs = PAUSE_MS } = why;
    if (why.failure === 'refused' || Date.now() + retryAfterMs >= until) throw why;
    await sleep(retryAfterMs);
  }
}

/** Undefined: it is open. */
async function tryOnce(client: WebClient, trigger: string, view: ModalView, leftMs: number): Promise<unknown> {
  const opening = client.views.open({ trigger_id: trigger, view });
  opening.catch(() => undefined);
  try {
    const opened = await inTime(opening, Math.min(ATTEMPT_MS, leftMs));
    return opened === LATE ? new Error('Slack did not answer in time') : undefined;
  } catch (error) {
    return error;
  }
}
