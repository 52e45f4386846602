import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createInstalledWorkspaces } from '../../../../bots/slack/connect/installed-workspaces.ts';
import { createSlackClient } from '../../../../bots/slack/connect/slack-client.ts';
import {
  createSlackInstallationStore,
  type SlackInstallationStore,
} from '../../../../bots/slack/connect/slack-installation-store.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { createSeal } from '../../../../src/lib/seal.ts';
import { useDatabase } from '../../../support/use-database.ts';

const database = useDatabase();
const logger = createLogger({ level: 'silent' });
let pool: Pool;
beforeAll(async () => {
  ({ pool } = database);
});

/** What this Slack was asked, and which tokens are good. */
let server: Server;
let asked: { readonly method: string; readonly args: URLSearchParams; readonly token: string }[];
let good: Set<string>;
let gone: boolean;
let installations: SlackInstallationStore;

beforeEach(async () => {
  asked = [];
  good = new Set();
  gone = false;
  await pool.query('truncate slack_installations, slack_org_workspaces');
  installations = createSlackInstallationStore(pool, createSeal(['secret']));
  server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const args = new URLSearchParams(Buffer.concat(chunks).toString());
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      const method = (request.url ?? '').split('/').at(-1) ?? '';
      asked.push({ method, args, token });
      if (gone) return void response.socket?.destroy();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(method, args, token)));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => void server.close());

function answer(method: string, args: URLSearchParams, token: string): object {
  if (method === 'oauth.v2.access') {
    const old = args.get('refresh_token') ?? '';
    // Each is good for one new token.
    if (!good.delete(old)) return { ok: false, error: 'invalid_refresh_token' };
    const next = asked.filter((one) => one.method === method).length;
    good.add(`refresh-${next}`);
    good.add(`xoxe.xoxb-${next}`);
    return { ok: true, access_token: `xoxe.xoxb-${next}`, refresh_token: `refresh-${next}`, expires_in: 43_200 };
  }
  if (!good.has(token)) return { ok: false, error: 'token_revoked' };
  return method === 'auth.test'
    ? { ok: true, team_id: 'E1', url: 'https://acme.slack.com/', user_id: 'UBOT', bot_id: 'BBOT' }
    : { ok: true };
}

function open() {
  return createInstalledWorkspaces({
    installations,
    createClient: (token, workspaceId) =>
      createSlackClient(token, {
        apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        workspaceId,
      }),
    oauth: { clientId: '1.2', clientSecret: 'shh' },
    logger,
  });
}

const seconds = (ms: number): number => Math.floor((Date.now() + ms) / 1000);
const HOUR_MS = 60 * 60_000;
const installation = (token: string, more: object = {}): object => {
  good.add(token);
  return { team: { id: 'T1' }, bot: { token, userId: 'UBOT', id: 'BBOT', scopes: [] }, ...more };
};
const rotating = (expiresInMs: number): object => {
  good.add('refresh-0');
  return {
    ...installation(''),
    bot: { token: 'xoxe.xoxb-0', refreshToken: 'refresh-0', expiresAt: seconds(expiresInMs) },
  };
};
const source = (teamId: string | undefined, more: object = {}) =>
  ({ teamId, enterpriseId: undefined, isEnterpriseInstall: false, ...more }) as never;
const callsOf = (method: string) => asked.filter((one) => one.method === method);

describe('a removal of the app', () => {
  it('takes away the installation whose token Slack refuses', async () => {
    await installations.save('team:T1', installation('xoxb-1'));
    good.clear();
    await open().forget({ teamId: 'T1' });
    expect(await installations.find('team:T1')).toBeUndefined();
  });

  it('that is told late leaves the newer installation as it is', async () => {
    await installations.save('team:T1', installation('xoxb-1'));
    good.delete('xoxb-1');
    await installations.save('team:T1', installation('xoxb-2'));
    const workspaces = open();
    await workspaces.forget({ teamId: 'T1' });
    expect(await installations.find('team:T1')).toMatchObject({ installation: { bot: { token: 'xoxb-2' } } });
    expect((await workspaces.clientOf('T1')).token).toBe('xoxb-2');
  });

  it('is tried again when Slack cannot be asked', async () => {
    await installations.save('team:T1', installation('xoxb-1'));
    gone = true;
    await expect(open().forget({ teamId: 'T1' })).rejects.toThrow('fetch failed');
    expect(await installations.find('team:T1')).toBeDefined();
  });

  it('of an organisation takes away its own', async () => {
    await installations.save('enterprise:E1', installation('xoxb-org'));
    good.clear();
    await open().forget({ teamId: 'T1', enterpriseId: 'E1' });
    expect(await installations.find('enterprise:E1')).toBeUndefined();
  });
});

describe('a token that expires', () => {
  it('is renewed before it does, once, however many processes and calls need it', async () => {
    await installations.save('team:T1', rotating(HOUR_MS));
    const processes = [open(), open(), open()];
    const clients = await Promise.all(processes.flatMap((one) => [one.clientOf('T1'), one.clientOf('T1')]));
    expect(new Set(clients.map(({ token }) => token))).toEqual(new Set(['xoxe.xoxb-1']));
    expect(callsOf('oauth.v2.access')).toHaveLength(1);
    expect(Object.fromEntries(callsOf('oauth.v2.access')[0]?.args ?? [])).toMatchObject({
      client_id: '1.2',
      client_secret: 'shh',
      grant_type: 'refresh_token',
      refresh_token: 'refresh-0',
    });
    const { rows } = await pool.query<{ row: string }>('select i::text as row from slack_installations i');
    expect(JSON.stringify(rows)).not.toContain('refresh-1');
    expect((await open().authorize(source('T1'))).botToken).toBe('xoxe.xoxb-1');
  });

  it('is left alone while it lasts', async () => {
    await installations.save('team:T1', rotating(10 * HOUR_MS));
    expect((await open().clientOf('T1')).token).toBe('xoxe.xoxb-0');
    expect(asked).toEqual([]);
  });

  it('is used as long as it works when Slack gives no new one, and is an outage afterwards', async () => {
    await installations.save('team:T1', rotating(HOUR_MS));
    gone = true;
    expect((await open().clientOf('T1')).token).toBe('xoxe.xoxb-0');
    await installations.save('team:T1', rotating(-HOUR_MS));
    await expect(open().clientOf('T1')).rejects.toThrow('fetch failed');
    gone = false;
    expect((await open().clientOf('T1')).token).toMatch(/^xoxe\.xoxb-\d$/);
  });

  it('whose app was removed goes with it, although nobody can renew it', async () => {
    await installations.save('team:T1', rotating(-HOUR_MS));
    good.clear();
    await open().forget({ teamId: 'T1' });
    expect(await installations.find('team:T1')).toBeUndefined();
  });
});

describe('an installation in an organisation', () => {
  const event = source('T7', { enterpriseId: 'E1', isEnterpriseInstall: true });

  it('is used in each of its workspaces, and found again by who knows the workspace alone', async () => {
    await open().installationStore.storeInstallation({
      ...installation('xoxb-org'),
      team: undefined,
      enterprise: { id: 'E1' },
      isEnterpriseInstall: true,
    } as never);
    expect(await open().authorize(event)).toEqual({
      botToken: 'xoxb-org',
      botUserId: 'UBOT',
      botId: 'BBOT',
      teamId: 'T7',
    });
    const elsewhere = open();
    const client = await elsewhere.clientOf('T7');
    await client.users.info({ user: 'U1' });
    // An organisation's token alone says nothing of the workspace.
    expect(Object.fromEntries(callsOf('users.info')[0]?.args ?? [])).toMatchObject({ user: 'U1', team_id: 'T7' });
    expect(await elsewhere.get('T7')).toMatchObject({ id: 'T7', url: 'https://acme.slack.com/' });
    await expect(elsewhere.clientOf('T8')).rejects.toThrow('not installed in workspace T8');
  });

  it('gives way to one in the workspace itself', async () => {
    await installations.save('enterprise:E1', installation('xoxb-org'));
    await installations.save('team:T7', installation('xoxb-own'));
    expect((await open().authorize(event)).botToken).toBe('xoxb-own');
  });

  it('without a bot is none', async () => {
    const stored = open().installationStore.storeInstallation({ team: { id: 'T1' }, user: { token: 'xoxp' } } as never);
    await expect(stored).rejects.toThrow('without a bot');
    expect(await installations.find('team:T1')).toBeUndefined();
  });
});

describe('an event from a channel of several companies', () => {
  it.each([
    ['a click', 'T2', { team: { id: 'T2' }, user: { team_id: 'T2' }, message: { team: 'T1' } }],
    ['a click, by the bot of its message', 'T2', { message: { team: 'T2', bot_profile: { team_id: 'T1' } } }],
    ['a form', 'T2', { team: { id: 'T2' }, view: { app_installed_team_id: 'T1' } }],
    ['a message', 'T2', { team_id: 'T2', context_team_id: 'T1' }],
    ['a message of an organisation', 'T2', { team: { id: 'T1' }, enterprise: { id: 'E9' } }],
    ['a payload whose parts are no objects', 'T1', { view: 'x', message: 7, team: null }],
  ])('finds the workspace that installed the app: %s', async (_what, named, body) => {
    await installations.save('team:T1', installation('xoxb-1'));
    expect(await open().authorize(source(named), body as never)).toMatchObject({ botToken: 'xoxb-1', teamId: 'T1' });
  });

  it('is refused where nobody did', async () => {
    await expect(open().authorize(source('T2'), { team: { id: 'T3' } } as never)).rejects.toThrow('not installed');
  });
});
