import type { Pool } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutageStore } from '../../src/agents/model/outages.ts';
import { createOutageStore } from '../../src/storage/outage-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
let pool: Pool;
let store: OutageStore;
beforeAll(() => {
  ({ pool } = database);
  store = createOutageStore(pool);
});
beforeEach(async () => {
  await pool.query('truncate model_outages');
});

const met = {
  place: 'a/v1 m K',
  code: 'model-unavailable',
  message: 'It is away.',
  failures: 1,
  leftMs: 60_000,
} as const;

describe('the store of outages', () => {
  it('tells what is passed over now, and for how long', async () => {
    await store.failed(met);
    await store.failed({ ...met, place: 'b/v1 m K', leftMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [told, ...more] = await store.read();
    expect(more).toEqual([]);
    expect(told).toEqual({ ...met, leftMs: expect.any(Number) as number });
    expect(told?.leftMs).toBeGreaterThan(55_000);
    expect(told?.leftMs).toBeLessThanOrEqual(60_000);
  });

  it('keeps the later end, whoever came last', async () => {
    await store.failed({ ...met, failures: 2, leftMs: 120_000 });
    await store.failed(met);
    expect(await store.read()).toMatchObject([{ failures: 2 }]);
    await store.failed({ ...met, failures: 3, leftMs: 240_000 });
    expect(await store.read()).toMatchObject([{ failures: 3 }]);
  });

  it('forgets a place that has answered, and what nobody has asked for a day', async () => {
    await store.failed(met);
    await store.answered(met.place);
    expect(await store.read()).toEqual([]);
    await store.failed({ ...met, place: 'old/v1 m K' });
    await pool.query(`update model_outages set until = now() - interval '2 days'`);
    await store.failed({ ...met, message: `\0${'x'.repeat(5000)}\ud800` });
    const { rows } = await pool.query<{ place: string; chars: number }>(
      'select place, length(message) as chars from model_outages',
    );
    expect(rows).toEqual([{ place: met.place, chars: 1000 }]);
  });
});
