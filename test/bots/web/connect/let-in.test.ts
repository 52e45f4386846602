import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLetIn } from '../../../../bots/web/connect/let-in.ts';
import { createSessionStore, type SessionStore } from '../../../../bots/web/connect/session-store.ts';
import { createTokenStore } from '../../../../bots/web/connect/token-store.ts';
import { makeToken } from '../../../../bots/web/connect/token.ts';
import type { Scope } from '../../../../bots/web/listeners/caller.ts';
import { localPerson } from '../../../../src/process/local-person.ts';
import type { Actor } from '../../../../src/protocol/actor.ts';
import { useDatabase } from '../../../support/use-database.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const LIMITS = { idleHours: 2, mostHours: 24 };
const OUT = { code: 'signed-out' };

const database = useDatabase();
let alsoKnownAs: readonly string[];
let sessions: SessionStore;
let whyOut: ReturnType<typeof createLetIn>;
beforeAll(() => {
  const { pool } = database;
  sessions = createSessionStore(pool, LIMITS);
  const identities = { know: (actor: Actor) => Promise.resolve({ ...actor, alsoKnownAs }) };
  whyOut = createLetIn({ pool, limits: LIMITS, identities });
});
beforeEach(async () => {
  alsoKnownAs = [];
  await database.pool.query('truncate web_sessions, web_visits, web_tokens');
});

async function giveToken(scopes: readonly Scope[], expiresAt?: Date, actor = ANN): Promise<string> {
  const { id, hash } = makeToken();
  const expires = expiresAt === undefined ? {} : { expiresAt };
  await createTokenStore(database.pool).create({ id, hash, actor, scopes, ...expires });
  return id;
}
const agoOnPage = async (by: string): Promise<void> => {
  await database.pool.query('update web_sessions set seen_at = seen_at - $1::interval', [by]);
  await database.pool.query('update web_visits set seen_at = seen_at - $1::interval', [by]);
};

describe('who has made something over HTTP', () => {
  it('may have it begin with a token that may start articles, until it is revoked or has expired', async () => {
    expect(await whyOut(ANN)).toEqual(OUT);
    await giveToken(['articles:read']);
    await giveToken(['articles:start'], new Date(Date.now() - 1000));
    await giveToken(['articles:start'], undefined, { ...ANN, workspace: 'T2' });
    expect(await whyOut(ANN)).toEqual(OUT);
    const id = await giveToken(['articles:start']);
    expect(await whyOut(ANN)).toBeUndefined();
    await createTokenStore(database.pool).revoke(id);
    expect(await whyOut(ANN)).toEqual(OUT);
  });

  it('may as long as they come to the page, also when they sign out there, but not when they do everywhere', async () => {
    const secret = await sessions.begin(ANN, 'chat');
    await agoOnPage('90 minutes');
    expect(await sessions.find(secret)).toBeDefined();
    await agoOnPage('23 hours');
    expect(await whyOut(ANN)).toBeUndefined();
    await sessions.end(secret);
    expect(await whyOut(ANN)).toBeUndefined();
    await agoOnPage('61 minutes');
    expect(await whyOut(ANN)).toEqual(OUT);
    await sessions.begin(ANN, 'company');
    expect(await whyOut(ANN)).toBeUndefined();
    await sessions.endAll('slack:T1:U1');
    expect(await whyOut(ANN)).toEqual(OUT);
  });

  it('may as who they are elsewhere, and always where they sit at this machine', async () => {
    await giveToken(['articles:start'], undefined, { platform: 'web', userId: 'ann', displayName: 'Ann', groups: [] });
    expect(await whyOut(ANN)).toEqual(OUT);
    alsoKnownAs = ['web:ann'];
    expect(await whyOut(ANN)).toBeUndefined();
    expect(await whyOut(localPerson())).toBeUndefined();
  });
});
