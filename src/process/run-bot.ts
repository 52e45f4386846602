import { CONFIG_EXIT_CODE, ConfigError } from '../config/config-error.ts';
import type { Environment, Variables } from '../config/environment.ts';
import { type Config, loadSettings } from '../config/load.ts';
import { requireShared } from '../config/require-shared.ts';
import { readTemporalConnection } from '../config/temporal-connection.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import { DatabaseRefusedError } from '../storage/migrate.ts';
import { exitOnConfigError } from './exit-on-config-error.ts';
import { startHealthServer } from './health-server.ts';

/** A platform that runs. */
export interface OpenBot {
  /** Settles when everything has stopped; rejects when it broke, with a {@link ConfigError} when only a person can put it right. */
  readonly done: Promise<void>;
  readonly isHealthy: () => boolean;
  /** Lets what is under way finish, then closes everything. */
  readonly stop: () => Promise<void>;
}

/** What every platform is opened with. */
export interface BotOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly variables: Variables;
  readonly logger: Logger;
  /** Gives up opening. */
  readonly signal: AbortSignal;
  /** Nothing but the bot runs here. */
  readonly whenTokenIsLost: 'stop';
}

export interface Bot<Own extends { readonly secrets: readonly string[] }> {
  /** As people call it: `Slack`. */
  readonly name: string;
  readonly variables: Variables;
  /** The platform's own variables. @throws {ConfigError} */
  readonly read: (variables: Variables) => Own;
  readonly open: (options: BotOptions, own: Own) => Promise<OpenBot>;
}

/** The life of a process that is one bot: from its variables to its exit code. Does not return. */
export async function runBot<Own extends { readonly secrets: readonly string[] }>({
  name,
  variables,
  read,
  open,
}: Bot<Own>): Promise<never> {
  const { config, environment, own } = exitOnConfigError(() => {
    const settings = loadSettings(variables);
    requireShared(settings.environment, ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'COPYDESK_SECRET']);
    readTemporalConnection(variables);
    return { ...settings, own: read(variables) };
  });
  const logger = createLogger({
    level: environment.logLevel ?? config.logging.level,
    secrets: [...environment.secrets, ...own.secrets],
  });

  const ending = new AbortController();
  // A second one does not cut short what the first one began.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => ending.abort(new Error(`Stopped by ${signal}`)));

  try {
    const bot = await open(
      { config, environment, variables, logger, signal: ending.signal, whenTokenIsLost: 'stop' },
      own,
    );
    const health =
      environment.healthPort === undefined
        ? undefined
        : await startHealthServer('0.0.0.0', environment.healthPort, bot.isHealthy);
    logger.info({ pid: process.pid }, `The ${name} bot is at work`);
    const stop = (): void => {
      logger.info({}, `The ${name} bot is finishing what is under way`);
      // Who waits for `done` hears of it.
      bot.stop().catch(() => undefined);
    };
    if (ending.signal.aborted) stop();
    else ending.signal.addEventListener('abort', stop);
    await bot.done;
    await health?.close();
    logger.info({}, `The ${name} bot has stopped`);
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = CONFIG_EXIT_CODE;
    } else if (!ending.signal.aborted) {
      logger.error(
        { err: error instanceof Error ? (error.stack ?? error.message) : String(error) },
        `The ${name} bot cannot work`,
      );
      process.exitCode = error instanceof DatabaseRefusedError ? CONFIG_EXIT_CODE : 1;
    }
  }
  // Servers still waited for, or one that asks for our health, must not keep alive a bot that does no work.
  process.exit();
}
