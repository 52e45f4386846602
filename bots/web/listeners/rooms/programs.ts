import { sealKeys } from '../../../../src/config/seal-keys.ts';
import { createSeal } from '../../../../src/lib/seal.ts';
import { createAgentRunStore } from '../../../../src/storage/agent-run-store.ts';
import { createWebhookStore } from '../../../../src/storage/webhook-store.ts';
import { createWebhookService } from '../../../../src/webhooks/webhook-service.ts';
import { agentRoutes } from '../agent-routes.ts';
import type { Routes } from '../app.ts';
import { webhookRoutes } from '../webhook-routes.ts';
import type { House } from './house.ts';

/** What programs alone ask for: agents without an article, and to be told what happens. */
export function routesOfPrograms(house: House): readonly Routes[] {
  const { config, environment, platform, desk, identities, operators, once, logger } = house;
  const { pool, agents, gateway, audit } = platform;
  const keys = sealKeys(environment);
  const { ports, allowPrivateByApi } = config.webhooks.settings;
  return [
    agentRoutes({
      desk,
      runs: createAgentRunStore(pool),
      agents,
      ids: gateway,
      external: Object.keys(config.agents.external),
      once,
      identities,
      logger,
    }),
    webhookRoutes({
      webhooks: createWebhookService({
        store: createWebhookStore(pool),
        ...(keys !== undefined && { seal: createSeal(keys) }),
        ports,
        allowPrivate: allowPrivateByApi,
      }),
      operators,
      identities,
      once,
      audit,
      logger,
    }),
  ];
}
