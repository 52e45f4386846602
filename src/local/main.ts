import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { openTerminal } from '../../bots/terminal/dependencies.ts';
import { openWorker } from '../../worker/dependencies.ts';
import { CONFIG_EXIT_CODE, ConfigError } from '../config/config-error.ts';
import { readEnvironment } from '../config/environment.ts';
import { exitOnConfigError } from '../config/exit-on-config-error.ts';
import { loadSettings } from '../config/load.ts';
import { requireModelKeys } from '../config/require-model-keys.ts';
import { createLogger } from '../lib/logger.ts';
import { installTemporalRuntime } from '../lib/temporal-runtime.ts';
import { languageOfLocale } from '../messages/detect-language.ts';
import { messages } from '../messages/messages.ts';
import { openDataFolder } from './data-folder.ts';
import { startLocalServers } from './dependencies.ts';
import { LocalError } from './local-error.ts';
import { parseStartOptions, type StartOptions, USAGE } from './options.ts';
import { type PartOrigin, renderStartBlock, withoutCredentials } from './start-block.ts';

/** Long enough to see the newsroom at work, short enough not to wait. */
const PRACTICE_LATENCY_MS = 900;
/** A demo that takes longer than this is stuck. */
const DEMO_TIMEOUT_MS = 60 * 60_000;

const startedAt = performance.now();
const options = readOptions();
const { config, environment } = exitOnConfigError(() => {
  const settings = loadSettings(process.env);
  requireModelKeys(settings.config, settings.environment);
  return settings;
});
const isInteractive = options.terminal && options.demo === undefined && process.stdin.isTTY && process.stdout.isTTY;
const language =
  config.language.interface === 'auto' ? languageOfLocale(environment.locale) : config.language.interface;
const t = messages(language).startup;

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice: whoever is in that much of a hurry finds the servers again at the next start.
    if (ending.signal.aborted && signal === 'SIGINT') process.exit(130);
    ending.abort(new Error(`Stopped by ${signal}`));
  });
}

try {
  await run();
} catch (error) {
  if (!ending.signal.aborted) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = error instanceof ConfigError ? CONFIG_EXIT_CODE : 1;
  }
}
// What a library still holds open must not keep a stopped process alive.
process.exit();

async function run(): Promise<void> {
  const dataFolder = await openDataFolder(environment.dataFolder);
  const logFile = join(dataFolder.path, 'copydesk.log');
  const logger = createLogger({
    level: environment.logLevel ?? config.logging.level,
    secrets: environment.secrets,
    // A chat on the screen and log lines do not mix.
    ...(isInteractive || options.demo !== undefined
      ? { destination: createWriteStream(logFile, { flags: 'a' }) }
      : { pretty: process.stderr.isTTY }),
  });
  const progress =
    isInteractive || options.demo !== undefined
      ? (line: string) => void process.stderr.write(`${line}\n`)
      : (line: string) => logger.info({}, line);
  installTemporalRuntime(logger);

  const fail = (error: Error): void => {
    logger.error({ reason: error.message }, 'A part of Copydesk was lost');
    process.exitCode = 1;
    ending.abort(error);
  };
  const parts: { stop(): Promise<void> }[] = [];
  try {
    const servers = await startLocalServers({
      environment,
      variables: process.env,
      dataFolder: dataFolder.path,
      practiceLatencyMs: PRACTICE_LATENCY_MS,
      log: progress,
      signal: ending.signal,
      onLost: fail,
    });
    parts.push(servers);
    const shared = {
      config,
      environment: readEnvironment(servers.variables),
      variables: servers.variables,
      logger,
      signal: ending.signal,
    };
    const worker = await openWorker(shared);
    parts.push(worker);
    worker.done.catch(fail);
    const terminal = await openTerminal({
      ...shared,
      language,
      ...(servers.webUi !== undefined && { webUi: servers.webUi }),
    });
    parts.push(terminal);
    terminal.done.catch(fail);

    const cache: PartOrigin =
      environment.redisUrl === undefined
        ? { kind: 'in-process' }
        : { kind: 'configured', variable: 'REDIS_URL', where: withoutCredentials(environment.redisUrl) };
    const block = renderStartBlock(t, {
      ...servers,
      webUi: servers.webUi ?? config.temporal.uiUrl,
      cache,
      dataFolder: dataFolder.path,
      readySeconds: (performance.now() - startedAt) / 1000,
      isInteractive,
    });
    if (options.demo === undefined) process.stdout.write(`${['', ...block, ''].join('\n')}\n`);

    if (options.demo !== undefined) await demo(terminal, options.demo);
    else if (isInteractive)
      await terminal.chat({ input: process.stdin, output: process.stdout, signal: ending.signal });
    else if (!ending.signal.aborted) await new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
  } finally {
    if (options.demo === undefined) progress(t.stopping);
    // Those who use a server end before it does.
    for (const part of parts.toReversed()) await part.stop().catch(fail);
    await dataFolder.release();
    if (options.demo === undefined) progress(t.stopped);
  }
}

async function demo(terminal: Awaited<ReturnType<typeof openTerminal>>, topic: string): Promise<void> {
  const outcome = await terminal.demo({
    topic,
    decisions: options.decide,
    progress: process.stderr,
    timeoutMs: DEMO_TIMEOUT_MS,
    signal: ending.signal,
  });
  if (outcome.article !== undefined) process.stdout.write(`${outcome.article.text.trimEnd()}\n`);
  if (outcome.reason !== undefined) process.stderr.write(`${outcome.reason}\n`);
  process.exitCode = outcome.stage === 'delivered' || outcome.stage === 'rejected' ? 0 : 1;
}

function readOptions(): StartOptions {
  try {
    const parsed = parseStartOptions(process.argv.slice(2));
    if (!parsed.help) return parsed;
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}

/** What a person can act upon; a stack only for what nobody foresaw. */
function describe(error: unknown): string {
  if (error instanceof LocalError || error instanceof ConfigError || error instanceof TypeError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
