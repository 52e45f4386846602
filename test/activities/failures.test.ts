import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../src/agents/agent.ts';
import { isUnstorable, StepTimeoutError, toRecordingFailure, toStepFailure } from '../../src/activities/failures.ts';

/** An error as `pg` throws them. */
function databaseError(code: string, message = 'refused'): Error {
  return Object.assign(new Error(message), { code });
}

/** What an activity fails with, as its workflow sees it. */
async function failureOf(error: unknown): Promise<Error> {
  return await new MockActivityEnvironment().run(async () => toStepFailure(error));
}

describe('what a step fails with', () => {
  it.each([
    ['a value that PostgreSQL cannot keep', databaseError('22021'), 'internal'],
    ['a row that breaks a constraint', databaseError('23503'), 'internal'],
    ['a statement that is wrong', databaseError('42P01'), 'internal'],
    ['an article that is not there', databaseError('P0002'), 'internal'],
    ['a server that is shutting down', databaseError('57P01'), 'storage-unavailable'],
    ['too many connections', databaseError('53300'), 'storage-unavailable'],
    ['a connection that is refused', databaseError('ECONNREFUSED'), 'storage-unavailable'],
    ['a connection that broke off', new Error('Connection terminated unexpectedly'), 'storage-unavailable'],
    ['a step that took too long', new StepTimeoutError(1000), 'timeout'],
    ['anything else', new TypeError('x is undefined'), 'internal'],
  ])('tells %s', async (_, error, type) => {
    const failure = await failureOf(error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    // The workflow counts; Temporal tries nothing again that came back.
    expect(failure).toMatchObject({ type, nonRetryable: true });
  });

  it('hands on how long a model asks to wait', async () => {
    const asked = new ModelError('Slow down', { code: 'model-rate-limited', retryAfterMs: 7000 });
    expect(await failureOf(asked)).toMatchObject({ type: 'model-rate-limited', details: [7000], nonRetryable: true });
  });

  it('is left to the next worker when this one is shut down', async () => {
    const environment = new MockActivityEnvironment();
    const failing = environment.run(async () => {
      environment.cancel('WORKER_SHUTDOWN');
      return toStepFailure(new CancelledFailure('WORKER_SHUTDOWN'));
    });
    expect(await failing).toMatchObject({ type: 'interrupted', nonRetryable: false });
  });

  it('is the cancellation itself when nobody wants the step any more', async () => {
    const environment = new MockActivityEnvironment();
    const failing = environment.run(async () => {
      environment.cancel('CANCELLED');
      return toStepFailure(new CancelledFailure('CANCELLED'));
    });
    expect(await failing).toBeInstanceOf(CancelledFailure);
  });
});

describe('what recording fails with', () => {
  it('is waited for when the database is away, and told at once when the fault is ours', () => {
    expect(toRecordingFailure(databaseError('57P01'))).toMatchObject({ nonRetryable: false });
    expect(toRecordingFailure(databaseError('22P05'))).toMatchObject({ nonRetryable: true });
  });
});

describe('an answer that cannot be stored', () => {
  it('is told from a database that is away', () => {
    expect([databaseError('22021'), databaseError('57P01'), new Error('x')].map(isUnstorable)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
