import { describe, expect, it } from 'vitest';
import { createOnce } from '../../../../bots/slack/listeners/once.ts';

describe('createOnce', () => {
  it('does a thing once, also while it is under way', async () => {
    const once = createOnce<number>();
    let times = 0;
    const act = () => Promise.resolve((times += 1));
    expect(await Promise.all([once('a', act), once('a', act)])).toEqual([1, 1]);
    expect(await once('a', act)).toBe(1);
    expect(await once('b', act)).toBe(2);
  });

  it('does again what failed, or what is not worth keeping', async () => {
    const once = createOnce<number>((result) => result > 1);
    let times = 0;
    const act = () => Promise.resolve((times += 1));
    expect([await once('a', act), await once('a', act), await once('a', act)]).toEqual([1, 2, 2]);
    await expect(once('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await once('b', act)).toBe(3);
  });
});
