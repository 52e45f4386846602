import { describe, expect, it } from 'vitest';
import { createSharing } from '../../src/lib/share.ts';

describe('what is asked at the same moment', () => {
  it('is asked once, and anew when it was answered, however it was', async () => {
    const share = createSharing<number>();
    let asked = 0;
    const ask = async (): Promise<number> => {
      asked += 1;
      if (asked === 2) throw new Error('away');
      return asked;
    };
    expect(await Promise.all([share('a', ask), share('a', ask)])).toEqual([1, 1]);
    expect(await Promise.allSettled([share('a', ask), share('a', ask)])).toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    expect(await Promise.all([share('a', ask), share('b', ask)])).toEqual([3, 4]);
  });
});
