import { describe, expect, it } from 'vitest';
import { readToken } from '../../../../bots/web/connect/token.ts';
import type { StoredToken } from '../../../../bots/web/connect/token-store.ts';
import { SCOPES } from '../../../../bots/web/listeners/caller.ts';
import { createToken, listTokens, revokeToken } from '../../../../bots/web/tokens/commands.ts';
import { readTokenArguments } from '../../../../bots/web/tokens/read-arguments.ts';
import { OPERATOR } from '../../../../src/protocol/actor.ts';
import { notingAudit } from '../../../support/no-audit.ts';

const NOW = new Date('2026-11-30T08:00:00Z');
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1' };

function open() {
  const printed: string[] = [];
  const told: string[] = [];
  const stored: (StoredToken & { readonly hash: string })[] = [];
  const audit = notingAudit();
  const options = {
    audit,
    by: OPERATOR,
    tokens: {
      create: async (token: Omit<StoredToken & { readonly hash: string }, 'createdAt'>) =>
        void stored.push({ ...token, createdAt: NOW }),
      list: async () => stored,
      revoke: async (id: string) => stored.some((token) => token.id === id),
      nameOf: async () => 'Ann Lee',
    },
    print: (line: string) => void printed.push(line),
    tell: (line: string) => void told.push(line),
    now: () => NOW,
  };
  return { printed, told, stored, audit, options };
}

describe('npm run token', () => {
  it('prints a token once and alone, and keeps a hash of it', async () => {
    const { printed, told, stored, options } = open();
    const lifeMs = 90 * 86_400_000;
    expect(await createToken({ kind: 'create', person: ANN, scopes: ['articles:read'], lifeMs }, options)).toBe(0);
    const [token = ''] = printed;
    expect(printed).toHaveLength(1);
    expect(stored).toMatchObject([
      {
        ...readToken(token),
        actor: { ...ANN, displayName: 'Ann Lee' },
        scopes: ['articles:read'],
        expiresAt: new Date('2027-02-28T08:00:00Z'),
      },
    ]);
    expect(JSON.stringify(stored)).not.toContain(token.slice(-20));
    expect(told.join('\n')).toContain('acts as Ann Lee (slack:T1:U1): articles:read');
  });

  it('lists them by what is no secret, and says whether it has revoked one', async () => {
    const { printed, options, stored, audit } = open();
    await listTokens(options);
    await createToken({ kind: 'create', person: ANN, scopes: ['articles:read'], name: 'CI' }, options);
    const id = stored[0]?.id ?? '';
    await listTokens(options);
    expect([await revokeToken(id, options), await revokeToken('00000000', options)]).toEqual([0, 1]);
    expect(printed.filter((line) => !line.startsWith('cdk_'))).toEqual([
      'There is no token. Make one with npm run token -- create.',
      `${id}  CI (slack:T1:U1)  articles:read  made 2026-11-30  does not expire  never used`,
      `${id} is refused from now on.`,
      'There is no token 00000000; npm run token -- list has them all.',
    ]);
    expect(audit.noted).toEqual([
      { act: 'token-create', by: OPERATOR, about: `token:${id} for slack:T1:U1: articles:read` },
      { act: 'token-revoke', by: OPERATOR, about: `token:${id}` },
    ]);
  });

  it('understands what is typed', () => {
    const read = (typed: string) => readTokenArguments(typed.split(' ').filter((word) => word !== ''));
    expect(read('create --for slack:T1:U1 --scope articles:read,articles:decide --expires 12h')).toEqual({
      kind: 'create',
      person: ANN,
      scopes: ['articles:read', 'articles:decide'],
      lifeMs: 43_200_000,
    });
    expect(read('create --for telegram:1 --scope all --expires never --name Bot')).toEqual({
      kind: 'create',
      person: { platform: 'telegram', userId: '1' },
      scopes: SCOPES,
      name: 'Bot',
    });
    expect(read('')).toEqual({ kind: 'list' });
    expect(read('revoke 7k3m9x2c')).toEqual({ kind: 'revoke', id: '7k3m9x2c' });
    expect(read('revoke cdk_7k3m9x2c_secret')).toEqual({ kind: 'revoke', id: '7k3m9x2c' });
    expect(read('--help')).toEqual({ kind: 'help' });
  });

  it.each([
    ['create --scope all', /--for must name a person/],
    ['create --for ann --scope all', /--for must name a person.*is ann/],
    ['create --for slack:U1 --scope all', /--for/],
    ['create --for slack:T1:group:S1 --scope all', /--for/],
    ['create --for web:ann', /--scope must be of articles:read/],
    ['create --for web:ann --scope articles:write', /is articles:write/],
    ['create --for web:ann --scope all --expires soon', /--expires must be/],
    ['create --for web:ann --scope all --expires 0d', /--expires/],
    ['make', /Say create, list, or revoke/],
    ['revoke', /Say create, list, or revoke/],
  ])('says what to type instead of %s', (typed, says) => {
    expect(() => readTokenArguments(typed.split(' '))).toThrow(says);
  });
});
