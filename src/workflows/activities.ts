import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DeliveringActivities, RecordingActivities, ThinkingActivities } from '../protocol/activities.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import { deliverTaskQueue } from '../protocol/thread.ts';

/** Short writes to the database: one event each, and no trip through the task queue. They are tried until they succeed. */
export const record = proxyLocalActivities<RecordingActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '10 seconds' },
});

export function thinkingActivities({ timeouts, retry }: ArticleSettings): ThinkingActivities {
  const options = (minutes: number): Parameters<typeof proxyActivities>[0] => ({
    startToCloseTimeout: `${minutes} minutes`,
    heartbeatTimeout: `${timeouts.heartbeatSeconds} seconds`,
    // A person who decided does not wait for a model to be told.
    cancellationType: 'TRY_CANCEL',
    retry: {
      initialInterval: `${retry.initialIntervalSeconds} seconds`,
      maximumInterval: `${retry.maximumIntervalSeconds} seconds`,
      maximumAttempts: retry.maximumAttempts,
      backoffCoefficient: retry.backoffCoefficient,
    },
  });
  const { writeDraft } = proxyActivities<ThinkingActivities>(options(timeouts.writeMinutes));
  const { critiqueDraft } = proxyActivities<ThinkingActivities>(options(timeouts.critiqueMinutes));
  const { factCheckDraft } = proxyActivities<ThinkingActivities>(options(timeouts.factCheckMinutes));
  const { editArticle } = proxyActivities<ThinkingActivities>(options(timeouts.editMinutes));
  return { writeDraft, critiqueDraft, factCheckDraft, editArticle };
}

export function deliveringActivities(
  { timeouts, deliverRetry }: ArticleSettings,
  platform: string,
): DeliveringActivities {
  return proxyActivities<DeliveringActivities>({
    taskQueue: deliverTaskQueue(platform),
    startToCloseTimeout: `${timeouts.deliverMinutes} minutes`,
    heartbeatTimeout: `${timeouts.heartbeatSeconds} seconds`,
    retry: {
      initialInterval: `${deliverRetry.initialIntervalSeconds} seconds`,
      maximumInterval: `${deliverRetry.maximumIntervalSeconds} seconds`,
      backoffCoefficient: deliverRetry.backoffCoefficient,
    },
  });
}
