import { DefaultLogger, type LogLevel as TemporalLevel, Runtime } from '@temporalio/worker';
import type { Logger } from '../lib/logger.ts';

/** What the SDK says of every worker that only delivers. */
const EXPECTED = 'No workflows registered';

/**
 * Once per process, before anything else of Temporal's: its lines go into our log, and only those that matter to an operator.
 * @param metricsAddress where its core serves metrics, on this machine alone. Default: nowhere
 */
export function installTemporalRuntime(logger: Logger, metricsAddress?: string): void {
  const write: Record<TemporalLevel, Logger['info']> = {
    TRACE: (fields, message) => logger.debug(fields, message),
    DEBUG: (fields, message) => logger.debug(fields, message),
    INFO: (fields, message) => logger.debug(fields, message),
    WARN: (fields, message) => logger.warn(fields, message),
    ERROR: (fields, message) => logger.error(fields, message),
  };
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      if (!message.startsWith(EXPECTED)) write[level](meta ?? {}, message);
    }),
    // Without `forward`, Temporal's core prints lines of its own.
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } },
      ...(metricsAddress !== undefined && {
        metrics: {
          prometheus: {
            bindAddress: metricsAddress,
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
          },
        },
      }),
    },
    // Ending is our own affair: a second handler would cut it short.
    shutdownSignals: [],
  });
}
