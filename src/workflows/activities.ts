import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type {
  PatienceActivities,
  PublishingActivities,
  RecordingActivities,
  ThinkingActivities,
} from '../protocol/activities.ts';
import { QUEUE_ORDER } from '../protocol/queue-order.ts';
import type { ArticleSettings, RetrySettings } from '../protocol/settings.ts';

/** One event, and no trip through the task queue. The answer to a click waits for it, so it is tried once and briefly. */
export const { recordSoon } = proxyLocalActivities<RecordingActivities>({
  scheduleToCloseTimeout: '1 second',
  startToCloseTimeout: '1 second',
  retry: { maximumAttempts: 1 },
});

/** Tried until the database takes it, or says that it never will. */
export const { record } = proxyActivities<RecordingActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
  priority: { priorityKey: QUEUE_ORDER.moment },
});

/** As above, when an article is over: other articles may have something to say of it. */
export const { tellTranslations } = proxyActivities<RecordingActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
  priority: { priorityKey: QUEUE_ORDER.moment },
});

/** Reads of an article what says where it goes: tried until the database answers. */
export const { chooseTargets } = proxyActivities<PublishingActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
  priority: { priorityKey: QUEUE_ORDER.moment },
});

/** Reads where people are, and looks at calendars: tried until the database answers. */
export const { planDeadlines } = proxyActivities<PatienceActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
  priority: { priorityKey: QUEUE_ORDER.moment },
});

/**
 * What fails comes back here, where it is counted (`attempts.ts`). Temporal itself tries again only what is nobody's failure: a worker
 * that was shut down, died or froze.
 */
export function thinkingOptions(
  minutes: number,
  heartbeatSeconds: number,
  retry: RetrySettings,
): Parameters<typeof proxyActivities>[0] {
  return {
    startToCloseTimeout: `${minutes} minutes`,
    heartbeatTimeout: `${heartbeatSeconds} seconds`,
    // Cancelled activities are abandoned at once: a decision does not wait until the model call has ended.
    cancellationType: 'TRY_CANCEL',
    retry: {
      initialInterval: `${retry.initialIntervalSeconds} seconds`,
      maximumInterval: `${retry.maximumIntervalSeconds} seconds`,
      backoffCoefficient: retry.backoffCoefficient,
    },
  };
}

/** The steps of an article. @param fairnessKey with what they take turns. Default: as the article does */
export function thinkingActivities({ timeouts, retry }: ArticleSettings, fairnessKey?: string): ThinkingActivities {
  const options = (minutes: number) => ({
    ...thinkingOptions(minutes, timeouts.heartbeatSeconds, retry),
    ...(fairnessKey !== undefined && { priority: { fairnessKey } }),
  });
  const { readSources } = proxyActivities<ThinkingActivities>(
    options(timeouts.researchMinutes ?? timeouts.factCheckMinutes),
  );
  const { writeOutline } = proxyActivities<ThinkingActivities>(options(timeouts.writeMinutes));
  const { writeDraft } = proxyActivities<ThinkingActivities>(options(timeouts.writeMinutes));
  const { judgeCitations } = proxyActivities<ThinkingActivities>(options(timeouts.critiqueMinutes));
  const { critiqueDraft } = proxyActivities<ThinkingActivities>(options(timeouts.critiqueMinutes));
  const { compareDrafts } = proxyActivities<ThinkingActivities>(options(timeouts.critiqueMinutes));
  const { factCheckDraft } = proxyActivities<ThinkingActivities>(options(timeouts.factCheckMinutes));
  const { writeExtras } = proxyActivities<ThinkingActivities>(options(timeouts.editMinutes));
  const { editArticle } = proxyActivities<ThinkingActivities>(options(timeouts.editMinutes));
  return {
    readSources,
    writeOutline,
    writeDraft,
    judgeCitations,
    critiqueDraft,
    compareDrafts,
    factCheckDraft,
    writeExtras,
    editArticle,
  };
}
