import { describe, expect, it } from 'vitest';
import { createPayloadCodec } from '../../src/lib/payload-codec.ts';
import { UnsealError } from '../../src/lib/seal.ts';
import { createTextVault } from '../../src/lib/text-vault.ts';
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

describe('texts where they are stored', () => {
  const PLACE = { table: 'drafts', column: 'body', id: 'a-d1' };
  const texts = (keys: readonly [DataKey, ...DataKey[]] | undefined, encrypts = true) =>
    createTextVault(keys && createVault(keys), { encrypts });
  const TEXT = 'The secret of the tides, ё 🌊\n';

  it('are opened again, and show nothing of themselves but the name of their key', () => {
    const stored = texts([NEW]).seal(TEXT, PLACE);
    expect(stored).not.toContain('secret');
    expect(texts([NEW]).keyIdOf(stored)).toBe('2026-11');
    expect(texts([NEW]).open(stored, PLACE)).toBe(TEXT);
  });

  it('are in clear where nothing is to be encrypted, and both are read', () => {
    const sealed = texts([OLD]).seal(TEXT, PLACE);
    const off = texts([NEW, OLD], false);
    expect(off.seal(TEXT, PLACE)).toBe(TEXT);
    expect(off.open(TEXT, PLACE)).toBe(TEXT);
    expect(off.open(sealed, PLACE)).toBe(TEXT);
    expect(off.keyIdOf(TEXT)).toBeUndefined();
  });

  it.each([
    { ...PLACE, table: 'editions' },
    { ...PLACE, column: 'sections' },
    { ...PLACE, id: 'a-d2' },
  ])('do not open at another place: %o', (place) => {
    expect(() => texts([NEW]).open(texts([NEW]).seal(TEXT, PLACE), place)).toThrow(UnsealError);
  });

  it('say what is missing where there are no keys', () => {
    const stored = texts([OLD]).seal(TEXT, PLACE);
    expect(() => texts(undefined).open(stored, PLACE)).toThrow(
      'drafts.body of a-d1 was encrypted with the key 2026-01',
    );
    expect(() => texts([NEW]).open(stored, PLACE)).toThrow('2026-01, which is not among COPYDESK_DATA_KEYS');
  });

  it('are what somebody wrote, even where that looks like an encrypted one', () => {
    const forged = texts([OLD]).seal('another text', PLACE);
    const clear = texts(undefined).seal(forged, PLACE);
    expect(texts(undefined).keyIdOf(clear)).toBeUndefined();
    expect(texts([OLD]).open(clear, PLACE)).toBe(forged);
    expect(texts([OLD]).open(texts([OLD]).seal(forged, PLACE), PLACE)).toBe(forged);
  });

  it.each(['', ':', 'x', '2026-01:', '2026-01:AAAA'])('that were changed do not open: %j', (rest) => {
    const head = texts([OLD]).seal('', PLACE).split('2026-01:')[0] ?? '';
    expect(() => texts([OLD]).open(`${head}${rest}`, PLACE)).toThrow(UnsealError);
  });
});
