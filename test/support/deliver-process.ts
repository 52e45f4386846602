import { NativeConnection } from '@temporalio/worker';
import { createDeliverWorker } from '../../src/delivery/create-deliver-worker.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createDecisionStore } from '../../src/storage/decision-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { createOutbox } from '../../src/storage/outbox.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createChatMessenger } from './chat-messenger.ts';
import { quietRuntime } from './quiet-runtime.ts';

/** Where the process finds its servers, as JSON in its first argument. */
export interface DeliverProcessOptions {
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly databaseUrl: string;
  readonly chatUrl: string;
}

/** The process of a chat platform, as far as it delivers. Says `ready` and runs until it is ended. */
async function main({ temporalAddress, namespace, databaseUrl, chatUrl }: DeliverProcessOptions): Promise<void> {
  quietRuntime();
  const pool = createPool(
    databaseUrl,
    { poolSize: 5, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 15 },
    () => undefined,
  );
  const worker = await createDeliverWorker({
    connection: await NativeConnection.connect({ address: temporalAddress }),
    namespace,
    messenger: createChatMessenger(chatUrl),
    outbox: createOutbox(pool),
    articles: createArticleStore(pool),
    drafts: createDraftStore(pool),
    decisions: createDecisionStore(pool),
    maxConcurrentDeliveries: 10,
    shutdownGraceSeconds: 1,
    log: { warn: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) },
  });
  process.stdout.write('ready\n');
  await worker.run();
}

await main(JSON.parse(process.argv[2] ?? '{}') as DeliverProcessOptions);
