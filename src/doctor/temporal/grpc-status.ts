import { type Connection, isGrpcServiceError } from '@temporalio/client';

/** Those that a person can act upon, by their gRPC status; the enum's package is Temporal's dependency, not ours. */
const STATUSES = {
  4: 'late',
  5: 'not-found',
  7: 'forbidden',
  12: 'unimplemented',
  14: 'unavailable',
  16: 'unauthenticated',
} as const;

export type GrpcStatus = (typeof STATUSES)[keyof typeof STATUSES] | 'other';

/** Why a call of Temporal's failed; undefined: it is no answer of Temporal. */
export function grpcStatus(error: unknown): GrpcStatus | undefined {
  if (!isGrpcServiceError(error)) {
    return error instanceof Error && error.cause !== undefined ? grpcStatus(error.cause) : undefined;
  }
  const { code } = error;
  return Object.hasOwn(STATUSES, code) ? STATUSES[code as keyof typeof STATUSES] : 'other';
}

const CALL_TIMEOUT_MS = 10_000;

/** A server that takes the connection and says nothing would be waited for without end. */
export async function bounded<T>(connection: Connection, call: () => Promise<T>): Promise<T> {
  return await connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, call);
}
