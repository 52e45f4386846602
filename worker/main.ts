import { CONFIG_EXIT_CODE } from '../src/config/config-error.ts';
import { exitOnConfigError } from '../src/process/exit-on-config-error.ts';
import { loadSettings } from '../src/config/load.ts';
import { requireModelKeys } from '../src/config/require-model-keys.ts';
import { requireShared } from '../src/config/require-shared.ts';
import { readTemporalConnection } from '../src/config/temporal-connection.ts';
import { startHealthServer } from '../src/process/health-server.ts';
import { createLogger } from '../src/lib/logger.ts';
import { installTemporalRuntime } from '../src/process/temporal-runtime.ts';
import { DatabaseRefusedError } from '../src/storage/migrate.ts';
import { openWorker } from './dependencies.ts';
import { WorkflowBundleError } from './workflow-bundle.ts';

const { config, environment } = exitOnConfigError(() => {
  const settings = loadSettings(process.env);
  requireShared(settings.environment, ['DATABASE_URL', 'LLM_BASE_URL', 'TEMPORAL_ADDRESS']);
  requireModelKeys(settings.config, settings.environment);
  readTemporalConnection(process.env);
  return settings;
});
const logger = createLogger({ level: environment.logLevel ?? config.logging.level, secrets: environment.secrets });
installTemporalRuntime(logger);

const ending = new AbortController();
// A second one does not cut short what the first one began.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => ending.abort(new Error(`Stopped by ${signal}`)));

try {
  const worker = await openWorker({ config, environment, variables: process.env, logger, signal: ending.signal });
  const health =
    environment.healthPort === undefined
      ? undefined
      : await startHealthServer('0.0.0.0', environment.healthPort, worker.isHealthy);
  logger.info({ pid: process.pid }, 'The worker is at work');
  ending.signal.addEventListener('abort', () => {
    logger.info({}, 'The worker is finishing what is under way');
    void worker.stop();
  });
  if (ending.signal.aborted) void worker.stop();
  await worker.done;
  await health?.close();
  logger.info({}, 'The worker has stopped');
} catch (error) {
  if (!ending.signal.aborted) {
    logger.error(
      { err: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      'The worker cannot work',
    );
    process.exitCode =
      error instanceof WorkflowBundleError || error instanceof DatabaseRefusedError ? CONFIG_EXIT_CODE : 1;
  }
}
// Servers still waited for, or one that asks for our health, must not keep alive a worker that does no work.
process.exit();
