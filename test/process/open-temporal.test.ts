import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { connectTemporal } from '../../src/process/open-temporal.ts';
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
