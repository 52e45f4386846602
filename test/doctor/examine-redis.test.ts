import { describe, expect, it } from 'vitest';
import { examineRedis } from '../../src/doctor/examine-redis.ts';

// With a real Redis: test/integration/doctor.test.ts.
describe('examineRedis', () => {
  const failing = (message: string) => () => Promise.reject(new Error(message));

  it('says what does its work where none is configured, and asks nobody', async () => {
    expect(await examineRedis(undefined, failing('asked'))).toEqual({
      kind: 'skipped',
      why: 'REDIS_URL is not set; every worker keeps model answers in its own memory.',
    });
  });

  it.each([
    ['WRONGPASS invalid username-password pair', 'Redis at cache:6379 refuses us (WRONGPASS', 'user and password'],
    ['NOAUTH Authentication required.', 'Redis at cache:6379 refuses us (NOAUTH', 'user and password'],
    ['connect ECONNREFUSED', 'Redis at cache:6379 cannot be had (connect ECONNREFUSED)', 'cache in the process'],
  ])('warns after %s', async (message, what, wayOut) => {
    expect(await examineRedis('redis://ann:secret@cache:6379', failing(message))).toEqual({
      kind: 'warning',
      troubles: [{ what: expect.stringContaining(what), wayOut: expect.stringContaining(wayOut) }],
    });
  });
});
