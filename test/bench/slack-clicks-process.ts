import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackDelivery } from '../emulators/slack/delivery.ts';
import { createHttpSender } from '../emulators/slack/sender.ts';

/** What standard input holds, as JSON. */
export interface ClickPlan {
  readonly url: string;
  readonly signingSecret: string;
  readonly perSecond: number;
  readonly deliveries: readonly SlackDelivery[];
}

/** What became of one click. */
export interface ClickOutcome {
  /** HTTP status; 0: no answer within Slack's three seconds. */
  readonly status: number;
  /** From the moment it was due to the answer, in milliseconds. */
  readonly afterMs: number;
}

// Slack that clicks so many times a second, whatever comes of it, in a process that does nothing else.
const { url, signingSecret, perSecond, deliveries } = JSON.parse(await text(process.stdin)) as ClickPlan;
const sender = createHttpSender({ url, signingSecret });
const begun = performance.now();
const clicks = deliveries.map(async (delivery, index): Promise<ClickOutcome> => {
  const due = begun + (1000 * index) / perSecond;
  await sleep(Math.max(0, due - performance.now()));
  const { status } = await sender.deliver(delivery);
  return { status, afterMs: performance.now() - due };
});
process.stdout.write(JSON.stringify(await Promise.all(clicks)));
