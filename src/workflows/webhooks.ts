import {
  ApplicationFailure,
  defineSignal,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { MALFORMED, WEBHOOKS_DUE_SIGNAL, WEBHOOKS_QUEUE } from '../protocol/names.ts';
import { parseWebhooksInput } from '../protocol/parse.ts';
import type { WebhookActivities, WebhooksInput } from '../protocol/webhook.ts';

/** More than an article ever has to tell, unless somebody replays it again and again. */
const LONG_HISTORY = 500;
/** One activity sends so many at most: what its time is made of, with one more for the database. */
const SENDS = 21;

/**
 * Brings one endpoint what there is to tell of one article, one event after another, until nothing is due. What is not accepted is tried
 * again by the retries of its activity, which cost no event of the history; when it is given up, that activity says, who knows since when
 * it is tried.
 */
export async function webhooks(untrusted: WebhooksInput): Promise<void> {
  const input = parseInput(untrusted);
  let isDue = true;
  setHandler(defineSignal(WEBHOOKS_DUE_SIGNAL), () => {
    isDue = true;
  });
  const { sendWebhooks } = proxyActivities<WebhookActivities>({
    taskQueue: WEBHOOKS_QUEUE,
    startToCloseTimeout: `${input.timeoutSeconds * SENDS} seconds`,
    heartbeatTimeout: '10 seconds',
    // The failure says when it is tried again; these are for what has no such word: a worker that died, a database that is away.
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  });
  const goOn = makeContinueAsNewFunc<typeof webhooks>({ initialVersioningBehavior: 'AUTO_UPGRADE' });
  while (isDue) {
    isDue = false;
    const { more } = await sendWebhooks(input);
    if (more) isDue = true;
    if (isDue && workflowInfo().historyLength > LONG_HISTORY) await goOn(input);
  }
}

function parseInput(untrusted: unknown): WebhooksInput {
  const parsed = parseWebhooksInput(untrusted);
  if (parsed.ok) return parsed.value;
  throw ApplicationFailure.create({
    type: MALFORMED,
    message: `The input is malformed: ${parsed.fault}`,
    nonRetryable: true,
  });
}
