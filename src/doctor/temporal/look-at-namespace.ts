import type { Connection } from '@temporalio/client';
import { fault, type Finding, ok } from '../doctor.ts';
import { bounded, grpcStatus } from './grpc-status.ts';

const SECONDS_PER_DAY = 86_400;

/** Whether the namespace is there. */
export async function lookAtNamespace(connection: Connection, namespace: string): Promise<Finding> {
  try {
    const { config } = await bounded(connection, () => connection.workflowService.describeNamespace({ namespace }));
    const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    const days = Math.round(seconds / SECONDS_PER_DAY);
    return ok(
      `${namespace}${days > 0 ? `, which lists finished articles for ${days === 1 ? 'a day' : `${days} days`}` : ''}`,
    );
  } catch (error) {
    switch (grpcStatus(error)) {
      case 'not-found':
        return fault(
          `there is no namespace ${namespace}`,
          `Make it: temporal operator namespace create --namespace ${namespace}. Or name another one with TEMPORAL_NAMESPACE.`,
        );
      case 'forbidden':
      case 'unauthenticated':
        return fault(
          `we may not use the namespace ${namespace}`,
          'Check that TEMPORAL_NAMESPACE and TEMPORAL_API_KEY belong together.',
        );
      default:
        throw error;
    }
  }
}
