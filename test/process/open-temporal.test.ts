import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { connectTemporal, explainTemporal, reachTemporal } from '../../src/process/open-temporal.ts';
import { openTcpGate } from '../support/tcp-gate.ts';

it('ends while a call is being tried again, and nothing is thrown at nobody', async () => {
  const gate = await openTcpGate(inject('temporalAddress'));
  const connection = await connectTemporal({ address: gate.address });
  gate.cut('refuse');
  const asking = connection
    .withDeadline(Date.now() + 5000, () => connection.workflowService.getSystemInfo({}))
    .catch(String);
  await sleep(300);
  await connection.close();
  expect(await asking).toMatch(/UNAVAILABLE|CANCELLED/);
  // Whatever was planned has happened.
  await sleep(200);
  await gate.close();
});

it('tells a command where nobody answers, or that there is no such namespace', async () => {
  const address = inject('temporalAddress');
  const of = (options: object) => ({
    connectionOptions: { address },
    namespace: 'default',
    what: 'Temporal at here',
    ...options,
  });
  await expect(reachTemporal(of({ namespace: 'nobody-made-it' }))).rejects.toMatchObject({
    code: 'config-invalid',
    message: 'environment TEMPORAL_NAMESPACE: must be a namespace of Temporal at here, is nobody-made-it',
  });
  const away = /^Temporal at here does not answer\. Is the address right/;
  await expect(reachTemporal(of({ connectionOptions: { address: '127.0.0.1:1' } }))).rejects.toThrow(away);

  const gate = await openTcpGate(address);
  const temporal = of({ connectionOptions: { address: gate.address } });
  const { connection, workflow } = await reachTemporal(temporal);
  gate.cut('refuse');
  const failed = await connection
    .withDeadline(Date.now() + 500, () => workflow.count("ExecutionStatus = 'Running'"))
    .catch((error: unknown) => explainTemporal(error, temporal));
  expect(String(failed)).toMatch(/Temporal at here does not answer/);
  await connection.close();
  await gate.close();
});
