import { beforeEach, describe, expect, it } from 'vitest';
import { createSlackInstallationStore } from '../../bots/slack/connect/slack-installation-store.ts';
import { createSeal } from '../../src/lib/seal.ts';
import { createRetentionStore } from '../../src/storage/retention-store.ts';
import { useDatabase } from '../support/use-database.ts';
import { articleWriter } from '../support/write-articles.ts';

const database = useDatabase();
const stores = () => ({
  installations: createSlackInstallationStore(database.pool, createSeal(['key'])),
  retention: createRetentionStore(database.pool, { idleHours: 72, mostHours: 720 }),
});

/** An article of a workspace, and a session of somebody there. */
async function article(id: string, workspace: string, isClosed: boolean): Promise<void> {
  const { pool } = database;
  await articleWriter(pool).write({ [id]: { stage: isClosed ? 'delivered' : 'waiting', isClosed } });
  await pool.query('update articles set input = $2 where article_id = $1', [
    id,
    { thread: { platform: 'slack', workspace, channel: 'C1' } },
  ]);
  await pool.query(
    `insert into web_sessions (secret_sha256, id, person, person_key, came_by) values ($1, $1, '{}', $2, 'chat')`,
    [id, `slack:${workspace}:U1`],
  );
}

async function uninstall(key: string, daysAgo: number): Promise<void> {
  const { installations } = stores();
  await installations.save(key, { team: key });
  const found = await installations.find(key);
  await installations.remove(key, found?.version ?? '');
  await database.pool.query(
    `update slack_departures set gone_at = now() - $2 * interval '1 day' where installation_key = $1`,
    [key, daysAgo],
  );
}

async function left() {
  const { rows } = await database.pool.query<{ articles: string[]; sessions: string[] }>(
    `select array(select article_id from articles order by 1) as articles, array(select id from web_sessions order by 1) as sessions`,
  );
  return rows[0];
}

beforeEach(async () => {
  await database.pool.query(
    'truncate articles, web_sessions, slack_installations, slack_departures, slack_org_workspaces cascade',
  );
  await article('a1', 'T1', true);
  await article('a2', 'T1', true);
  await article('b1', 'T2', true);
});

describe('what there is of a workspace that has uninstalled the app', () => {
  it('is deleted after the grace, and nothing of others', async () => {
    const { retention } = stores();
    await uninstall('team:T1', 31);
    expect(await retention.due('uninstalled', 30)).toMatchObject({ count: 1 });
    expect(await retention.forget('uninstalled', 30, 1)).toBe(1);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(1);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(1);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(0);
    expect(await left()).toEqual({ articles: ['b1'], sessions: ['b1'] });
  });

  it('stays during the grace, and for good when it is installed again', async () => {
    const { installations, retention } = stores();
    await uninstall('team:T1', 29);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(0);
    await installations.save('team:T1', { team: 'again' });
    await database.pool.query(`update slack_departures set gone_at = now() - interval '99 days'`);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(0);
    expect(await left()).toMatchObject({ articles: ['a1', 'a2', 'b1'] });
  });

  it('waits for articles under way, which are to be cancelled first', async () => {
    const { retention } = stores();
    await article('open', 'T1', false);
    await uninstall('team:T1', 31);
    expect(await retention.abandoned(30, 10)).toEqual(['open']);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(2);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(0);
    expect(await left()).toMatchObject({ articles: ['b1', 'open'], sessions: ['a1', 'a2', 'b1', 'open'] });
    await retention.closeLost('open');
    await retention.closeLost('a1');
    expect(await retention.forget('uninstalled', 30, 10)).toBe(1);
    expect(await retention.forget('uninstalled', 30, 10)).toBe(1);
    expect(await left()).toEqual({ articles: ['b1'], sessions: ['b1'] });
  });

  it('is that of every workspace of an organisation, but of those that have an installation of their own', async () => {
    const { installations, retention } = stores();
    await installations.noteOrganisation('T1', 'E1');
    await installations.noteOrganisation('T2', 'E1');
    await installations.save('team:T2', { team: 'T2' });
    await uninstall('enterprise:E1', 31);
    while ((await retention.forget('uninstalled', 30, 10)) > 0) await Promise.resolve();
    expect(await left()).toEqual({ articles: ['b1'], sessions: ['b1'] });
  });

  it('stays where the organisation still has the app', async () => {
    const { installations, retention } = stores();
    await installations.noteOrganisation('T1', 'E1');
    await installations.save('enterprise:E1', { enterprise: 'E1' });
    await uninstall('team:T1', 31);
    while ((await retention.forget('uninstalled', 30, 10)) > 0) await Promise.resolve();
    expect(await left()).toMatchObject({ articles: ['a1', 'a2', 'b1'] });
  });
});
