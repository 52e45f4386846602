import { describe, expect, it } from 'vitest';
import { toColleague } from '../../../../bots/web/connect/company.ts';
import type { OidcConfig } from '../../../../src/config/oidc-schema.ts';

const OPEN: OidcConfig = { knownBy: 'sub', domains: [], require: {}, administrators: {} };
const ANN = {
  sub: '248289761001',
  email: 'Ann@Example.com',
  email_verified: true,
  name: 'Ann',
  roles: ['staff', 'news'],
};

describe('whom a company signs in', () => {
  it('is known by the number that never changes, unless the settings say by address', () => {
    expect(toColleague(ANN, OPEN)?.person).toEqual({ platform: 'web', userId: '248289761001', displayName: 'Ann' });
    expect(toColleague(ANN, { ...OPEN, knownBy: 'email' })?.person.userId).toBe('ann@example.com');
  });

  it.each([{ email_verified: false }, { email_verified: undefined }, { email: 'ann' }, { email: 'a@b:web:root' }])(
    'is known by no address that nobody verified, or that is none: %o',
    (claims) => {
      expect(toColleague({ ...ANN, ...claims }, { ...OPEN, knownBy: 'email' })).toBeUndefined();
      expect(toColleague({ ...ANN, ...claims }, { ...OPEN, domains: ['example.com'] })).toBeUndefined();
    },
  );

  it.each(['example.com.evil.example', 'notexample.com', 'sub.example.com'])(
    'is of no domain but those: %s',
    (domain) => {
      expect(toColleague({ ...ANN, email: `ann@${domain}` }, { ...OPEN, domains: ['example.com'] })).toBeUndefined();
    },
  );

  it('has one value of each claim that is required', () => {
    const required = (roles: unknown) => toColleague({ ...ANN, roles }, { ...OPEN, require: { roles: ['news'] } });
    expect(required(['staff', 'news'])).toBeDefined();
    expect(required('news')).toBeDefined();
    for (const roles of [['staff'], 'newsroom', undefined, { news: true }, [['news']]])
      expect(required(roles)).toBeUndefined();
  });

  it('is an administrator, or in a group, only where the settings say by which claim', () => {
    expect(toColleague(ANN, OPEN)?.vouched).toEqual({
      channels: [],
      readable: [],
      groups: [],
      isAdministrator: false,
      mayStart: true,
    });
    const said = { ...OPEN, groupsClaim: 'roles', administrators: { roles: ['news'] } };
    expect(toColleague(ANN, said)?.vouched).toMatchObject({ groups: ['staff', 'news'], isAdministrator: true });
  });
});
