import { describe, expect, it } from 'vitest';
import { makeToken, readToken } from '../../../../bots/web/connect/token.ts';

describe('a token', () => {
  it('is read as it was made, by its id and hash alone', () => {
    const { id, token, hash } = makeToken();
    expect(token).toMatch(/^cdk_[0-9a-z]{8}_[0-9a-z]{39}$/);
    expect(readToken(token)).toEqual({ id, hash });
    expect(hash).not.toContain(token.slice(-20));
  });

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 100 }, () => makeToken().token)).size).toBe(100);
  });

  it('is known to be none when it was cut off, mistyped or made up', () => {
    const { token } = makeToken();
    const swapped = token.replace(/(.)(.)$/, (_, one: string, other: string) => `${other === one ? 'z' : other}${one}`);
    const changed = token.replace(/^cdk_./, (head) => (head.endsWith('0') ? 'cdk_1' : 'cdk_0'));
    for (const wrong of [token.slice(0, -1), `${token}0`, changed, swapped === token ? '' : swapped, 'cdk_', ''])
      expect(readToken(wrong)).toBeUndefined();
  });
});
