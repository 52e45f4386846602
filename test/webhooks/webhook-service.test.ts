import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSeal } from '../../src/lib/seal.ts';
import { isWebhookSecret } from '../../src/lib/webhook-secret.ts';
import type { WebhookEndpoint } from '../../src/storage/webhook-store.ts';
import { createSecretsOf } from '../../src/webhooks/endpoint-secrets.ts';
import {
  createWebhookService,
  MOST_ENDPOINTS,
  type WebhookServiceOptions,
} from '../../src/webhooks/webhook-service.ts';

const seal = createSeal(['a key of the tests, with which secrets are sealed']);
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const anns = (eventKey: string = randomUUID()) => ({ eventKey, by: ANN, mayKnowAll: true });
const URL_OF_ONE = 'https://hooks.example.com/copydesk';

/** Our own port, in memory. */
function memoryStore() {
  const rows = new Map<string, { endpoint: WebhookEndpoint; sealed: Buffer }>();
  const store: WebhookServiceOptions['store'] = {
    async create(endpoint, sealed) {
      if (rows.has(endpoint.name)) return undefined;
      const made: WebhookEndpoint = { ...endpoint, source: 'api', createdAt: '2026-11-29T09:00:00.000Z' };
      rows.set(made.name, { endpoint: made, sealed });
      return made;
    },
    endpoints: async () => [
      {
        name: 'newsroom',
        source: 'config',
        url: URL_OF_ONE,
        allowPrivate: false,
        createdAt: '2026-11-29T08:00:00.000Z',
      },
      ...[...rows.values()].map(({ endpoint }) => endpoint),
    ],
    remove: async (name) => rows.delete(name),
    sealedOf: async (name) => rows.get(name)?.sealed,
    async reseal(name, sealed, before) {
      const row = rows.get(name);
      if (row === undefined || !row.sealed.equals(before)) return false;
      row.sealed = sealed;
      return true;
    },
    counts: () => Promise.resolve(new Map()),
    deliveries: () => Promise.resolve([]),
    replay: () => Promise.resolve(1),
    async enable(name) {
      const row = rows.get(name);
      if (row === undefined) return false;
      const { disabledAt: _, ...endpoint } = row.endpoint;
      row.endpoint = endpoint;
      return true;
    },
  };
  return { store, rows };
}

function open(more: Partial<WebhookServiceOptions> = {}) {
  const { store, rows } = memoryStore();
  const service = createWebhookService({ store, seal, ports: [443], allowPrivate: false, ...more });
  return {
    service,
    rows,
    secretsOf: createSecretsOf({ configured: new Map(), store, seal, log: { warn: () => undefined } }),
  };
}

async function makeOne(service: ReturnType<typeof open>['service']) {
  const created = await service.create({ ...anns(), url: URL_OF_ONE });
  if (created.kind === 'refused') throw new Error(created.code);
  return created;
}

describe('createWebhookService', () => {
  it('tells a secret once and keeps it encrypted', async () => {
    const { service, rows, secretsOf } = open();
    const { endpoint, secret } = await makeOne(service);
    expect(endpoint).toMatchObject({ name: expect.stringMatching(/^wh_[0-9a-f]{20}$/), url: URL_OF_ONE });
    expect(isWebhookSecret(secret)).toBe(true);
    expect(await secretsOf(endpoint.name)).toEqual([secret]);
    expect(JSON.stringify(await service.list())).not.toContain('whsec_');
    expect(rows.get(endpoint.name)?.sealed.toString('latin1')).not.toContain(secret.slice(6, 20));
  });

  it('makes one for a request that comes again, and tells its secret again', async () => {
    const { service, rows } = open();
    const asked = { ...anns(), url: URL_OF_ONE };
    const [first, again] = [await service.create(asked), await service.create(asked)];
    expect(first).toMatchObject({ kind: 'created' });
    expect([again, rows.size]).toEqual([first, 1]);
  });

  it('tells who may not know of every article of those that they asked for', async () => {
    const { service } = open();
    const own = await service.create({ ...anns(), url: URL_OF_ONE, mayKnowAll: false });
    expect(own).toMatchObject({ endpoint: { createdBy: { userId: 'U1' }, onlyOf: ['slack:T1:U1'] } });
    const all = await makeOne(service);
    expect(all.endpoint.onlyOf).toBeUndefined();
  });

  it.each([
    ['http://hooks.example.com/', 'not-https'],
    ['https://127.0.0.1/', 'private-address'],
    ['http://localhost:3000/', 'private-address'],
    ['https://[::1]/', 'private-address'],
    ['https://hooks.example.com:22/', 'port-refused'],
    ['https://ann:pw@hooks.example.com/', 'credentials'],
    ['ftp://hooks.example.com/', 'not-an-address'],
    ['', 'not-an-address'],
  ])('refuses %s', async (url, code) => {
    expect(await open().service.create({ ...anns(), url })).toEqual({ kind: 'refused', code });
  });

  it('takes a private address only where the operator says so', async () => {
    const { service } = open({ allowPrivate: true });
    expect(await service.create({ ...anns(), url: 'http://127.0.0.1:3000/' })).toMatchObject({
      kind: 'created',
      endpoint: { allowPrivate: true },
    });
  });

  it('makes none where nothing could be encrypted, nor more than can be looked through', async () => {
    const { store } = memoryStore();
    const keyless = createWebhookService({ store, ports: [443], allowPrivate: false });
    expect(await keyless.create({ ...anns(), url: URL_OF_ONE })).toEqual({ kind: 'refused', code: 'no-key' });
    const { service } = open();
    for (let count = 0; count < MOST_ENDPOINTS; count += 1) await makeOne(service);
    expect(await service.create({ ...anns(), url: URL_OF_ONE })).toEqual({ kind: 'refused', code: 'too-many' });
  });

  it('sends nothing once more where it is said that nobody is there, before that is enabled again', async () => {
    const { service, rows } = open();
    const { name } = (await makeOne(service)).endpoint;
    const row = rows.get(name);
    if (row !== undefined) row.endpoint = { ...row.endpoint, disabledAt: '2026-11-29T10:00:00.000Z' };
    const givenUp = { kind: 'given-up' } as const;
    expect(await service.replay(name, givenUp)).toEqual({ kind: 'refused', code: 'endpoint-disabled' });
    expect(await service.enable(name)).toMatchObject({ kind: 'enabled', endpoint: { name } });
    expect(await service.replay(name, givenUp)).toEqual({ kind: 'replayed', count: 1 });
    for (const asked of [service.enable('wh_none'), service.replay('wh_none', givenUp)])
      expect(await asked).toEqual({ kind: 'refused', code: 'no-such-endpoint' });
  });

  it('has both secrets sign for a day after a rotation, and never three', async () => {
    const { service, secretsOf } = open();
    const { endpoint, secret: first } = await makeOne(service);
    const second = await service.rotate(endpoint.name);
    if (second.kind === 'refused') throw new Error(second.code);
    expect(await secretsOf(endpoint.name)).toEqual([second.secret, first]);
    expect(Date.parse(second.earlierUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const third = await service.rotate(endpoint.name);
    expect(third).toMatchObject({ kind: 'rotated' });
    expect(await secretsOf(endpoint.name)).toEqual(['secret' in third ? third.secret : '', second.secret]);
  });

  it('gives each of two who rotate at once a secret that signs', async () => {
    const { service, secretsOf } = open();
    const { endpoint } = await makeOne(service);
    const both = await Promise.all([service.rotate(endpoint.name), service.rotate(endpoint.name)]);
    const told = both.map((one) => ('secret' in one ? one.secret : ''));
    expect(new Set(await secretsOf(endpoint.name))).toEqual(new Set(told));
  });

  it('removes what it made, and nothing that stands in the file', async () => {
    const { service } = open();
    const { endpoint } = await makeOne(service);
    expect(await service.remove(endpoint.name)).toEqual({ kind: 'removed' });
    expect(await service.remove(endpoint.name)).toEqual({ kind: 'refused', code: 'no-such-endpoint' });
    expect(await service.remove('newsroom')).toEqual({ kind: 'refused', code: 'in-the-file' });
    expect(await service.rotate('newsroom')).toEqual({ kind: 'refused', code: 'in-the-file' });
  });
});
