import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { readTemporalConnection } from '../../src/config/temporal-connection.ts';

describe('readTemporalConnection', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'copydesk-test-temporal-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function profiles(text: string): Promise<Readonly<Record<string, string>>> {
    const file = join(folder, 'temporal.toml');
    await writeFile(file, text);
    return { TEMPORAL_CONFIG_FILE: file };
  }

  it('takes a variable that is empty for one that is not set', () => {
    const { connectionOptions, namespace } = readTemporalConnection({
      HOME: folder,
      TEMPORAL_ADDRESS: 'temporal.example.com:7233',
      TEMPORAL_NAMESPACE: ' ',
      TEMPORAL_API_KEY: '',
      TEMPORAL_TLS_SERVER_NAME: '',
      TEMPORAL_CONFIG_FILE: '',
    });
    expect(connectionOptions).toMatchObject({
      address: 'temporal.example.com:7233',
      apiKey: undefined,
      tls: undefined,
    });
    expect(namespace).toBe('default');
  });

  it('takes TEMPORAL_SERVER for TEMPORAL_ADDRESS', () => {
    const variables = { HOME: folder, TEMPORAL_SERVER: ' temporal.example.com:7233 ' };
    expect(readTemporalConnection(variables).connectionOptions.address).toBe('temporal.example.com:7233');
    expect(readEnvironment(variables).temporalAddress).toBe('temporal.example.com:7233');
    const same = { ...variables, TEMPORAL_ADDRESS: 'temporal.example.com:7233' };
    expect(readEnvironment(same).temporalAddress).toBe('temporal.example.com:7233');
    expect(() => readEnvironment({ ...variables, TEMPORAL_ADDRESS: 'other.example.com:7233' })).toThrow(
      /TEMPORAL_SERVER: names another server than TEMPORAL_ADDRESS/,
    );
    expect(() => readEnvironment({ TEMPORAL_SERVER: 'https://temporal.example.com' })).toThrow(/must be host:port/);
  });

  it('speaks TLS when there is a key, unless it is told not to', () => {
    const key = { HOME: folder, TEMPORAL_ADDRESS: 'a:1', TEMPORAL_API_KEY: 'a-key' };
    expect(readTemporalConnection(key).connectionOptions).toMatchObject({ apiKey: 'a-key', tls: true });
    expect(readTemporalConnection({ ...key, TEMPORAL_TLS: 'false' }).connectionOptions.tls).toBe(false);
  });

  it('reads a profile, which variables override', async () => {
    const file = await profiles('[profile.cloud]\naddress = "cloud.example.com:7233"\nnamespace = "news"\n');
    expect(readTemporalConnection({ ...file, TEMPORAL_PROFILE: 'cloud', TEMPORAL_NAMESPACE: 'sport' })).toMatchObject({
      connectionOptions: { address: 'cloud.example.com:7233' },
      namespace: 'sport',
      what: 'Temporal at cloud.example.com:7233',
    });
  });

  it.each([
    ['a profile that is not there', '[profile.cloud]\n', { TEMPORAL_PROFILE: 'clowd' }, "'clowd' not found"],
    ['a certificate that is not there', '', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/no/such/ca.pem' }, '/no/such/ca.pem'],
    ['a file that is no TOML', '[profile.cloud]\napi_key = canary-in-the-file\n', {}, 'Invalid TOML'],
  ])('refuses %s as a fault of the configuration, without a key in it', async (_what, text, variables, named) => {
    const all = { ...(await profiles(`${text}[profile.default]\n`)), ...variables };
    expect(() => readTemporalConnection(all)).toThrow(ConfigError);
    expect(() => readTemporalConnection(all)).toThrow(named);
    expect(() => readTemporalConnection(all)).not.toThrow('canary');
  });
});
