import { DefaultFailureConverter } from '@temporalio/common';

// Temporal's libraries load this file by its path.

/** Puts messages and stacks of failures into payloads, so that they are encrypted as these are. It reads those in clear, too. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
