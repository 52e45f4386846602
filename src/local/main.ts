import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { slackPlatform } from '../../bots/slack/platform.ts';
import { telegramPlatform } from '../../bots/telegram/platform.ts';
import {
  DemoNotStarted,
  type OpenTerminal,
  type OpenTerminalOptions,
  terminalPlatform,
} from '../../bots/terminal/platform.ts';
import { DEFAULT_PORT, webPlatform } from '../../bots/web/platform.ts';
import { openWorker } from '../../worker/dependencies.ts';
import { asksElsewhere } from '../config/asks-elsewhere.ts';
import { CONFIG_EXIT_CODE } from '../config/config-error.ts';
import { readEnvironment } from '../config/environment.ts';
import { exitCodeOf } from '../process/exit-code.ts';
import { exitOnConfigError } from '../process/exit-on-config-error.ts';
import { type Config, loadSettings } from '../config/load.ts';
import { namedKeys, requireModelKeys } from '../config/require-model-keys.ts';
import { webhookSecrets } from '../config/webhook-secrets.ts';
import { publishKeys, requirePublishKeys } from '../config/require-publish-keys.ts';
import { readTelemetryVariables } from '../config/telemetry-variables.ts';
import { readTemporalConnection, selectsTemporal } from '../config/temporal-connection.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import { createScrub } from '../lib/scrub.ts';
import { openTelemetry } from '../process/open-telemetry.ts';
import { ENDING_SIGNALS } from '../process/run-process.ts';
import { installTemporalRuntime } from '../process/temporal-runtime.ts';
import { untilReachable } from '../process/until-reachable.ts';
import { languageOfLocale } from '../messages/language-of-locale.ts';
import { messages } from '../messages/messages.ts';
import { isHopelessDatabaseError, migrate } from '../storage/migrate.ts';
import { putBackBroken } from './backup/put-back.ts';
import { openDataFolder, openTracesFolder } from './data-folder.ts';
import { isDiskFull } from './disk-space.ts';
import { startLocalServers } from './dependencies.ts';
import { LocalError } from './local-error.ts';
import { openLog } from './log-file.ts';
import { parseStartOptions, type StartOptions, USAGE } from './options.ts';
import { ownSecret } from './own-secret.ts';
import { type HeldPort, holdPort } from './ports.ts';
import { type PartOrigin, renderStartBlock, withoutCredentials } from './start-block.ts';

/** Long enough to see the newsroom at work, short enough not to wait. */
const PRACTICE_LATENCY_MS = 900;
/** A demo that takes longer than this is stuck. */
const DEMO_TIMEOUT_MS = 60 * 60_000;

const startedAt = performance.now();
const options = readOptions();
const { config, environment, slack, telegram, web, watching } = exitOnConfigError(() => {
  const settings = loadSettings(process.env);
  requireModelKeys(settings.config, settings.environment, process.env);
  webhookSecrets(settings.config, process.env);
  requirePublishKeys(settings.config, process.env);
  if (selectsTemporal(settings.environment)) readTemporalConnection(process.env);
  return {
    ...settings,
    slack: slackPlatform.readVariables(process.env),
    telegram: telegramPlatform.readVariables(process.env),
    web: webPlatform.readVariables(process.env),
    watching: readTelemetryVariables(process.env),
  };
});
const isInteractive = options.terminal && options.demo === undefined && process.stdin.isTTY && process.stdout.isTTY;
/** Somebody watches, or a script reads what comes out: the log goes to a file. */
const isWatched = isInteractive || options.demo !== undefined;
const language =
  config.language.interface === 'auto' ? languageOfLocale(environment.locale) : config.language.interface;
const t = messages(language).startup;
const secrets = [
  ...environment.secrets,
  ...Object.values(namedKeys(config, process.env)),
  ...[...webhookSecrets(config, process.env).values()].flat(),
  ...Object.values(publishKeys(config, process.env)),
  ...(slack?.secrets ?? []),
  ...(telegram?.secrets ?? []),
  ...web.secrets,
  ...watching.secrets,
];
const scrub = createScrub(secrets);

const ending = new AbortController();
/** Asked twice to end: what is under way is not waited for, servers are. */
const hurry = new AbortController();
let endedBy: NodeJS.Signals | undefined;
for (const signal of ENDING_SIGNALS) {
  process.on(signal, () => {
    if (endedBy !== undefined && signal === 'SIGINT') hurry.abort();
    endedBy ??= signal;
    ending.abort(new Error(`Stopped by ${signal}`));
  });
}
for (const stream of [process.stdout, process.stderr]) {
  // Nobody reads any more (`| head`, a closed window). Unheard, the error would end this process and leave its servers behind.
  stream.on('error', () => ending.abort(new Error('Nobody reads the output')));
}

try {
  await run();
} catch (error) {
  if (endedBy === undefined || isLost(error)) {
    process.stderr.write(`${scrub(describe(error))}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
// A script that asked for an article must not take the lack of one for success.
if (options.demo !== undefined && endedBy !== undefined) process.exitCode = 128 + constants.signals[endedBy];
// What a library still holds open must not keep a stopped process alive.
process.exit();

async function run(): Promise<void> {
  await putBackBroken(environment.dataFolder, (line) => void process.stderr.write(`${line}\n`));
  const dataFolder = await openDataFolder(environment.dataFolder);
  const secret = environment.secret ?? (await ownSecret(dataFolder.path));
  const logFile = isWatched ? createWriteStream('', { fd: openLog(join(dataFolder.path, 'copydesk.log')) }) : undefined;
  const logger = createLogger({
    level: environment.logLevel ?? config.logging.level,
    secrets: [...secrets, secret],
    ...(logFile === undefined ? { pretty: process.stderr.isTTY } : { destination: logFile }),
  });
  const progress = isWatched
    ? (line: string) => void process.stderr.write(`${line}\n`)
    : (line: string) => logger.info({}, line);
  const traces = options.observe ? await openTracesFolder(dataFolder.path) : undefined;
  const telemetry = await openTelemetry({
    variables: watching,
    settings: config.telemetry,
    name: 'newsroom',
    hasWorker: true,
    logger,
    ...(traces !== undefined && { folder: traces }),
  });
  installTemporalRuntime(logger, telemetry.coreMetricsAddress);

  let lost: Error | undefined;
  // On a full disk it would end this process unheard, and leave the servers behind.
  logFile?.on('error', (error) => fail(error));
  const fail = (error: Error): void => {
    // Their servers end before they do, which they cannot like.
    if (hurry.signal.aborted) return;
    logger.error({ err: error.stack ?? error.message }, 'A part of Copydesk was lost');
    const wayOut = 'Nothing is lost with it: start again.';
    lost ??= isFaultyConfiguration(error)
      ? error
      : new LocalError('PART_LOST', `A part of Copydesk was lost: ${error.message}. ${wayOut}`, { cause: error });
    ending.abort(lost);
  };
  const hurried = new Promise((resolve) => hurry.signal.addEventListener('abort', resolve));
  let isOpening = true;
  const tell = (line: string): void => {
    if (isOpening) progress(line);
  };
  const told = isWatched ? tellingOnce(logger, tell) : logger;
  const parts: { stop(): Promise<void> }[] = [];
  let servers: Awaited<ReturnType<typeof startLocalServers>> | undefined;
  let held: HeldPort | undefined;
  try {
    // A demo serves no page.
    // The chats are told of it before it is served. Where somebody chose one, nobody is asked.
    held = options.demo === undefined && web.port === undefined ? await holdPort(DEFAULT_PORT) : undefined;
    const webPort = options.demo === undefined ? (web.port ?? held?.port) : undefined;
    servers = await startLocalServers({
      environment,
      variables: { ...process.env, ...(webPort !== undefined && { WEB_PORT: String(webPort) }) },
      dataFolder: dataFolder.path,
      practiceLatencyMs: PRACTICE_LATENCY_MS,
      retentionDays: config.temporal.retentionDays,
      migrate: (databaseUrl, signal) =>
        untilReachable(() => migrate(databaseUrl, (message) => logger.debug({}, message)), {
          what: 'PostgreSQL',
          logger: told,
          signal,
          isHopeless: isHopelessDatabaseError,
        }),
      log: progress,
      signal: ending.signal,
      onLost: fail,
    });
    // No worker of older code is left beside the one that begins here: articles of a version would wait for it for ever.
    const isWithoutVersions = servers.temporal.kind === 'own';
    if (isWithoutVersions && config.worker.versioning.enabled)
      progress('Not used, because TEMPORAL_ADDRESS is not set: worker.versioning');
    const shared = {
      config: isWithoutVersions ? withoutVersions(config) : config,
      environment: readEnvironment({ ...servers.variables, COPYDESK_SECRET: secret }),
      variables: servers.variables,
      logger: told,
      telemetry,
      signal: ending.signal,
    };
    const worker = await openWorker(shared);
    parts.push(worker);
    worker.done.catch(fail);
    const terminal = await terminalPlatform.open({ ...shared, language });
    parts.push(terminal);
    terminal.done.catch(fail);
    let ownerLink: string | undefined;
    let page = '';
    let signIn = '';
    let openPage: ((articleId?: string) => Promise<string>) | undefined;
    // A demo is over before anybody could ask for anything.
    if (options.demo === undefined) {
      const isPractice = servers.model.kind === 'own' && !asksElsewhere(config);
      const inSlack = await openSlackHere(shared);
      const inTelegram = await openTelegramHere({ ...shared, isPractice });
      const onTheWeb = await webPlatform.open({
        ...shared,
        web: { ...web, ...(webPort !== undefined && { port: webPort }) },
        isLocal: true,
        ...(held !== undefined && { beforeListening: held.release }),
      });
      page = onTheWeb.url;
      openPage = onTheWeb.localLink;
      signIn = await onTheWeb.localLink();
      for (const chat of [inSlack, inTelegram, onTheWeb]) {
        if (chat === undefined) continue;
        parts.push(chat);
        chat.done.catch(fail);
      }
      ownerLink = await inTelegram?.ownerLink();
    }
    isOpening = false;

    const cache: PartOrigin =
      environment.redisUrl === undefined
        ? { kind: 'in-process' }
        : { kind: 'configured', variable: 'REDIS_URL', where: withoutCredentials(environment.redisUrl) };
    const block = renderStartBlock(t, {
      ...servers,
      page,
      signIn,
      webUi: servers.webUi ?? config.temporal.uiUrl,
      cache,
      ...(slack !== undefined && { slack: slack.mode.kind }),
      ...(telegram !== undefined && { telegram: telegram.webhook === undefined ? 'polling' : 'webhook' }),
      ...(ownerLink !== undefined && { ownerLink }),
      dataFolder: dataFolder.path,
      ...(traces !== undefined && { traces }),
      readySeconds: (performance.now() - startedAt) / 1000,
      isInteractive,
    });
    if (options.demo === undefined) process.stdout.write(`${['', ...block, ''].join('\n')}\n`);

    if (options.demo !== undefined) await demo(terminal, options.demo, traces);
    else if (isInteractive)
      await terminal.chat({
        input: process.stdin,
        output: process.stdout,
        signal: ending.signal,
        ...(openPage !== undefined && { openPage }),
      });
    else if (!ending.signal.aborted) await new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
  } finally {
    if (options.demo === undefined) progress(t.stopping);
    // Those who use a server end before it does.
    for (const part of parts.toReversed()) await Promise.race([part.stop().catch(fail), hurried]);
    await held?.release();
    await servers?.stop().catch(fail);
    await telemetry.close();
    await dataFolder.release();
    if (options.demo === undefined) progress(t.stopped);
    await new Promise<void>((resolve) => (logFile === undefined ? resolve() : logFile.end(resolve)));
  }
  if (lost !== undefined) throw (await isDiskFull(dataFolder.path)) ? onFullDisk(dataFolder.path, lost) : lost;
}

function onFullDisk(folder: string, cause: Error): LocalError {
  return new LocalError(
    'PART_LOST',
    `The disk of ${folder} is full, and Copydesk has stopped. Nothing is lost with it: make room, then start again.`,
    { cause },
  );
}

function withoutVersions(all: Config): Config {
  return { ...all, worker: { ...all.worker, versioning: { ...all.worker.versioning, enabled: false } } };
}

type OpenHere = Omit<OpenTerminalOptions, 'language'>;

async function openSlackHere(platform: OpenHere) {
  if (slack === undefined) return undefined;
  return await slackPlatform.open({ ...platform, slack, whenTokenIsLost: 'wait' });
}

async function openTelegramHere(platform: OpenHere & { readonly isPractice: boolean }) {
  if (telegram === undefined) return undefined;
  return await telegramPlatform.open({ ...platform, telegram, whenTokenIsLost: 'wait' });
}

async function demo(terminal: OpenTerminal, topic: string, traces: string | undefined): Promise<void> {
  const outcome = await terminal.demo({
    topic,
    decisions: options.decide,
    progress: process.stderr,
    timeoutMs: DEMO_TIMEOUT_MS,
    signal: ending.signal,
  });
  if (outcome.article !== undefined) process.stdout.write(`${outcome.article.text.trimEnd()}\n`);
  if (outcome.reason !== undefined) process.stderr.write(`${outcome.reason}\n`);
  if (traces !== undefined) process.stderr.write(`${t.parts.traces}: ${join(traces, `${outcome.articleId}.txt`)}\n`);
  process.exitCode = outcome.stage === 'delivered' || outcome.stage === 'rejected' ? 0 : 1;
}

/** A log whose warnings are also told, each once: what is waited for. */
function tellingOnce(logger: Logger, tell: (line: string) => void): Logger {
  const told = new Set<string>();
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn(fields, message) {
      logger.warn(fields, message);
      if (!told.has(message)) tell(message);
      told.add(message);
    },
    error: (fields, message) => logger.error(fields, message),
  };
}

function readOptions(): StartOptions {
  try {
    const parsed = parseStartOptions(process.argv.slice(2));
    if (!parsed.help) return parsed;
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}

function isLost(error: unknown): boolean {
  return isFaultyConfiguration(error) || (error instanceof LocalError && error.code === 'PART_LOST');
}

function isFaultyConfiguration(error: unknown): boolean {
  return exitCodeOf(error) === CONFIG_EXIT_CODE;
}

/** What a person can act upon; a stack only for what nobody foresaw. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof LocalError || error instanceof DemoNotStarted || isFaultyConfiguration(error)
    ? error.message
    : (error.stack ?? error.message);
}
