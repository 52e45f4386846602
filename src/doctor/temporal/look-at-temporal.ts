import type { Connection } from '@temporalio/client';
import { reasonOf } from '../../lib/reason-of.ts';
import { fault, type Finding, ok } from '../doctor.ts';
import { bounded, grpcStatus } from './grpc-status.ts';

/** Whether Temporal answers, and takes our key or certificate. */
export async function lookAtTemporal(
  connect: () => Promise<Connection>,
  address: string,
): Promise<{ readonly finding: Finding; readonly connection?: Connection }> {
  try {
    const connection = await connect();
    const { serverVersion } = await bounded(connection, () => connection.workflowService.getSystemInfo({}));
    return { connection, finding: ok(`${serverVersion ? `version ${serverVersion}` : 'answers'} at ${address}`) };
  } catch (error) {
    const status = grpcStatus(error);
    if (status === 'unauthenticated' || status === 'forbidden')
      return {
        finding: fault(
          `Temporal at ${address} refuses us (${reasonOf(error)})`,
          'Check TEMPORAL_API_KEY, or the certificate and key that TEMPORAL_TLS_CLIENT_* name, and that they belong to TEMPORAL_NAMESPACE.',
        ),
      };
    return {
      finding: fault(
        `Temporal at ${address} cannot be reached (${reasonOf(error)})`,
        'Check TEMPORAL_ADDRESS and that the server is up; Temporal Cloud wants TEMPORAL_TLS=true or TEMPORAL_API_KEY. Or take TEMPORAL_ADDRESS out for the one that npm start brings.',
      ),
    };
  }
}
