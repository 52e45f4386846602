import { describe, expect, it } from 'vitest';
import { within } from '../../src/lib/within.ts';

describe('within', () => {
  it('answers what the work answers, and throws what it throws', async () => {
    await expect(within(10_000, 'Work', Promise.resolve('done'))).resolves.toBe('done');
    await expect(within(10_000, 'Work', Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('does not wait for work that takes too long', async () => {
    await expect(within(1, 'PostgreSQL', new Promise(() => undefined))).rejects.toThrow(
      'PostgreSQL did not answer within 1 ms',
    );
  });

  it('lets work that is too late fail unheard', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    await expect(within(1, 'Work', promise)).rejects.toThrow('did not answer');
    reject(new Error('too late'));
    await expect(promise).rejects.toThrow('too late');
  });
});
