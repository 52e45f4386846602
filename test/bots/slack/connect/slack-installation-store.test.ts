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
    const stored = await store.find('team:T1');
    expect(stored?.installation).toEqual({ bot: { token: 'xoxb-second' } });
    await store.remove('team:T1', stored?.version ?? '');
    expect(await store.find('team:T1')).toBeUndefined();
    expect((await store.find('team:T2'))?.installation).toEqual({ bot: { token: 'xoxb-other' } });
  });

  it('keeps what came after the one that is removed', async () => {
    const store = createSlackInstallationStore(pool, createSeal(['secret']));
    await store.save('team:T4', { bot: { token: 'xoxb-first' } });
    const { version = '' } = (await store.find('team:T4')) ?? {};
    await store.save('team:T4', { bot: { token: 'xoxb-second' } });
    await store.remove('team:T4', version);
    expect((await store.find('team:T4'))?.installation).toEqual({ bot: { token: 'xoxb-second' } });
  });

  it('is changed by one at a time, and as it was when the change fails', async () => {
    const store = createSlackInstallationStore(pool, createSeal(['secret']));
    await store.save('team:T5', { count: 0 });
    const more = async (installation: unknown): Promise<object> => {
      const { count } = installation as { readonly count: number };
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { count: count + 1 };
    };
    await Promise.all([1, 2, 3].map(() => store.renew('team:T5', more)));
    await expect(store.renew('team:T5', () => Promise.reject(new Error('No')))).rejects.toThrow('No');
    expect(await store.renew('team:T5', async () => undefined)).toEqual({ count: 3 });
    expect(await store.renew('team:T6', more)).toBeUndefined();
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
