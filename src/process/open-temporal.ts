import { setTimeout as sleep } from 'node:timers/promises';
import {
  Client,
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { ConfigError } from '../config/config-error.ts';
import type { TemporalConnection } from '../config/temporal-connection.ts';
import { ensureSearchAttributes } from '../gateway/search-attributes.ts';
import type { ProcessOptions } from './run-process.ts';
import { untilReachable } from './until-reachable.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;
/** Every call has a deadline of its own, which comes first. */
const MAX_ATTEMPTS = 100;

/** So long a command waits for an answer. */
const COMMAND_MS = 10_000;
/** gRPC's NOT_FOUND; its own enum is Temporal's dependency, not ours. */
const NOT_THERE: readonly number[] = [5];
/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE. */
const AWAY: readonly number[] = [4, 14];

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

/**
 * A client for a command, which waits for no server that is not up.
 * @param encoding how payloads go there and come from there; default: in clear
 * @throws {ConfigError} when the server has no such namespace
 * @throws an error that says where nobody answered
 */
export async function reachTemporal(
  temporal: TemporalConnection,
  encoding: { readonly dataConverter?: DataConverter } = {},
): Promise<Client> {
  const { connectionOptions, namespace, what } = temporal;
  const connection = await connectTemporal(connectionOptions).catch((error: unknown) => {
    throw isGrpcServiceError(error) ? explainTemporal(error, temporal) : away(error, temporal);
  });
  try {
    await connection.withDeadline(Date.now() + COMMAND_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } catch (error) {
    // Whoever may not ask for it, or is not answered, is told so by what they came for.
    if (isGrpcServiceError(error) && NOT_THERE.includes(error.code))
      throw new ConfigError([
        { where: 'environment TEMPORAL_NAMESPACE', what: `must be a namespace of ${what}, is ${namespace}` },
      ]);
  }
  return new Client({ connection, namespace, ...encoding });
}

/** An error of a command, for whoever typed it: one of a server that is away says where it was asked. */
export function explainTemporal(error: unknown, temporal: TemporalConnection): unknown {
  const own = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(own) && AWAY.includes(own.code) ? away(own, temporal) : error;
}

function away(cause: unknown, { what }: TemporalConnection): Error {
  return new Error(
    `${what} does not answer. Is the address right (TEMPORAL_ADDRESS), and the server up? npm run doctor -- core looks closer.`,
    { cause },
  );
}
