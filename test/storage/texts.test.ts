import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEALED_END, SEALED_MARK, toStorable } from '../../src/lib/storable.ts';
import { UnsealError } from '../../src/lib/seal.ts';
import type { DataKey } from '../../src/lib/vault.ts';
import { createTexts } from '../../src/storage/texts.ts';

const key = (id: string, byte: number): DataKey => ({ id, key: Buffer.alloc(32, byte) });
const OLD = key('2026-01', 1);
const NEW = key('2026-11', 2);
const sealing = createTexts({ keys: [NEW, OLD], encrypts: true });
const reading = createTexts({ keys: [NEW, OLD], encrypts: false });

/** Every text in a value, as it comes back from the database. */
function opened(json: string): unknown {
  return JSON.parse(json, (_key, part: unknown) => (typeof part === 'string' ? reading.open(part) : part));
}

describe('texts at rest', () => {
  it('come back as they were, whatever they are, and show nothing but of what they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string().map(toStorable), (any, id) => {
        const text = toStorable(any);
        const stored = sealing.seal('page', id, text);
        expect(reading.open(stored)).toBe(text);
        expect(reading.openAs('page', id, stored)).toBe(text);
        expect(stored.startsWith(`${SEALED_MARK}page ${id} 2026-11 `)).toBe(text !== '');
        expect(reading.open(`“${stored}” — ${stored}`)).toBe(`“${text}” — ${text}`);
        expect(reading.seal('page', id, text)).toBe(text);
      }),
    );
  });

  it('come back within JSON as they were, of any shape', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const plain = reading.toJson('model-call', 'a s h', value);
        expect(opened(sealing.toJson('model-call', 'a s h', value))).toEqual(JSON.parse(plain));
      }),
    );
  });

  it('leave in JSON what PostgreSQL looks for, and nothing else', () => {
    const by = { platform: 'slack', userId: 'U1', displayName: 'Ada' };
    const stored = JSON.parse(
      sealing.toJson('model-call', 'k', { by, text: 'secret', score: 7, list: ['secret', ''] }),
    );
    expect(stored).toMatchObject({ by, score: 7 });
    expect(JSON.stringify(stored)).not.toContain('"secret"');
  });

  it('of people who know how that looks do not pass for encrypted', () => {
    expect(toStorable(`${SEALED_MARK}page x 2026-11 AAAA${SEALED_END}`)).toBe('page x 2026-11 AAAA');
    expect(reading.toJson('page', 'k', { text: `${SEALED_MARK}page x 2026-11 AAAA` })).not.toContain(SEALED_MARK);
  });

  it('name the key that is missing, and are not opened as something else', () => {
    const stored = createTexts({ keys: [OLD], encrypts: true }).seal('page', 'k', 'secret');
    expect(() => createTexts({ keys: [NEW], encrypts: true }).open(stored)).toThrow('2026-01, which is not among');
    expect(() => createTexts({ keys: undefined, encrypts: false }).open(stored)).toThrow(
      'the key 2026-01, and COPYDESK_DATA_KEYS is not set',
    );
    expect(() => reading.openAs('page', 'another', stored)).toThrow('somebody has put it there');
    expect(() => reading.open(stored.replace('page k', 'page l'))).toThrow(UnsealError);
    expect(() => createTexts({ keys: undefined, encrypts: true }).seal('page', 'k', 'secret')).toThrow('is not set');
  });

  it('as bytes have their key beside them', () => {
    const bytes = Buffer.from([0xef, 0xb7, 0x90, 0, 255]);
    const sealed = sealing.sealBytes('source-file', 'f', bytes);
    expect(sealed.keyId).toBe('2026-11');
    expect(reading.openBytes('source-file', 'f', sealed)).toEqual(bytes);
    expect(reading.openBytes('source-file', 'f', reading.sealBytes('source-file', 'f', bytes))).toEqual(bytes);
    expect(() => reading.openBytes('source-file', 'g', sealed)).toThrow(UnsealError);
  });
});
