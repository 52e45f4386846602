import { Context } from '@temporalio/activity';
import { type OutagePolicy, toFailure } from './failures.ts';

/** A model call that nobody wants any more goes on for so long at most; each heartbeat is a write on the server, so not more often. */
export const HEARTBEAT_MS = 2000;

/**
 * Runs the work of an activity: says that it lives (which is also how it learns that it was cancelled), hands it the signal
 * that aborts what it waits for, and turns its errors into what Temporal acts upon.
 */
export async function runActivity<T>(policy: OutagePolicy, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work(context.cancellationSignal);
  } catch (error) {
    throw toFailure(error, policy);
  } finally {
    clearInterval(heartbeat);
  }
}
