import { once } from 'node:events';
import { exitOnConfigError } from '../../src/config/exit-on-config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { installTemporalRuntime } from '../../src/lib/temporal-runtime.ts';
import { languageOfLocale } from '../../src/messages/detect-language.ts';
import { openTerminal } from './dependencies.ts';

const { config, environment } = exitOnConfigError(() => {
  const settings = loadSettings(process.env);
  requireShared(settings.environment, ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'COPYDESK_SECRET']);
  return settings;
});
const isChat = process.stdin.isTTY && process.stdout.isTTY;
// Lines of a log in the middle of the chat would garble it; `2> terminal.log` keeps them.
const level = isChat && process.stderr.isTTY ? 'silent' : (environment.logLevel ?? config.logging.level);
const logger = createLogger({ level, secrets: environment.secrets });
installTemporalRuntime(logger);

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => ending.abort(new Error(`Stopped by ${signal}`)));

try {
  const language =
    config.language.interface === 'auto' ? languageOfLocale(environment.locale) : config.language.interface;
  const terminal = await openTerminal({
    config,
    environment,
    variables: process.env,
    logger,
    language,
    signal: ending.signal,
  });
  // A worker that breaks ends the chat: nothing would arrive in it any more.
  const broken = new AbortController();
  terminal.done.catch(() => broken.abort());
  const until = AbortSignal.any([ending.signal, broken.signal]);
  if (isChat) await terminal.chat({ input: process.stdin, output: process.stdout, signal: until });
  else {
    logger.info({ pid: process.pid }, 'No terminal to chat in: messages are delivered, nothing is asked');
    if (!until.aborted) await once(until, 'abort');
  }
  await terminal.stop();
} catch (error) {
  if (!ending.signal.aborted) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
