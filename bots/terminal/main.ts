import { once } from 'node:events';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { languageOfLocale } from '../../src/messages/detect-language.ts';
import { DatabaseRefusedError } from '../../src/storage/migrate.ts';
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
  // Deliveries that break end the chat: nothing would arrive in it any more.
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
    process.exitCode = error instanceof DatabaseRefusedError ? CONFIG_EXIT_CODE : 1;
  }
}
// Servers still waited for must not keep alive a chat that has ended.
process.exit();
