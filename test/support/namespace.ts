import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Connection } from '@temporalio/client';
import { ensureSearchAttributes } from '../../src/gateway/search-attributes.ts';
import { connectTemporal } from '../../src/process/open-temporal.ts';

/** A Temporal namespace that nobody else uses: test files run side by side on one server. */
export async function createNamespace(
  address: string,
): Promise<{ readonly namespace: string; readonly connection: Connection; readonly client: Client }> {
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  const connection = await connectTemporal({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 } as never,
  });
  const client = new Client({ connection, namespace });
  // The server's services learn of a new namespace one after another.
  for (;;) {
    try {
      await ensureSearchAttributes(connection, namespace);
      const handle = await client.workflow.start('probe', { workflowId: 'probe', taskQueue: 'probe' });
      await handle.terminate();
      return { namespace, connection, client };
    } catch {
      await sleep(100);
    }
  }
}
