import { describe, expect, it } from 'vitest';
import { createSeal, deriveSecret, UnsealError } from '../../src/lib/seal.ts';

const SECRET = 'a secret of the operator';
const TOKEN = 'xoxb-0000-0000-canary';

describe('a seal', () => {
  it('opens what it closed, and shows nothing of it meanwhile', () => {
    const sealed = createSeal([SECRET]).close(TOKEN, 'team:T1');
    expect(createSeal([SECRET]).open(sealed, 'team:T1')).toBe(TOKEN);
    expect(sealed.toString('latin1')).not.toContain('xoxb');
  });

  it('closes the same text differently every time', () => {
    const seal = createSeal([SECRET]);
    expect(seal.close(TOKEN, 'label')).not.toEqual(seal.close(TOKEN, 'label'));
  });

  it('opens what an earlier key closed while that key is still named', () => {
    const sealed = createSeal([SECRET]).close(TOKEN, 'team:T1');
    expect(createSeal(['a new one', SECRET]).open(sealed, 'team:T1')).toBe(TOKEN);
    expect(() => createSeal(['a new one']).open(sealed, 'team:T1')).toThrow(UnsealError);
  });

  const same = (sealed: Buffer): Buffer => sealed;
  const changed = (sealed: Buffer): Buffer => Buffer.from(sealed.map((byte, at) => (at === 40 ? byte ^ 1 : byte)));
  const cut = (sealed: Buffer): Buffer => sealed.subarray(0, 20);
  it.each([
    ['under another label', same, 'team:T2'],
    ['when a bit was changed', changed, 'team:T1'],
    ['when it was cut short', cut, 'team:T1'],
  ])('does not open %s', (_, spoil, label) => {
    const seal = createSeal([SECRET]);
    expect(() => seal.open(spoil(seal.close(TOKEN, 'team:T1')), label)).toThrow(UnsealError);
  });
});

describe('deriveSecret', () => {
  it('makes the same of one secret for one use, another for each other use and secret, and none is the secret', () => {
    const made = [deriveSecret('secret', 'a'), deriveSecret('secret', 'b'), deriveSecret('other', 'a'), 'secret'];
    expect(new Set(made).size).toBe(4);
    expect(deriveSecret('secret', 'a')).toBe(made[0]);
    expect(made[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
