import { DefaultFailureConverter } from '@temporalio/common';
import { UnsealError } from './seal.ts';

// Temporal's libraries load this file by its path.

const inClear = new DefaultFailureConverter();
const UNSEALING = new UnsealError().name;

/** Puts messages and stacks of failures into payloads, so that they are encrypted as these are. It reads those in clear, too. */
class EncodingFailureConverter extends DefaultFailureConverter {
  override errorToFailure(...[error, ...rest]: Parameters<DefaultFailureConverter['errorToFailure']>) {
    // It names a key and a kind, and whoever lacks the key has to be able to read it.
    const isUnsealing = error instanceof Error && (error.name === UNSEALING || typeOf(error) === UNSEALING);
    return isUnsealing ? inClear.errorToFailure(error, ...rest) : super.errorToFailure(error, ...rest);
  }
}

const typeOf = (error: Error): unknown => ('type' in error ? error.type : undefined);

export const failureConverter = new EncodingFailureConverter({ encodeCommonAttributes: true });
