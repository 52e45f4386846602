import { ConfigError } from '../config/config-error.ts';
import type { Environment, Variables } from '../config/environment.ts';
import { type Config, loadSettings } from '../config/load.ts';
import { requireShared } from '../config/require-shared.ts';
import { readTelemetryVariables } from '../config/telemetry-variables.ts';
import { readTemporalConnection } from '../config/temporal-connection.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import { exitCodeOf } from './exit-code.ts';
import { exitOnConfigError } from './exit-on-config-error.ts';
import { startHealthServer } from './health-server.ts';
import { type OpenTelemetry, openTelemetry } from './open-telemetry.ts';

/** What a process is there for, while it runs. */
export interface RunningProcess {
  /** Settles when everything has stopped; rejects when it broke, with a {@link ConfigError} when only a person can put it right. */
  readonly done: Promise<void>;
  readonly isHealthy: () => boolean;
  /** Lets what is under way finish, then closes everything. */
  readonly stop: () => Promise<void>;
}

/** What every process is opened with. */
export interface ProcessOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly variables: Variables;
  readonly logger: Logger;
  /** Absent: nobody watches. */
  readonly telemetry?: OpenTelemetry;
  /** Gives up opening. */
  readonly signal: AbortSignal;
}

/** Variables of one process alone. */
interface OwnVariables {
  /** What must never be in a log. */
  readonly secrets: readonly string[];
}

export interface Process<Own extends OwnVariables> {
  /** As it begins a sentence of the log: `The Slack bot`. */
  readonly name: string;
  readonly variables: Variables;
  /** Without which it cannot run. */
  readonly needs: Parameters<typeof requireShared>[1];
  /** What only this process reads, or asks of the settings. @throws {ConfigError} */
  readonly read: (settings: Pick<ProcessOptions, 'config' | 'environment' | 'variables'>) => Own;
  readonly open: (options: ProcessOptions, own: Own) => Promise<RunningProcess>;
  /** A person types into it: nothing is logged where they type, and nobody else asks for its health. Default: false. */
  readonly isChat?: boolean;
  /** Temporal's worker is in it. Default: false. */
  readonly hasWorker?: boolean;
}

/** Ask a process to end; the last is what a terminal sends that is closed. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The life of a process, from its variables to its exit code: 0 when it was asked to end or had nothing left to do, 2 when only a person
 * can put it right (configuration, a refused token, a refused or outdated database, a bad workflow bundle), 1 for whatever else broke it.
 * Does not return.
 */
export async function runProcess<Own extends OwnVariables>({
  name,
  variables,
  needs,
  read,
  open,
  isChat = false,
  hasWorker = false,
}: Process<Own>): Promise<never> {
  const { config, environment, own, watching } = exitOnConfigError(() => {
    const settings = loadSettings(variables);
    requireShared(settings.environment, needs);
    readTemporalConnection(variables);
    return { ...settings, own: read({ ...settings, variables }), watching: readTelemetryVariables(variables) };
  });
  // Lines of a log in the middle of a chat would garble it; `2> terminal.log` keeps them.
  const isGarbling = isChat && process.stderr.isTTY;
  const logger = createLogger({
    level: isGarbling ? 'silent' : (environment.logLevel ?? config.logging.level),
    secrets: [...environment.secrets, ...own.secrets, ...watching.secrets],
  });

  const ending = new AbortController();
  // A second one does not cut short what the first one began.
  for (const signal of ENDING_SIGNALS) process.on(signal, () => ending.abort(new Error(`Stopped by ${signal}`)));

  try {
    let isHealthy = (): boolean => false;
    const health =
      isChat || environment.healthPort === undefined
        ? undefined
        : await startHealthServer('0.0.0.0', environment.healthPort, () => isHealthy());
    const telemetry = await openTelemetry({
      variables: watching,
      settings: config.telemetry,
      name: serviceOf(name),
      hasWorker,
      logger,
    });
    const running = await open({ config, environment, variables, logger, telemetry, signal: ending.signal }, own);
    isHealthy = running.isHealthy;
    logger.info({ pid: process.pid }, `${name} is at work`);
    const stop = (): void => {
      logger.info({}, `${name} is finishing what is under way`);
      // Who waits for `done` hears of it.
      running.stop().catch(() => undefined);
    };
    if (ending.signal.aborted) stop();
    else ending.signal.addEventListener('abort', stop);
    await running.done;
    await health?.close();
    await telemetry.close();
    logger.info({}, `${name} has stopped`);
  } catch (error) {
    if (error instanceof ConfigError || !ending.signal.aborted) {
      if (error instanceof ConfigError || isGarbling) process.stderr.write(`${messageOf(error)}\n`);
      else
        logger.error({ err: error instanceof Error ? (error.stack ?? error.message) : error }, `${name} cannot work`);
      process.exitCode = exitCodeOf(error);
    }
  }
  // Servers still waited for, or one that asks for our health, must not keep alive a process that does no work.
  process.exit();
}

/** `The Slack bot`: `slack-bot`. */
function serviceOf(name: string): string {
  return name.replace(/^The /, '').toLowerCase().replaceAll(' ', '-');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
