import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Finding } from '../../../src/doctor/doctor.ts';
import { examineTemporal } from '../../../src/doctor/temporal/examine-temporal.ts';
import { ensureSearchAttributes } from '../../../src/gateway/search-attributes.ts';
import { TASK_QUEUE } from '../../../src/protocol/names.ts';
import { createNamespace } from '../../support/namespace.ts';

const { TaskQueueKind, WorkerVersioningMode } = proto.temporal.api.enums.v1;
const NORMAL_QUEUE = TaskQueueKind.TASK_QUEUE_KIND_NORMAL;

let temporal: Awaited<ReturnType<typeof createNamespace>>;
beforeAll(async () => {
  temporal = await createNamespace(inject('temporalAddress'));
});
afterAll(() => temporal.connection.close());

/** What is found, by name. */
async function examine({
  namespace = temporal.namespace,
  address = inject('temporalAddress'),
  connectTimeout = 5000,
} = {}): Promise<Readonly<Record<string, Finding>>> {
  let connection: Connection | undefined;
  const connect = async (): Promise<Connection> => {
    connection = await Connection.connect({ address, connectTimeout });
    return connection;
  };
  const findings: Record<string, Finding> = {};
  try {
    for (const { name, examine: look } of examineTemporal({ temporal: { address, namespace, connect } }))
      findings[name] = await look();
  } finally {
    await connection?.close();
  }
  return findings;
}

const trouble = (kind: 'fault' | 'warning', what: string, wayOut: string) => ({
  kind,
  troubles: [{ what: expect.stringContaining(what), wayOut: expect.stringContaining(wayOut) }],
});

describe('examineTemporal', () => {
  it('finds server, namespace and search attributes in order, and that nobody works', async () => {
    expect(await examine()).toEqual({
      Temporal: { kind: 'ok', detail: expect.stringMatching(/^version \d+\.\d+\.\d+ at 127\.0\.0\.1:\d+$/) },
      Namespace: { kind: 'ok', detail: `${temporal.namespace}, which lists finished articles for a day` },
      'Search attributes': { kind: 'ok', detail: expect.any(String) },
      Workers: trouble('warning', 'nobody asks Temporal for work', 'npm run worker'),
    });
  });

  it('knows who works', async () => {
    const polling = new AbortController();
    const { connection, namespace } = temporal;
    const poll = connection.withAbortSignal(polling.signal, () =>
      // The server takes no poll without an end.
      connection.withDeadline(Date.now() + 60_000, () =>
        connection.workflowService.pollWorkflowTaskQueue({
          namespace,
          taskQueue: { name: TASK_QUEUE, kind: NORMAL_QUEUE },
          identity: 'newsroom-1',
        }),
      ),
    );
    const ended = poll.catch((error: unknown) => error);
    await expect
      .poll(async () => (await examine())['Workers'])
      .toEqual({ kind: 'ok', detail: 'one is at work: newsroom-1' });
    polling.abort();
    expect(await ended).toMatchObject({ message: expect.stringMatching(/cancel|abort/i) });
  });

  it('knows whether what begins now is given to anybody, where workers have versions', async () => {
    const { connection, namespace } = await createNamespace(inject('temporalAddress'));
    const { workflowService } = connection;
    const polling = new AbortController();
    const version = { deploymentName: 'copydesk', buildId: 'a1' };
    const poll = connection.withAbortSignal(polling.signal, () =>
      connection.withDeadline(Date.now() + 60_000, () =>
        workflowService.pollWorkflowTaskQueue({
          namespace,
          taskQueue: { name: TASK_QUEUE, kind: NORMAL_QUEUE },
          identity: 'newsroom-1',
          deploymentOptions: {
            ...version,
            workerVersioningMode: WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED,
          },
        }),
      ),
    );
    const ended = poll.catch((error: unknown) => error);
    await expect
      .poll(async () => (await examine({ namespace }))['Workers'])
      .toEqual(
        trouble('warning', 'of versions, of which none is current: new articles wait', 'npm run deploy -- promote'),
      );
    const makeCurrent = (buildId: string) =>
      workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName: version.deploymentName,
        buildId,
        version: `${version.deploymentName}.${buildId}`,
      });
    await expect
      .poll(() =>
        makeCurrent(version.buildId).then(
          () => 'done',
          () => 'not yet',
        ),
      )
      .toBe('done');
    await expect
      .poll(async () => (await examine({ namespace }))['Workers'])
      .toEqual({ kind: 'ok', detail: 'one is at work: newsroom-1; new articles begin on a1' });
    polling.abort();
    await ended;
    await connection.close();
  });

  it('tells of a namespace that is not there, and looks at nothing within', async () => {
    const { Temporal: _, ...findings } = await examine({ namespace: 'nowhere' });
    expect(findings).toEqual({
      Namespace: trouble('fault', 'no namespace nowhere', 'temporal operator namespace create --namespace nowhere'),
      'Search attributes': { kind: 'skipped', why: 'needs the namespace.' },
      Workers: { kind: 'skipped', why: 'needs the namespace.' },
    });
  });

  it('tells which search attributes the namespace lacks, and makes none', async () => {
    const { connection } = temporal;
    const namespace = `bare-${randomBytes(4).toString('hex')}`;
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 } as never,
    });
    const lacking = trouble(
      'warning',
      'CopydeskStage, CopydeskRequester, CopydeskTopic',
      'temporal operator search-attribute create --name CopydeskStage --type KEYWORD',
    );
    // The server's services learn of a new namespace one after another.
    await expect.poll(async () => (await examine({ namespace }))['Search attributes']).toEqual(lacking);
    expect((await examine({ namespace }))['Search attributes']).toEqual(lacking);
    await ensureSearchAttributes(connection, namespace);
    await expect.poll(async () => (await examine({ namespace }))['Search attributes']).toMatchObject({ kind: 'ok' });
  });

  it('tells of a server that is not there, and looks at nothing else', async () => {
    expect(await examine({ address: '127.0.0.1:1', connectTimeout: 300 })).toEqual({
      Temporal: trouble('fault', 'Temporal at 127.0.0.1:1 cannot be reached', 'Check TEMPORAL_ADDRESS'),
      Namespace: { kind: 'skipped', why: 'needs Temporal.' },
      'Search attributes': { kind: 'skipped', why: 'needs the namespace.' },
      Workers: { kind: 'skipped', why: 'needs the namespace.' },
    });
  });

  it.each([
    ['16', 'Request unauthorized.', 'refuses us', 'TEMPORAL_API_KEY'],
    ['7', 'Not for you.', 'refuses us', 'TEMPORAL_API_KEY'],
    ['12', 'No such method.', 'cannot be reached', 'TEMPORAL_ADDRESS'],
  ])('tells of a server that answers with gRPC status %s: %s', async (status, message, what, wayOut) => {
    const server = createServer();
    server.on('stream', (stream) => {
      const headers = { 'content-type': 'application/grpc', 'grpc-status': status, 'grpc-message': message };
      stream.respond({ ':status': 200, ...headers }, { endStream: true });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { Temporal: found, Namespace: next } = await examine({ address: `127.0.0.1:${port}`, connectTimeout: 1000 });
    expect(found).toEqual(trouble('fault', what, wayOut));
    expect(JSON.stringify(found)).toContain(message);
    expect(next?.kind).toBe('skipped');
  });

  it('says what brings a Temporal where none is configured', async () => {
    const [only, ...others] = examineTemporal({ temporal: undefined });
    expect(others).toEqual([]);
    expect(await only?.examine()).toEqual({ kind: 'skipped', why: expect.stringContaining('npm start') });
  });
});
