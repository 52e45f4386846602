import { createHash, createHmac } from 'node:crypto';
import { isAbsolute, parse, resolve } from 'node:path';
import { ConfigError, type ConfigFault } from '../../src/config/config-error.ts';
import type { Variables } from '../../src/config/environment.ts';

export interface TelegramVariables {
  readonly token: string;
  /** Telegram's number of the bot, the part of the token that is no secret. */
  readonly botId: string;
  /** Ends in a slash, as telegraf needs it when the address has a path. */
  readonly apiRoot: string;
  /** Where a Bot API server of one's own, run with `--local`, keeps files. Absent: none of its files is read from the disk. */
  readonly filesRoot?: string;
  /** Absent: long polling. */
  readonly webhook?: WebhookVariables;
  /** What must never be in a log. */
  readonly secrets: readonly string[];
}

export interface WebhookVariables {
  /** What Telegram is told to call: the public address, with {@link path} at its end. */
  readonly url: string;
  /** Ends every request of Telegram; nobody can guess it. */
  readonly path: string;
  /** What Telegram shows with every request. */
  readonly secret: string;
  /** On which we listen. */
  readonly port: number;
}

const DEFAULT_API_ROOT = 'https://api.telegram.org';
/** One of the ports that Telegram calls without a proxy in between. */
const DEFAULT_WEBHOOK_PORT = 8443;
const TOKEN = /^(\d{1,20}):[\w-]{20,}$/;
// Bot API, setWebhook.
const SECRET = /^[A-Za-z0-9_-]{1,256}$/;
const MAX_PORT = 65_535;

/**
 * Reads `TELEGRAM_BOT_TOKEN`, `TELEGRAM_API_ROOT`, `TELEGRAM_FILES_ROOT`, `TELEGRAM_WEBHOOK_URL`, `TELEGRAM_WEBHOOK_SECRET` and `TELEGRAM_PORT`. Undefined
 * without a token: no bot is wanted. Where the webhook's secret is not set, one is made from the token, so that it is the same
 * in every process.
 * @throws {ConfigError} with every fault, none of which shows a value.
 */
export function readTelegramVariables(variables: Variables): TelegramVariables | undefined {
  const read = (name: string): string | undefined => variables[name]?.trim() || undefined;
  const token = read('TELEGRAM_BOT_TOKEN');
  if (token === undefined) return undefined;
  const faults: ConfigFault[] = [];
  const check = (name: string, isRight: boolean, what: string): void => {
    if (!isRight) faults.push({ where: `environment ${name}`, what });
  };

  const botId = TOKEN.exec(token)?.[1] ?? '';
  check('TELEGRAM_BOT_TOKEN', botId !== '', 'is no bot token, such as 123456789:AAE…; copy it again from @BotFather');
  const apiRoot = read('TELEGRAM_API_ROOT') ?? DEFAULT_API_ROOT;
  check('TELEGRAM_API_ROOT', isAddress(apiRoot, ['http:', 'https:']), `must be an address such as ${DEFAULT_API_ROOT}`);
  const filesRoot = read('TELEGRAM_FILES_ROOT');
  check(
    'TELEGRAM_FILES_ROOT',
    filesRoot === undefined || (isAbsolute(filesRoot) && resolve(filesRoot) !== parse(filesRoot).root),
    'must be the folder in which your Bot API server keeps files, such as /var/lib/telegram-bot-api, and not the root of the disk',
  );
  check(
    'TELEGRAM_FILES_ROOT',
    filesRoot === undefined || URL.parse(apiRoot)?.host !== URL.parse(DEFAULT_API_ROOT)?.host,
    'is for a Bot API server of your own, and TELEGRAM_API_ROOT names none',
  );
  const webhookUrl = read('TELEGRAM_WEBHOOK_URL');
  check(
    'TELEGRAM_WEBHOOK_URL',
    webhookUrl === undefined || isAddress(webhookUrl, ['https:', 'http:']),
    'must be the public address of this bot, such as https://bot.example.com; leave it out for long polling',
  );
  const secret = read('TELEGRAM_WEBHOOK_SECRET');
  check(
    'TELEGRAM_WEBHOOK_SECRET',
    secret === undefined || SECRET.test(secret),
    'must be 1 to 256 letters, digits, _ and -; leave it out and one is made from the token',
  );
  const port = Number(read('TELEGRAM_PORT') ?? DEFAULT_WEBHOOK_PORT);
  check(
    'TELEGRAM_PORT',
    Number.isInteger(port) && port >= 0 && port <= MAX_PORT,
    `must be a port from 1 to ${MAX_PORT}, on which the webhook listens`,
  );
  if (faults.length > 0) throw new ConfigError(faults);

  const webhook = webhookUrl === undefined ? undefined : toWebhook(token, webhookUrl, secret, port);
  return {
    token,
    botId,
    apiRoot: `${apiRoot.replace(/\/+$/, '')}/`,
    ...(filesRoot !== undefined && { filesRoot }),
    ...(webhook !== undefined && { webhook }),
    secrets: [token, ...(webhook === undefined ? [] : [webhook.secret, webhook.path.slice(1)])],
  };
}

/** As {@link readTelegramVariables}, for a process that is nothing without its bot. @throws {ConfigError} */
export function requireTelegramVariables(variables: Variables): TelegramVariables {
  const telegram = readTelegramVariables(variables);
  if (telegram !== undefined) return telegram;
  throw new ConfigError([
    { where: 'environment TELEGRAM_BOT_TOKEN', what: 'is not set; @BotFather gives one to whoever makes a bot' },
  ]);
}

function toWebhook(token: string, url: string, secret: string | undefined, port: number): WebhookVariables {
  const path = `/telegram-${createHash('sha256').update(`webhook path of ${token}`).digest('hex').slice(0, 40)}`;
  return {
    url: `${url.replace(/\/+$/, '')}${path}`,
    path,
    secret: secret ?? createHmac('sha256', token).update('secret of the webhook').digest('hex'),
    port,
  };
}

function isAddress(text: string, schemes: readonly string[]): boolean {
  return schemes.includes(URL.parse(text)?.protocol ?? '');
}
