import { describe, expect, it } from 'vitest';
import { createPayloadCodec } from '../../src/lib/payload-codec.ts';
import { UnsealError } from '../../src/lib/seal.ts';
import { createVault as vaultFor, type DataKey } from '../../src/lib/vault.ts';

const key = (id: string, byte: number): DataKey => ({ id, key: Buffer.alloc(32, byte) });
const OLD = key('2026-01', 1);
const NEW = key('2026-11', 2);
const createVault = (keys: readonly [DataKey, ...DataKey[]], use = 'a use') => vaultFor(keys, use);
const WORDS = Buffer.from('the secret of the tides');

describe('a vault', () => {
  it('opens what it has closed, and shows nothing of it', () => {
    const sealed = createVault([NEW]).close(WORDS, 'a text');
    expect(sealed.keyId).toBe('2026-11');
    expect(sealed.bytes.toString('latin1')).not.toContain('secret');
    expect(createVault([NEW]).open(sealed, 'a text')).toEqual(WORDS);
  });

  it('never closes the same alike', () => {
    const vault = createVault([NEW]);
    expect(vault.close(WORDS, 'a text').bytes).not.toEqual(vault.close(WORDS, 'a text').bytes);
  });

  it('closes with its newest key, and opens with the one of that time', () => {
    const before = createVault([OLD]).close(WORDS, 'a text');
    const rotated = createVault([NEW, OLD]);
    expect(rotated.open(before, 'a text')).toEqual(WORDS);
    expect(rotated.close(WORDS, 'a text').keyId).toBe('2026-11');
  });

  it('says which key is missing', () => {
    const sealed = createVault([OLD]).close(WORDS, 'a text');
    expect(() => createVault([NEW]).open(sealed, 'a text')).toThrow('2026-01, which is not among COPYDESK_DATA_KEYS');
  });

  it.each([
    ['another label', 'another text', (bytes: Buffer) => bytes],
    [
      'a bit that was changed',
      'a text',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 30 ? byte ^ 1 : byte))),
    ],
    ['an end that was cut off', 'a text', (bytes: Buffer) => bytes.subarray(0, 20)],
  ])('does not open under %s', (_what, label, change) => {
    const { keyId, bytes } = createVault([NEW]).close(WORDS, 'a text');
    expect(() => createVault([NEW]).open({ keyId, bytes: change(bytes) }, label)).toThrow(UnsealError);
  });

  it('does not open what the same key has closed for another use', () => {
    const sealed = createVault([NEW], 'payloads').close(WORDS, 'a text');
    expect(() => createVault([NEW], 'texts').open(sealed, 'a text')).toThrow(UnsealError);
  });

  it('does not open with another key of the same name', () => {
    const sealed = createVault([NEW]).close(WORDS, 'a text');
    expect(() => createVault([key('2026-11', 9)]).open(sealed, 'a text')).toThrow('is another one than then');
  });
});

describe('the codec of payloads', () => {
  const PAYLOADS = [
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"topic":"tides"}') },
    { metadata: { encoding: Buffer.from('binary/null') } },
  ];
  const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('latin1');

  it('gives back what it was given, whole, and shows nothing of it in between', async () => {
    const codec = createPayloadCodec(createVault([NEW]), { encrypts: true });
    const encoded = await codec.encode(PAYLOADS);
    for (const { metadata, data } of encoded) {
      expect(textOf(metadata?.['encoding'])).toBe('binary/encrypted');
      expect(textOf(metadata?.['encryption-key-id'])).toBe('2026-11');
      expect(textOf(data)).not.toContain('tides');
    }
    const decoded = await codec.decode(encoded);
    expect(decoded.map(({ metadata, data }) => [textOf(metadata?.['encoding']), textOf(data)])).toEqual([
      ['json/plain', '{"topic":"tides"}'],
      ['binary/null', ''],
    ]);
  });

  it('reads what was not encrypted, and what was before it was turned off', async () => {
    const before = await createPayloadCodec(createVault([OLD]), { encrypts: true }).encode(PAYLOADS);
    const codec = createPayloadCodec(createVault([NEW, OLD]), { encrypts: false });
    expect(await codec.encode(PAYLOADS)).toBe(PAYLOADS);
    expect(await codec.decode(PAYLOADS)).toEqual(PAYLOADS);
    expect((await codec.decode(before)).map(({ data }) => textOf(data))).toEqual(['{"topic":"tides"}', '']);
  });
});
