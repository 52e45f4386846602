import { Context } from '@temporalio/activity';
import { type OutagePolicy, toFailure } from './failures.ts';

/**
 * Runs the work of an activity: says that it lives (which is also how it learns that it was cancelled), hands it the signal
 * that aborts what it waits for, and turns its errors into what Temporal acts upon.
 */
export async function runActivity<T>(policy: OutagePolicy, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { heartbeatTimeoutMs } = context.info;
  const heartbeat = heartbeatTimeoutMs === undefined ? undefined : setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 3);
  try {
    return await work(context.cancellationSignal);
  } catch (error) {
    throw toFailure(error, policy);
  } finally {
    clearInterval(heartbeat);
  }
}
