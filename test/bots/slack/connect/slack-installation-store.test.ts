import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSeal } from '../../../../src/lib/seal.ts';
import { createSlackInstallationStore } from '../../../../bots/slack/connect/slack-installation-store.ts';
import { useDatabase } from '../../../support/use-database.ts';

const database = useDatabase();
let pool: Pool;
beforeAll(async () => {
  ({ pool } = database);
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
