import { describe, expect, it } from 'vitest';
import { sealKeys } from '../../src/config/seal-keys.ts';
import { createSeal } from '../../src/lib/seal.ts';

describe('sealKeys', () => {
  const secret = 's'.repeat(40);
  const own = 'k'.repeat(40);

  it('opens with a key of its own what was sealed before there was one', () => {
    const before = sealKeys({ secret });
    const after = sealKeys({ secret, encryptionKeys: [own] });
    if (before === undefined || after === undefined) throw new Error('There are keys');
    expect(createSeal(after).open(createSeal(before).close('whsec_1', 'webhook:wh_1'), 'webhook:wh_1')).toBe('whsec_1');
    expect(after[0]).toBe(own);
    // What is known of the one tells nothing of the other.
    expect(before[0]).not.toContain(secret);
  });

  it('are none where nothing is known', () => {
    expect(sealKeys({})).toBeUndefined();
  });
});
