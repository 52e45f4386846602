import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSeal } from '../../../../src/lib/seal.ts';
import { migrate } from '../../../../src/storage/migrate.ts';
import { createPool } from '../../../../src/storage/pool.ts';
import { createSlackInstallationStore } from '../../../../bots/slack/connect/slack-installation-store.ts';
import { createDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  await migrate(database.url, () => undefined);
  pool = createPool(
    database.url,
    { poolSize: 1, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 5 },
    () => undefined,
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('the store of Slack installations', () => {
  it('keeps the latest installation of each workspace until it is removed', async () => {
    const store = createSlackInstallationStore(pool, createSeal(['secret']));
    await store.save('team:T1', { bot: { token: 'xoxb-first' } });
    await store.save('team:T1', { bot: { token: 'xoxb-second' } });
    await store.save('team:T2', { bot: { token: 'xoxb-other' } });
    expect(await store.find('team:T1')).toEqual({ bot: { token: 'xoxb-second' } });
    await store.remove('team:T1');
    expect(await store.find('team:T1')).toBeUndefined();
    expect(await store.find('team:T2')).toEqual({ bot: { token: 'xoxb-other' } });
  });

  it('leaves no token readable in the table', async () => {
    await createSlackInstallationStore(pool, createSeal(['secret'])).save('team:T3', { bot: { token: 'xoxb-canary' } });
    const { rows } = await pool.query<{ row: string }>(
      'select slack_installations::text as row from slack_installations',
    );
    const text = rows.map(({ row }) => row).join('\n');
    expect(text).toContain('team:T3');
    expect(text).not.toContain('canary');
    expect(text).not.toContain(Buffer.from('canary').toString('hex'));
  });
});
