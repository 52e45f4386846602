import type { ArticleSettings } from '../../src/protocol/settings.ts';

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
