import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { TemporalConnection } from '../config/temporal-connection.ts';
import { ensureSearchAttributes } from '../gateway/search-attributes.ts';
import type { ProcessOptions } from './run-process.ts';
import { untilReachable } from './until-reachable.ts';

const LONGEST_PAUSE_MS = 100;

/** A client's connection to Temporal. Waits for a server that is not up yet, and lets it know what articles are searched by. */
export async function openTemporal(
  { connectionOptions, namespace, what }: TemporalConnection,
  { logger, signal }: Pick<ProcessOptions, 'logger' | 'signal'>,
): Promise<Connection> {
  const waiting = { what, logger, signal };
  const connection = await untilReachable(
    () => Connection.connect({ ...connectionOptions, interceptors: [retrySoon()] }),
    waiting,
  );
  await untilReachable(() => ensureSearchAttributes(connection, namespace), waiting);
  return connection;
}

/** The client's own pauses between two tries go on past a call's deadline, when a person has long been waiting. */
function retrySoon(): ReturnType<typeof makeGrpcRetryInterceptor> {
  const { delayFunction, ...rest } = defaultGrpcRetryOptions();
  return makeGrpcRetryInterceptor({
    ...rest,
    delayFunction: (attempt, status) => Math.min(LONGEST_PAUSE_MS, delayFunction(attempt, status)),
  });
}
