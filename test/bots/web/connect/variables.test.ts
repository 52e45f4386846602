import { describe, expect, it } from 'vitest';
import { readWebVariables } from '../../../../bots/web/variables.ts';

describe('the variables of the web platform', () => {
  it('need none to be set: this machine alone is served', () => {
    expect(readWebVariables({})).toEqual({ host: '127.0.0.1', secrets: [] });
  });

  it('are read', () => {
    expect(readWebVariables({ WEB_PORT: '8100', WEB_HOST: '0.0.0.0', WEB_URL: 'https://desk.example.com/' })).toEqual({
      host: '0.0.0.0',
      port: 8100,
      publicUrl: 'https://desk.example.com',
      secrets: [],
    });
  });

  it('know a company’s sign-in by all that it takes, or not at all', () => {
    const oidc = {
      OIDC_ISSUER: 'https://login.example.com/news',
      OIDC_CLIENT_ID: 'copydesk',
      OIDC_CLIENT_SECRET: 'hush',
    };
    expect(readWebVariables(oidc)).toMatchObject({
      oidc: { issuer: new URL('https://login.example.com/news'), clientId: 'copydesk', clientSecret: 'hush' },
      secrets: ['hush'],
    });
    expect(() => readWebVariables({ ...oidc, OIDC_CLIENT_SECRET: '' })).toThrow('environment OIDC_CLIENT_SECRET');
    expect(() => readWebVariables({ ...oidc, OIDC_ISSUER: 'http://login.example.com' })).toThrow(
      'environment OIDC_ISSUER',
    );
    expect(readWebVariables({ ...oidc, OIDC_ISSUER: 'http://127.0.0.1:9000' }).oidc).toBeDefined();
  });

  it.each([
    ['WEB_PORT', '80000'],
    ['WEB_PORT', 'http'],
    ['WEB_PORT', '-1'],
    ['WEB_URL', 'desk.here'],
    ['WEB_URL', 'https://desk.example.com/copydesk'],
    ['WEB_URL', 'https://ann:secret@desk.example.com'],
    ['WEB_URL', 'http://desk.example.com'],
    ['WEB_URL', 'javascript:alert(1)'],
  ])('are refused by name, without their value: %s %s', (name, value) => {
    expect(() => readWebVariables({ [name]: value })).toThrow(`environment ${name}`);
    expect(() => readWebVariables({ [name]: value })).not.toThrow(value);
  });
});
