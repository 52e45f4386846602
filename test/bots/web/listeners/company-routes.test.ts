import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bySession } from '../../../../bots/web/connect/by-session.ts';
import { type Company, createCompany } from '../../../../bots/web/connect/company.ts';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { createSessionStore } from '../../../../bots/web/connect/session-store.ts';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import { allow } from '../../../../bots/web/listeners/allow.ts';
import { companyRoutes } from '../../../../bots/web/listeners/company-routes.ts';
import { signInRoutes } from '../../../../bots/web/listeners/sign-in-routes.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { createSeal } from '../../../../src/lib/seal.ts';
import { createVouchStore } from '../../../../src/storage/vouch-store.ts';
import { createWebLinkStore } from '../../../../src/storage/web-link-store.ts';
import { type CompanyServer, startCompanyServer } from '../../../support/company-server.ts';
import { useDatabase } from '../../../support/use-database.ts';

const HERE = 'http://127.0.0.1:8000';
const PUBLIC = 'https://copydesk.example.com';
const RETURN = '/sign-in/company/callback';
const MOST_HOURS = 24;
const logger = createLogger({ level: 'silent' });
const settings = {
  knownBy: 'email',
  domains: ['example.com'],
  require: {},
  groupsClaim: 'groups',
  administrators: { groups: ['admins'] },
} as const;

const database = useDatabase();
let server: CompanyServer;
let now = 0;

beforeAll(async () => {
  server = await startCompanyServer([`${HERE}${RETURN}`, `${PUBLIC}${RETURN}`]);
  server.people.set('ann', {
    email: 'Ann@Example.com',
    email_verified: true,
    name: 'Ann Lee',
    groups: ['editors', 'admins', 'two words'],
  });
  server.people.set('eve', { email: 'eve@example.com', email_verified: false, name: 'Eve' });
  server.people.set('zoe', { email: 'zoe@elsewhere.example', email_verified: true });
});
afterAll(() => server.close());
beforeEach(() => {
  now = Date.now();
  server.signsIn = 'ann';
});

function createCompanyOf({
  issuer,
  clientId,
  clientSecret,
}: Pick<CompanyServer, 'issuer' | 'clientId' | 'clientSecret'>): Company {
  const variables = { issuer: new URL(issuer), clientId, clientSecret };
  return createCompany({ variables, settings, seal: createSeal(['a key']), logger, now: () => now });
}

/** A browser before the page, with a cookie jar for each origin. */
function openBrowser(company = createCompanyOf(server)) {
  const origins = createOrigins(PUBLIC);
  const vouches = createVouchStore(database.pool);
  const sessions = createSessionStore(database.pool, { idleHours: 2, mostHours: MOST_HOURS });
  const links = createWebLinkStore(database.pool);
  const options = {
    sessions,
    links,
    origins,
    ways: { chats: false, company: company.name },
    mostHours: MOST_HOURS,
    logger,
  };
  const app = createApp({
    routes: [
      signInRoutes(options),
      companyRoutes({ ...options, company, vouches }),
      (routes) => void routes.get('/me', allow('articles:start'), (c) => c.json(c.var.caller.actor)),
    ],
    authenticators: [bySession({ sessions, vouches, origins, logger })],
    origins,
    logger,
  });
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (origin: string): Map<string, string> => {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };

  async function get(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const url = new URL(address);
    const jar = jarOf(url.origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = { host: url.host, ...(cookie !== '' && { cookie }), ...headers };
    const isOurs = url.origin === HERE || url.origin === PUBLIC;
    const answer = isOurs
      ? await app.request(address, { headers: sent })
      : await fetch(address, { redirect: 'manual', headers: { ...(cookie !== '' && { cookie }) } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  /** Until the browser is about to come back to us, and no further. */
  async function toReturn(start: string): Promise<string> {
    let address = start;
    for (let hop = 0; hop < 10; hop += 1) {
      const answer = await get(address);
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`${address} leads nowhere: ${answer.status} ${await answer.text()}`);
      address = new URL(location, address).href;
      if (new URL(address).pathname === RETURN) return address;
    }
    throw new Error('It never comes back');
  }

  return { get, toReturn, jarOf };
}

describe('a company’s own sign-in', () => {
  it('lets somebody in as whom the company says, with their groups, and leads them on', async () => {
    const browser = openBrowser();
    const came = await browser.get(await browser.toReturn(`${HERE}/sign-in/company?next=%2Farticles%2Fa1`));
    expect([came.status, came.headers.get('location')]).toEqual([303, '/articles/a1']);
    expect(await (await browser.get(`${HERE}/me`)).json()).toEqual({
      platform: 'web',
      userId: 'ann@example.com',
      displayName: 'Ann Lee',
      groups: ['editors', 'admins'],
      channels: [],
    });
    const { isAdministrator } = await createVouchStore(database.pool).of({
      platform: 'web',
      userId: 'ann@example.com',
    });
    expect(isAdministrator).toBe(true);
  });

  it('asks with proof of possession, and keeps what belongs to it where no script reads it', async () => {
    const browser = openBrowser();
    const answer = await browser.get(`${PUBLIC}/sign-in/company`);
    const asked = new URL(answer.headers.get('location') ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('state')).toMatch(/^.{40,}$/);
    expect(asked.get('nonce')).toMatch(/^.{40,}$/);
    expect(asked.get('redirect_uri')).toBe(`${PUBLIC}${RETURN}`);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-copydesk-company=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookie).not.toContain(asked.get('state'));
  });

  it('leads to no other site afterwards', async () => {
    const browser = openBrowser();
    const came = await browser.get(await browser.toReturn(`${HERE}/sign-in/company?next=%2F%2Fevil.example`));
    expect(came.headers.get('location')).toBe('/');
  });

  it('takes no answer that belongs to somebody else’s sign-in, or to another one', async () => {
    const [attacker, victim] = [openBrowser(), openBrowser()];
    const theirs = await attacker.toReturn(`${HERE}/sign-in/company`);
    expect((await victim.get(theirs)).status).toBe(400);
    await victim.get(`${HERE}/sign-in/company`);
    expect((await victim.get(theirs)).status).toBe(400);
    expect((await victim.get(`${HERE}/me`)).status).toBe(401);
  });

  it('takes no answer twice', async () => {
    const browser = openBrowser();
    const address = await browser.toReturn(`${HERE}/sign-in/company`);
    const kept = [...browser.jarOf(HERE)];
    expect((await browser.get(address)).status).toBe(303);
    expect((await browser.get(address)).status).toBe(400);
    for (const [name, value] of kept) browser.jarOf(HERE).set(name, value);
    expect((await browser.get(address)).status).toBe(400);
  });

  it('takes nothing that was changed, came too late, or went to another name of ours', async () => {
    const changed = openBrowser();
    const address = await changed.toReturn(`${HERE}/sign-in/company`);
    for (const [name, value] of changed.jarOf(HERE)) changed.jarOf(HERE).set(name, `${value.slice(0, -4)}AAAA`);
    expect((await changed.get(address)).status).toBe(400);

    const late = openBrowser();
    const tooLate = await late.toReturn(`${HERE}/sign-in/company`);
    now += 10 * 60_000;
    expect((await late.get(tooLate)).status).toBe(400);

    const elsewhere = openBrowser();
    const other = await elsewhere.toReturn(`${HERE}/sign-in/company`);
    const [kept = ''] = elsewhere.jarOf(HERE).values();
    elsewhere.jarOf(PUBLIC).set('__Host-copydesk-company', kept);
    expect((await elsewhere.get(other.replace(HERE, PUBLIC))).status).toBe(400);
  });

  it.each(['eve', 'zoe'])('lets nobody in whom the settings do not: %s', async (person) => {
    server.signsIn = person;
    const browser = openBrowser();
    const came = await browser.get(await browser.toReturn(`${HERE}/sign-in/company`));
    expect(came.status).toBe(403);
    expect(await came.text()).toContain('you may not come in here');
    expect((await browser.get(`${HERE}/me`)).status).toBe(401);
  });

  it('is begun by no other site', async () => {
    const browser = openBrowser();
    const answer = await browser.get(`${HERE}/sign-in/company`, { 'sec-fetch-site': 'cross-site' });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('says when it was refused there', async () => {
    const browser = openBrowser();
    await browser.get(`${HERE}/sign-in/company`);
    const answer = await browser.get(`${HERE}${RETURN}?error=access_denied&state=x`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('access_denied');
  });

  it('says when the company’s server is away, and works once it is back', async () => {
    const away = await startCompanyServer([`${HERE}${RETURN}`]);
    const company = createCompanyOf(away);
    await away.close();
    const browser = openBrowser(company);
    const answer = await browser.get(`${HERE}/sign-in/company`);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('cannot be reached')]);
    const back = await startCompanyServer([`${HERE}${RETURN}`], Number(new URL(away.issuer).port));
    try {
      back.people.set('ann', { email: 'ann@example.com', email_verified: true });
      back.signsIn = 'ann';
      expect((await browser.get(await browser.toReturn(`${HERE}/sign-in/company`))).status).toBe(303);
    } finally {
      await back.close();
    }
  });
});
