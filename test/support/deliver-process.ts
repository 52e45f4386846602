import { Pool } from 'pg';
import { createDrain } from '../../src/delivery/drain.ts';
import type { ThreadReport } from '../../src/protocol/feed.ts';
import { createFollowerStore } from '../../src/storage/follower-store.ts';
import { createChatMessenger } from './chat-messenger.ts';

/** Where the process finds its servers, as JSON in its first argument. */
export interface DeliverProcessOptions {
  readonly databaseUrl: string;
  readonly chatUrl: string;
  /** With Temporal, the desk is told through it. */
  readonly temporalAddress?: string;
  readonly namespace?: string;
  /** How long its threads are kept from the next process when it dies, milliseconds. */
  readonly leaseMs?: number;
}

/** The process of a chat platform, as far as it delivers. Says `ready` and runs until it is ended. */
async function main(options: DeliverProcessOptions): Promise<void> {
  const { databaseUrl, chatUrl, leaseMs = 6000 } = options;
  const pool = new Pool({ connectionString: databaseUrl, max: 5 });
  pool.on('error', () => undefined);
  const warn = (fields: object, message: string): void =>
    void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
  const drain = createDrain({
    messenger: createChatMessenger(chatUrl),
    followers: createFollowerStore(pool),
    desk: { report: await reporter(options) },
    tuning: { leaseMs, retryMs: 200 },
    log: { debug: () => undefined, warn },
  });
  process.stdout.write('ready\n');
  await drain.run(new AbortController().signal);
}

async function reporter({ temporalAddress, namespace = 'default' }: DeliverProcessOptions) {
  if (temporalAddress === undefined) return async () => undefined;
  const { Client, Connection } = await import('@temporalio/client');
  const { REPORT_SIGNAL, workflowIdOf } = await import('../../src/protocol/names.ts');
  const client = new Client({ connection: await Connection.connect({ address: temporalAddress }), namespace });
  return async (articleId: string, report: ThreadReport) =>
    await client.workflow.getHandle(workflowIdOf(articleId)).signal(REPORT_SIGNAL, report);
}

await main(JSON.parse(process.argv[2] ?? '{}') as DeliverProcessOptions);
