import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { dataConverterOf } from '../../src/config/data-converter.ts';
import { readEnvironment } from '../../src/config/environment.ts';

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

describe('COPYDESK_DATA_KEYS', () => {
  it('are names and keys, the newest first, and no log shows them', () => {
    const { dataKeys, secrets } = readEnvironment({ COPYDESK_DATA_KEYS: `2026-11:${keyOf(2)}, 2026-01:${keyOf(1)}` });
    expect(dataKeys?.map(({ id, key }) => [id, key[0]])).toEqual([
      ['2026-11', 2],
      ['2026-01', 1],
    ]);
    expect(secrets).toEqual(expect.arrayContaining([keyOf(1), keyOf(2)]));
  });

  it.each([
    keyOf(1),
    `2026-11:${keyOf(1)},2026-11:${keyOf(2)}`,
    '2026-11:short',
    `2026 11:${keyOf(1)}`,
    `a:${keyOf(1)},`,
  ])('are not %j', (value) => {
    expect(() => readEnvironment({ COPYDESK_DATA_KEYS: value })).toThrow(ConfigError);
  });
});

describe('dataConverterOf', () => {
  it('encrypts nothing where there are no keys, and says what is missing where something is encrypted', async () => {
    const { dataKeys } = readEnvironment({ COPYDESK_DATA_KEYS: `a:${keyOf(1)}` });
    const [encrypting] =
      dataConverterOf(dataKeys === undefined ? {} : { dataKeys }, true).dataConverter.payloadCodecs ?? [];
    const [plain] = dataConverterOf({}).dataConverter.payloadCodecs ?? [];
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('1') };
    expect(await plain?.encode([payload])).toEqual([payload]);
    expect(await plain?.decode([payload])).toEqual([payload]);
    const encrypted = (await encrypting?.encode([payload])) ?? [];
    await expect(plain?.decode(encrypted)).rejects.toThrow(
      'encrypted with the key a, and COPYDESK_DATA_KEYS is not set',
    );
  });

  it('says what is missing when it is to encrypt', () => {
    expect(() => dataConverterOf({}, true)).toThrow(ConfigError);
  });

  it('reads what was encrypted wherever there are keys', () => {
    const { dataKeys } = readEnvironment({ COPYDESK_DATA_KEYS: `a:${keyOf(1)}` });
    expect(dataConverterOf(dataKeys === undefined ? {} : { dataKeys }).dataConverter.payloadCodecs).toHaveLength(1);
  });
});
