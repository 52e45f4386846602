import type { OrderChoices } from '../../src/config/orders-schema.ts';
import type { ArticleSettings } from '../../src/protocol/settings.ts';

/** What order forms offer. */
export const ORDER_CHOICES: OrderChoices = { languages: ['en', 'ru', 'de'], lengths: [300, 600, 900] };

/** The shipped rules, with waits that a test can afford. */
export const TEST_SETTINGS: ArticleSettings = {
  maxIterations: 10,
  qualityThreshold: 8,
  timeouts: {
    writeMinutes: 5,
    critiqueMinutes: 3,
    factCheckMinutes: 5,
    editMinutes: 3,
    heartbeatSeconds: 5,
  },
  improvement: { minGain: 0.2, patience: 2 },
  adaptive: [{ when: [{ kind: 'facts-questionable' }], run: 'fact_check', at: 'after-critique' }],
  retry: {
    initialIntervalSeconds: 0.2,
    maximumIntervalSeconds: 60,
    maximumAttempts: 3,
    backoffCoefficient: 2,
    outageMinutes: 60,
    outageIntervalSeconds: 1,
  },
  approval: { gate: 'final', approvers: ['requester'] },
};
