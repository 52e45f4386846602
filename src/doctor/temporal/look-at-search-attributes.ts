import type { Connection } from '@temporalio/client';
import { missingSearchAttributes } from '../../gateway/search-attributes.ts';
import { type Finding, ok, skipped, warning } from '../doctor.ts';
import { bounded, grpcStatus } from './grpc-status.ts';

/** Whether the namespace knows what operators search articles by. */
export async function lookAtSearchAttributes(connection: Connection, namespace: string): Promise<Finding> {
  try {
    const missing = await bounded(connection, () => missingSearchAttributes(connection, namespace));
    if (missing.length === 0) return ok('the namespace has those by which articles are found');
    return warning(
      `the namespace lacks ${missing.map(({ name }) => name).join(', ')}`,
      `The first process that starts makes them. Where it may not, by hand: ${missing.map(({ command }) => command).join(' ; ')}`,
    );
  } catch (error) {
    const status = grpcStatus(error);
    if (status !== 'forbidden' && status !== 'unimplemented') throw error;
    return skipped('this server does not tell. Temporal Cloud shows them in its console, under the namespace.');
  }
}
