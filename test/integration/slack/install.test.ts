import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlackDesk, type SlackDesk } from './slack-desk.ts';

let desk: SlackDesk;
beforeAll(async () => {
  desk = await openSlackDesk({ access: 'oauth' });
});
afterAll(() => desk.close());

/** What a browser does that follows a person through Slack's pages. */
async function install(change: (back: URL) => void = () => undefined, at = desk): Promise<Response> {
  const page = (path: string): string => `http://127.0.0.1:${at.app.port()}${path}`;
  const begun = await fetch(page('/slack/install'), { redirect: 'manual' });
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const asked = new URL(begun.headers.get('location') ?? '');
  expect(asked.searchParams.get('scope')?.split(',')).toEqual(expect.arrayContaining(['chat:write', 'commands']));
  const consent = new URLSearchParams(asked.searchParams);
  consent.set('user_id', at.slack.user('ann'));
  consent.set('redirect_uri', page('/slack/oauth_redirect'));
  const agreed = await fetch(new URL('/oauth/v2/authorize/callback', asked), {
    method: 'POST',
    body: consent.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    redirect: 'manual',
  });
  const back = new URL(agreed.headers.get('location') ?? '');
  change(back);
  return await fetch(back, { headers: { cookie } });
}

describe('an app that every workspace installs by itself', () => {
  it('takes nothing before it is installed', async () => {
    await expect(desk.order('How locks turn')).rejects.toThrow('not taken');
    expect(await desk.slack.everything(desk.slack.channel('general'))).toEqual([]);
  });

  it('is not installed by what somebody else began', async () => {
    const refused = await install((back) => back.searchParams.set('state', 'forged'));
    expect(refused.ok).toBe(false);
    await expect(desk.order('How locks turn')).rejects.toThrow('not taken');
  });

  it('works once a person has installed it, with a token that nobody can read', async () => {
    expect((await install()).status).toBe(200);
    const article = await desk.order('How locks turn');
    const card = await article.card(1);
    expect(card.text).toContain('1');
    const [token] = desk.slack.calls('chat.postMessage').map((call) => call.token);
    expect(token).toMatch(/^xoxb-/);
    expect(token).not.toBe(desk.slack.botToken);

    const client = new pg.Client({ connectionString: desk.newsroom.place.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ row: string }>('select i::text as row from slack_installations i');
    await client.end();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).toContain(desk.slack.teamId);
    for (const secret of [token ?? '', Buffer.from(token ?? '').toString('hex')])
      expect(rows[0]?.row).not.toContain(secret);
    expect(desk.log.join('\n')).not.toContain(token);
  });
});

describe('an app that only some workspaces may install', () => {
  it('keeps nothing of another one, gives its token back, and writes down who tried', async () => {
    const elsewhere = await openSlackDesk({ access: 'oauth', workspaces: ['T0ELSEWHERE'] });
    try {
      const refused = await install(undefined, elsewhere);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('Nothing was kept');
      const revoked = elsewhere.slack.calls('auth.revoke').map((call) => call.token);
      expect(revoked).toEqual([expect.stringMatching(/^xoxb-/)]);
      const client = new pg.Client({ connectionString: elsewhere.newsroom.place.databaseUrl });
      await client.connect();
      const { rows: kept } = await client.query('select 1 from slack_installations');
      const { rows: tried } = await client.query('select act, code, actor_key as who from audit');
      await client.end();
      expect(kept).toEqual([]);
      const who = `slack:${elsewhere.slack.teamId}:${elsewhere.slack.user('ann')}`;
      expect(tried).toEqual([{ act: 'install', code: 'workspace', who }]);
      await expect(elsewhere.order('How locks turn')).rejects.toThrow('not taken');
    } finally {
      await elsewhere.close();
    }
  });
});
