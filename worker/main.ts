import './require-glibc.ts';
import { namedKeys, requireModelKeys } from '../src/config/require-model-keys.ts';
import { webhookSecrets } from '../src/config/webhook-secrets.ts';
import { publishKeys, requirePublishKeys } from '../src/config/require-publish-keys.ts';
import { runProcess } from '../src/process/run-process.ts';
import { installTemporalRuntime } from '../src/process/temporal-runtime.ts';
import { openWorker } from './dependencies.ts';

await runProcess({
  name: 'The worker',
  hasWorker: true,
  variables: process.env,
  needs: ['DATABASE_URL', 'LLM_BASE_URL', 'TEMPORAL_ADDRESS'],
  read({ config, environment, variables }) {
    requireModelKeys(config, environment, variables);
    requirePublishKeys(config, variables);
    return {
      secrets: [
        ...Object.values(namedKeys(config, variables)),
        ...[...webhookSecrets(config, variables).values()].flat(),
        ...Object.values(publishKeys(config, variables)),
      ],
    };
  },
  async open(options) {
    installTemporalRuntime(options.logger, options.telemetry?.coreMetricsAddress);
    return await openWorker(options);
  },
});
