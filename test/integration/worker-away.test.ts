import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectWorker, isServerAway } from '../../worker/connect-worker.ts';
import { createWebhookSender } from '../../worker/create-webhook-sender.ts';
import { createNamespace } from '../support/namespace.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { openTcpGate, type TcpGate } from '../support/tcp-gate.ts';

let gate: TcpGate;
let namespace: string;
beforeAll(async () => {
  quietRuntime();
  gate = await openTcpGate(inject('temporalAddress'));
  const { connection, ...made } = await createNamespace(inject('temporalAddress'));
  await connection.close();
  ({ namespace } = made);
});
afterAll(() => gate.close());

const NONE = { sendWebhooks: () => Promise.reject(new Error('Nothing is sent')) };

const connect = () => NativeConnection.connect({ address: gate.address });

/** What comes of a worker of the namespace, before which something happens to its connection. */
async function fault(of: string, before?: () => void): Promise<unknown> {
  const options = { namespace: of, identity: 'test', atOnce: 1, settings: { shutdownGraceSeconds: 1 } };
  try {
    const { connection, worker } = await connectWorker(connect, (own) => {
      before?.();
      return createWebhookSender({ ...options, connection: own, activities: NONE });
    });
    const running = worker.run();
    worker.shutdown();
    await running;
    await connection.close();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a worker that is made while its server is away', () => {
  it('can be made as soon as the server is back', async () => {
    const error = await fault(namespace, () => gate.cut('refuse'));
    expect(isServerAway(error), String(error)).toBe(true);
    gate.open();
    expect(await fault(namespace)).toBe(undefined);
  });

  it('is not waited for where there is no such namespace', async () => {
    const error = await fault('nowhere');
    expect(error).toBeInstanceOf(Error);
    expect(isServerAway(error), String(error)).toBe(false);
  });
});
