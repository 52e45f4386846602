import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { PublishingActivities } from '../protocol/activities.ts';
import { MALFORMED, PUBLISH_AGAIN_SIGNAL } from '../protocol/names.ts';
import { parsePublishInput } from '../protocol/parse.ts';
import {
  PUBLISH_FAILURE_CODES,
  type PublishFailure,
  type PublishInput,
  type PublishOutcome,
} from '../protocol/publication.ts';

/** On top of what the target may take: to read the article, and to write down what became of it. */
const OWN_SECONDS = 10;

/**
 * One edition at one target, after its article is over: whatever becomes of it, the approval and the delivery stand. Started again it
 * tries again, and of what is published already it makes nothing new.
 */
export async function publish(untrusted: PublishInput): Promise<PublishOutcome> {
  const parsed = parsePublishInput(untrusted);
  if (!parsed.ok)
    throw ApplicationFailure.create({
      type: MALFORMED,
      message: `The input is malformed: ${parsed.fault}`,
      nonRetryable: true,
    });
  const { value: input } = parsed;
  const { timeoutSeconds, retry } = input.target;
  // The activity says how long to wait, and when it is enough: it knows since when the target fails.
  const { publishEdition } = proxyActivities<PublishingActivities>({
    startToCloseTimeout: `${timeoutSeconds + OWN_SECONDS} seconds`,
    retry: { initialInterval: `${retry.firstSeconds} seconds`, maximumInterval: `${retry.mostSeconds} seconds` },
  });
  const { endPublication } = proxyActivities<PublishingActivities>({
    startToCloseTimeout: '20 seconds',
    retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
  });
  let asked = 0;
  setHandler(defineSignal(PUBLISH_AGAIN_SIGNAL), () => {
    asked += 1;
  });
  for (;;) {
    const known = asked;
    try {
      await publishEdition(input);
      return { status: 'published' };
    } catch (error) {
      const failure = toPublishFailure(error);
      await CancellationScope.nonCancellable(() => endPublication({ ...input, failure }));
      // Whoever is told of the failure may have it tried again before this has ended.
      if (asked === known || failure.code === 'cancelled') return { status: 'failed', code: failure.code };
    }
  }
}

function toPublishFailure(error: unknown): PublishFailure {
  if (isCancellation(error)) return { code: 'cancelled' };
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure)) return { code: 'internal' };
  const [detail] = cause.details ?? [];
  return {
    code: PUBLISH_FAILURE_CODES.find((code) => code === cause.type) ?? 'internal',
    ...(typeof detail === 'string' && detail !== '' && { detail }),
  };
}
