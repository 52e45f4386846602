import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Pool } from 'pg';
import { createSendWebhooks, type WebhookPauses } from '../../src/activities/send-webhooks.ts';
import { createWebhookDesk } from '../../src/gateway/webhook-desk.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createSeal, type Seal } from '../../src/lib/seal.ts';
import { createWebhookStore, type NewEndpoint, type WebhookStore } from '../../src/storage/webhook-store.ts';
import { createSecretsOf } from '../../src/webhooks/endpoint-secrets.ts';
import { createWebhookSender } from '../../worker/create-webhook-sender.ts';
import { connectWorker } from '../../worker/connect-worker.ts';
import { runWebhooks } from '../../worker/run-webhooks.ts';

export const TEST_SEAL = createSeal(['a key of the tests, with which secrets are sealed']);

export interface TestWebhooks {
  readonly store: WebhookStore;
  stop(): Promise<void>;
}

/** What a worker does about webhooks, in this process. */
export async function startWebhooks(
  {
    pool,
    place,
  }: { readonly pool: Pool; readonly place: { readonly temporalAddress: string; readonly namespace: string } },
  {
    endpoints,
    secrets,
    pauses = {},
    seal = TEST_SEAL,
  }: {
    readonly endpoints: readonly NewEndpoint[];
    readonly secrets: ReadonlyMap<string, readonly string[]>;
    readonly pauses?: Partial<WebhookPauses>;
    readonly seal?: Seal;
  },
): Promise<TestWebhooks> {
  const { temporalAddress: address, namespace } = place;
  const store = createWebhookStore(pool);
  await store.configure(endpoints);
  const logger = createLogger({ level: 'silent' });
  const settings = {
    giveUpAfterHours: 72,
    timeoutSeconds: 1,
    firstPauseSeconds: 0.1,
    longestPauseMinutes: 0.005,
    ports: [443],
    ...pauses,
  };
  const connection = await Connection.connect({ address });
  const ending = new AbortController();
  const running = runWebhooks(
    {
      store,
      desk: createWebhookDesk(new Client({ connection, namespace }), settings),
      logger,
      tuning: { pollMs: 250, uncertainMs: 50 },
      createSender: () =>
        connectWorker(
          () => NativeConnection.connect({ address }),
          (own) =>
            createWebhookSender({
              connection: own,
              namespace,
              identity: 'tests',
              settings: { shutdownGraceSeconds: 1 },
              atOnce: 10,
              activities: {
                sendWebhooks: createSendWebhooks({
                  store,
                  secretsOf: createSecretsOf({ configured: secrets, store, seal, log: logger }),
                  settings,
                  log: logger,
                }),
              },
            }),
        ),
    },
    ending.signal,
  );
  return {
    store,
    async stop() {
      ending.abort();
      await running;
      await connection.close();
    },
  };
}
