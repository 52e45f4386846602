import type { NativeConnection, Worker } from '@temporalio/worker';

/** A worker, and the connection that is its own until it has ended. */
export interface ConnectedWorker {
  readonly connection: NativeConnection;
  readonly worker: Worker;
}

/**
 * Makes a worker on a connection of its own: one that could not be made keeps its place in the task queue on the connection that it had, where
 * no other can be made then. Rejects with what Temporal's SDK throws.
 * @param connect opens a connection
 */
export async function connectWorker(
  connect: () => Promise<NativeConnection>,
  create: (connection: NativeConnection) => Promise<Worker>,
): Promise<ConnectedWorker> {
  const connection = await connect();
  try {
    return { connection, worker: await create(connection) };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Of gRPC's codes, as Temporal's Core writes them into a message (nothing else tells them), those that no waiting mends. */
const REFUSED =
  /\bcode: (?:NotFound|PermissionDenied|Unauthenticated|InvalidArgument|FailedPrecondition|Unimplemented)\b/;

/** Whether a worker could not be made because its server did not answer just then. */
export function isServerAway(error: unknown): boolean {
  return error instanceof Error && error.name === 'TransportError' && !REFUSED.test(error.message);
}
