import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCapabilityStore } from '../../src/storage/capability-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
let pool: Pool;
beforeAll(async () => {
  ({ pool } = database);
});

describe('the store of what models can do', () => {
  it('adds to what is known of a model at an endpoint, whoever learned it', async () => {
    const store = createCapabilityStore(pool);
    expect(await store.read('a/v1', 'm')).toEqual({});
    await store.learn('a/v1', 'm', { temperature: false });
    await createCapabilityStore(pool).learn('a/v1', 'm', { object: 'json_mode' });
    expect(await store.read('a/v1', 'm')).toEqual({ temperature: false, object: 'json_mode' });
    expect(await store.read('b/v1', 'm')).toEqual({});
  });

  it('forgets after a week, so that a newer server is asked again', async () => {
    const store = createCapabilityStore(pool);
    await store.learn('old/v1', 'm', { temperature: false });
    await pool.query(`update model_capabilities set learned_at = now() - interval '8 days' where endpoint = 'old/v1'`);
    expect(await store.read('old/v1', 'm')).toEqual({});
    await store.learn('old/v1', 'm', { stream: false });
    expect(await store.read('old/v1', 'm')).toEqual({ stream: false });
  });
});
