import { describe, expect, it } from 'vitest';
import { bySession } from '../../../../bots/web/connect/by-session.ts';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import type { Session } from '../../../../bots/web/connect/session-store.ts';
import { SCOPES } from '../../../../bots/web/listeners/caller.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import type { Vouched } from '../../../../src/storage/vouch-store.ts';

const NOTHING: Vouched = { channels: [], readable: [], groups: [], isAdministrator: false, mayStart: false };
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann' };
const SECRET = 's'.repeat(43);

function knowing({ said = NOTHING, ...rest }: Partial<Session> & { readonly said?: Vouched } = {}) {
  const session: Session = { id: '1', person: ANN, cameBy: 'chat', expiresAt: new Date(), csrfToken: 't', ...rest };
  const authenticate = bySession({
    sessions: { find: async (secret) => (secret === SECRET ? session : undefined) },
    vouches: { of: async () => said },
    origins: createOrigins('https://copydesk.example.com'),
    logger: createLogger({ level: 'silent' }),
  });
  return async (secret = SECRET, host = 'copydesk.example.com') => {
    const known = await authenticate(
      new Request('http://x/', { headers: { host, cookie: `__Host-copydesk=${secret}; copydesk-8000=${secret}` } }),
    );
    if (typeof known === 'string') throw new Error(known);
    return known;
  };
}

describe('whoever has a session', () => {
  it('is who they are in the chat, with what the chat says of them', async () => {
    const said = { ...NOTHING, channels: ['slack:T1:C1'], groups: ['S1'], mayStart: true };
    const { actor, home, session } = await knowing({ said })();
    expect(actor).toEqual({ ...ANN, channels: ['slack:T1:C1'], groups: ['S1'] });
    expect(home).toEqual({ platform: 'web', channel: 'slack:T1:U1' });
    expect(session).toMatchObject({ csrfToken: 't' });
  });

  it('may start articles only while a chat says so', async () => {
    expect((await knowing({ said: { ...NOTHING, mayStart: true } })()).scopes).toEqual(new Set(SCOPES));
    expect((await knowing()()).scopes).toEqual(new Set(SCOPES.filter((scope) => scope !== 'articles:start')));
  });

  it('is the person of the terminal when they sit at the machine, where nobody has to vouch', async () => {
    const person = { platform: 'terminal', userId: 'ann', displayName: 'ann' };
    const { actor, scopes } = await knowing({ person, cameBy: 'machine' })(SECRET, '127.0.0.1:8000');
    expect(actor).toEqual({ ...person, groups: [], channels: ['terminal::ann'] });
    expect(scopes).toEqual(new Set(SCOPES));
  });

  it('is nobody with another secret, or under another name', async () => {
    await expect(knowing()('x')).rejects.toThrow('none');
    await expect(knowing()(SECRET, 'evil.example')).rejects.toThrow('none');
    await expect(knowing()(SECRET, '127.0.0.1:9000')).rejects.toThrow('none');
  });
});
