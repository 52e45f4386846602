import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load.ts';
import { webhookSecrets } from '../../src/config/webhook-secrets.ts';
import { isWebhookSecret, makeWebhookSecret } from '../../src/lib/webhook-secret.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function webhooksOf(...lines: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'copydesk-config-'));
  folders.push(folder);
  writeFileSync(join(folder, 'workflows.yaml'), 'article_workflow: {}\n');
  writeFileSync(join(folder, 'copydesk.yaml'), ['webhooks:', ...lines, ''].join('\n'));
  return loadConfig(folder).webhooks;
}

function faultsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const endpoint = (...more: readonly string[]) => [
  '  endpoints:',
  '    newsroom:',
  '      url: https://newsroom.example.com/hooks/copydesk',
  '      secret_env: NEWSROOM_WEBHOOK_SECRET',
  ...more,
];

describe('webhooks of copydesk.yaml', () => {
  it('tells nobody unless somebody is named', () => {
    expect(loadConfig('config').webhooks).toEqual({
      settings: {
        giveUpAfterHours: 72,
        timeoutSeconds: 15,
        firstPauseSeconds: 5,
        longestPauseMinutes: 60,
        atOnce: 20,
        ports: [443, 8443],
        allowPrivateByApi: false,
      },
      endpoints: [],
    });
  });

  it('reads who is told of what, and where', () => {
    expect(
      webhooksOf(
        ...endpoint(
          '      events: [article.delivered, article.stuck]',
          '      places: [slack:C024BE91L, telegram:-1001234567890, terminal]',
        ),
      ).endpoints,
    ).toEqual([
      {
        name: 'newsroom',
        url: 'https://newsroom.example.com/hooks/copydesk',
        secretEnv: 'NEWSROOM_WEBHOOK_SECRET',
        events: ['article.delivered', 'article.stuck'],
        places: ['slack:C024BE91L', 'telegram:-1001234567890', 'terminal'],
        allowPrivate: false,
      },
    ]);
  });

  it('says what is wrong, and where', () => {
    const faults = faultsOf(() =>
      webhooksOf(
        '  endpoints:',
        '    newsroom: { url: "http://newsroom.example.com/", secret_env: newsroom, events: [article.deliverd] }',
        '    press: { url: "https://ann:secret@press.example.com/", secret_env: PRESS }',
        '    intranet: { url: "https://10.0.0.7/hooks", secret_env: INTRANET }',
        '    odd: { url: "https://odd.example.com:9000/", secret_env: ODD, events: [] }',
        '    Big: { url: "https://big.example.com/", secret_env: BIG, port: 1 }',
      ),
    ).join('\n');
    expect(faults).toContain('webhooks.endpoints.newsroom.secret_env: must be text such as NEWSROOM_WEBHOOK_SECRET');
    expect(faults).toContain('did you mean article.delivered?');
    expect(faults).toContain('must be a name such as newsroom');
    expect(faults).toContain('webhooks.endpoints.odd.events: must name an event');
  });

  it.each([
    ['http://newsroom.example.com/', '; http is for private networks, with allow_private: true'],
    ['https://ann:secret@press.example.com/', 'is one with a name or password; the signature says who sends'],
    ['https://10.0.0.7/hooks', '; it is on this machine or its networks, which takes allow_private: true'],
    ['https://odd.example.com:9000/', '; its port is none of webhooks.ports'],
    ['newsroom', 'must be an address such as https://newsroom.example.com/hooks/copydesk, is "newsroom"'],
  ])('does not take %s for an address', (url, what) => {
    const [fault] = faultsOf(() => webhooksOf('  endpoints:', `    press: { url: "${url}", secret_env: PRESS }`));
    expect(fault).toContain('webhooks.endpoints.press.url: must be an address such as');
    expect(fault).toContain(what);
    expect(fault).not.toContain('secret@');
  });

  it.each(['http://10.0.0.7:3000/hooks', 'http://localhost:8080', 'https://crm.internal/'])(
    'takes %s where private addresses are allowed',
    (url) => {
      const { endpoints } = webhooksOf(
        '  endpoints:',
        `    crm: { url: "${url}", secret_env: CRM, allow_private: true }`,
      );
      expect(endpoints).toMatchObject([{ name: 'crm', url, allowPrivate: true }]);
    },
  );
});

describe('webhookSecrets', () => {
  const config = { webhooks: { endpoints: webhooksOf(...endpoint()).endpoints } };
  const [one, two] = [makeWebhookSecret(), makeWebhookSecret()];

  it('reads one secret, or two of which the newer one is first', () => {
    expect(webhookSecrets(config, { NEWSROOM_WEBHOOK_SECRET: ` ${one} ` })).toEqual(new Map([['newsroom', [one]]]));
    expect(webhookSecrets(config, { NEWSROOM_WEBHOOK_SECRET: `${two}, ${one}` }).get('newsroom')).toEqual([two, one]);
  });

  it.each([
    [{}, 'environment NEWSROOM_WEBHOOK_SECRET: is not set, and webhooks.endpoints.newsroom in copydesk.yaml names it'],
    [{ NEWSROOM_WEBHOOK_SECRET: 'hunter2' }, 'environment NEWSROOM_WEBHOOK_SECRET: must be whsec_ with 24 to 64 bytes'],
    [{ NEWSROOM_WEBHOOK_SECRET: `${one},${two},${one}` }, 'environment NEWSROOM_WEBHOOK_SECRET: has 3 secrets'],
  ])('says what is wrong with a secret and never shows it', (variables, what) => {
    const [fault = ''] = faultsOf(() => webhookSecrets(config, variables));
    expect(fault).toContain(what);
    expect(fault).not.toContain('hunter2');
    expect(fault).not.toContain(one.slice(6));
  });

  it('takes what it makes, and nothing shorter, longer or otherwise encoded', () => {
    expect(isWebhookSecret(one)).toBe(true);
    const of = (bytes: number, encoding: 'base64' | 'hex' = 'base64') =>
      `whsec_${Buffer.alloc(bytes, 7).toString(encoding)}`;
    expect([of(24), of(64)].every(isWebhookSecret)).toBe(true);
    expect([of(23), of(65), of(33, 'hex'), one.slice(6), `${one}=`, ''].some(isWebhookSecret)).toBe(false);
  });
});
