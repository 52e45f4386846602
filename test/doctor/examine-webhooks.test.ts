import { describe, expect, it } from 'vitest';
import type { ConfiguredEndpoint } from '../../src/config/webhooks-schema.ts';
import { examineWebhooks, type ExamineWebhooksOptions } from '../../src/doctor/examine-webhooks.ts';
import { PrivateAddressError } from '../../src/lib/public-address.ts';
import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';

const SETTINGS = {
  giveUpAfterHours: 72,
  timeoutSeconds: 15,
  firstPauseSeconds: 5,
  longestPauseMinutes: 60,
  atOnce: 20,
  ports: [443],
  allowPrivateByApi: false,
};
const endpoint = (name: string, more: Partial<ConfiguredEndpoint> = {}): ConfiguredEndpoint => ({
  name,
  url: `https://${name}.example.com/T0KEN`,
  secretEnv: `${name.toUpperCase()}_SECRET`,
  allowPrivate: false,
  ...more,
});

const examine = (endpoints: readonly ConfiguredEndpoint[], more: Partial<ExamineWebhooksOptions> = {}) =>
  examineWebhooks({
    webhooks: { settings: SETTINGS, endpoints },
    variables: { PRESS_SECRET: makeWebhookSecret(), CRM_SECRET: makeWebhookSecret() },
    lookUp: async () => '93.184.215.14',
    ...more,
  });

describe('examineWebhooks', () => {
  it('looks at nothing where nobody is to be told', async () => {
    expect(await examine([])).toEqual({
      kind: 'skipped',
      why: 'no endpoint is named under webhooks in config/copydesk.yaml.',
    });
  });

  it('says who is told', async () => {
    expect(await examine([endpoint('press')])).toEqual({ kind: 'ok', detail: 'press is told' });
    expect(await examine([endpoint('press'), endpoint('crm')])).toEqual({ kind: 'ok', detail: '2 endpoints are told' });
  });

  it('says which secret is missing or none, and never shows one', async () => {
    const finding = await examine([endpoint('press'), endpoint('intranet')], {
      variables: { PRESS_SECRET: 'hunter2hunter2' },
    });
    expect(finding).toMatchObject({
      kind: 'fault',
      troubles: [
        {
          what: expect.stringContaining('PRESS_SECRET must be whsec_'),
          wayOut: expect.stringContaining('Make one with'),
        },
        { what: expect.stringContaining('INTRANET_SECRET is not set') },
      ],
    });
    expect(JSON.stringify(finding)).not.toContain('hunter2');
  });

  it('says which address is private, or none, unless it may be', async () => {
    const lookUp = (host: string) =>
      Promise.reject(host.startsWith('crm') ? new PrivateAddressError(host) : new Error('getaddrinfo ENOTFOUND'));
    const finding = await examine([endpoint('press'), endpoint('crm')], { lookUp });
    expect(finding).toMatchObject({
      kind: 'fault',
      troubles: [
        { what: 'press cannot be found: there is no press.example.com' },
        { what: 'crm is not asked: crm.example.com is on this machine or its networks' },
      ],
    });
    expect(await examine([endpoint('press', { allowPrivate: true })], { lookUp })).toMatchObject({ kind: 'ok' });
  });

  it('warns of what is due for long, and of who is gone', async () => {
    const counts = { pending: 3, delivered: 1, givenUp: 0, dueSince: '2026-11-29T08:00:00.000Z' };
    const gone = {
      ...endpoint('press'),
      source: 'config' as const,
      createdAt: '2026-11-29T07:00:00.000Z',
      disabledAt: '2026-11-29T09:00:00.000Z',
    };
    expect(
      await examine([endpoint('press')], {
        store: { endpoints: async () => [gone], counts: async () => new Map([['press', counts]]) },
      }),
    ).toMatchObject({
      kind: 'warning',
      troubles: [
        { what: 'press said at 2026-11-29T09:00:00.000Z that it is gone (410), and is told nothing' },
        { what: '3 events are due for press, the oldest since 2026-11-29T08:00:00.000Z' },
      ],
    });
  });

  it('says what it can where the database does not answer', async () => {
    const away = () => Promise.reject(new Error('connect ECONNREFUSED'));
    expect(await examine([endpoint('press')], { store: { endpoints: away, counts: away } })).toMatchObject({
      kind: 'ok',
    });
  });
});
