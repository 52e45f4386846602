import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { DeliveryError } from './messenger.ts';

/** `type` of the failure when the platform will not take a message: the article waits for a person. */
export const DELIVERY_REFUSED = 'delivery-refused';

/** The one place that decides whether Temporal tries a delivery again, and when: as late as the platform asks, and not at all when it is useless. */
export function toDeliveryFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  if (!(error instanceof DeliveryError))
    return ApplicationFailure.create({
      type: 'internal',
      message: error instanceof Error ? error.message : String(error),
    });
  if (error.failure === 'refused')
    return ApplicationFailure.create({
      type: DELIVERY_REFUSED,
      message: `${error.message} (${error.code})`,
      nonRetryable: true,
      details: [error.code],
    });
  return ApplicationFailure.create({
    type: `delivery-${error.failure}`,
    message: `${error.message} (${error.code})`,
    // To be asked to wait is no trouble, and no line in the log.
    ...(error.retryAfterMs !== undefined && {
      nextRetryDelay: error.retryAfterMs,
      category: ApplicationFailureCategory.BENIGN,
    }),
  });
}
