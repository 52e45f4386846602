import { describe, expect, it } from 'vitest';
import { createAgentRunStore } from '../../src/storage/agent-run-store.ts';
import { createModelCallStore } from '../../src/storage/model-call-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();

const run = (runId: string) => ({
  runId,
  requesterKey: 'web:ann',
  channelKey: 'web::ann',
  tenant: 'web:',
  agent: 'edit' as const,
  input: { request: { topic: 'Tides\0', language: 'en' } },
});

describe('what agents were asked', () => {
  it('is written down once, and of what became of it the first answer stands', async () => {
    const store = createAgentRunStore(database.pool);
    await store.open(run('r1'));
    await store.open({ ...run('r1'), input: {} });
    expect(await store.find('r1')).toMatchObject({ input: { request: { topic: 'Tides' } }, day: expect.any(String) });
    await store.fail('r1', { code: 'internal', message: 'm' });
    expect(await store.find('r1')).toMatchObject({ failure: { code: 'internal' } });
    await store.finish('r1', { text: 'first' });
    await store.finish('r1', { text: 'second' });
    await store.fail('r1', { code: 'internal', message: 'm' });
    const found = await store.find('r1');
    expect(found).toMatchObject({ output: { text: 'first' } });
    expect(found).not.toHaveProperty('failure');
    expect(await store.find('r2')).toBeUndefined();
  });

  it('is forgotten after 30 days, and what it cost is not', async () => {
    const { pool } = database;
    const store = createAgentRunStore(pool);
    await store.open(run('old'));
    const journal = createModelCallStore(pool).journal('old', 'edit', 'run');
    await journal.store(
      'hash',
      { text: 'a secret plan', sources: [] },
      { purpose: 'editor.edit', model: 'm', asked: 'm', costUsd: 0.5, cached: false, durationMs: 1 },
    );
    expect(await journal.find('hash')).toEqual({ text: 'a secret plan', sources: [] });
    await pool.query(`update agent_runs set created_at = now() - interval '31 days' where run_id = 'old'`);
    await store.open(run('new'));
    expect(await store.find('old')).toBeUndefined();
    expect(await store.find('new')).toBeDefined();
    const { rows } = await pool.query(`select cost_usd::float8 as usd, answer from model_calls where run_id = 'old'`);
    expect(rows).toEqual([{ usd: 0.5, answer: {} }]);
  });
});
