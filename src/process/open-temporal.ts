import { setTimeout as sleep } from 'node:timers/promises';
import {
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import type { TemporalConnection } from '../config/temporal-connection.ts';
import { ensureSearchAttributes } from '../gateway/search-attributes.ts';
import type { ProcessOptions } from './run-process.ts';
import { untilReachable } from './until-reachable.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;
/** Every call has a deadline of its own, which comes first. */
const MAX_ATTEMPTS = 100;

/** A client's connection to Temporal. Waits for a server that is not up yet, and lets it know what articles are searched by. */
export async function openTemporal(
  { connectionOptions, namespace, what }: TemporalConnection,
  { logger, signal }: Pick<ProcessOptions, 'logger' | 'signal'>,
): Promise<Connection> {
  const waiting = { what, logger, signal };
  const connection = await untilReachable(() => connectTemporal(connectionOptions), waiting);
  await untilReachable(() => ensureSearchAttributes(connection, namespace), waiting);
  return connection;
}

/**
 * A connection whose calls are tried again after 20 to 100 ms. The client's own pauses of one to five seconds go on past a call's deadline,
 * while a person waits: a click at the moment when a history begins anew is refused once, and is taken by the next run.
 */
export async function connectTemporal(options: ConnectionOptions): Promise<Connection> {
  const { delayFunction, retryableDecider } = defaultGrpcRetryOptions({
    initialIntervalMs: () => FIRST_PAUSE_MS,
    maxAttempts: MAX_ATTEMPTS,
  });
  let isClosing = false;
  let triesAgainUntil = 0;
  const retry = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !isClosing && retryableDecider(attempt, status),
    delayFunction(attempt, status) {
      const delayMs = Math.min(LONGEST_PAUSE_MS, delayFunction(attempt, status));
      triesAgainUntil = Math.max(triesAgainUntil, Date.now() + delayMs);
      return delayMs;
    },
  });
  const connection = await Connection.connect({ ...options, interceptors: [retry] });
  const close = connection.close.bind(connection);
  // A call that is tried again on a connection that is closed throws, with nobody to catch it.
  connection.close = async () => {
    isClosing = true;
    await sleep(Math.max(0, triesAgainUntil - Date.now()) + 1);
    await close();
  };
  return connection;
}
