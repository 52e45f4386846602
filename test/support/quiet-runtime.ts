import { DefaultLogger, Runtime } from '@temporalio/worker';

let isQuiet = false;

/** Temporal's SDK logs every failed activity; tests fail many on purpose. */
export function quietRuntime(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
    shutdownSignals: [],
  });
}
