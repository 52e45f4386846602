import { setTimeout as sleep } from 'node:timers/promises';
import { type OpenTelegram, telegramPlatform, type TelegramTuning } from '../../bots/telegram/platform.ts';
import { loadConfig, type Config } from '../../src/config/load.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { createLogger, type Logger } from '../../src/lib/logger.ts';
import { pickPort } from '../../src/local/ports.ts';
import { decodeButton } from '../../src/protocol/button-codec.ts';
import {
  type ChatHandle,
  type Person,
  type SeenMessage,
  startTelegramEmulator,
  type TelegramEmulator,
  type TelegramEmulatorOptions,
} from '../emulators/telegram/telegram-emulator.ts';
import { type Newsroom, type NewsroomOptions, openNewsroom } from './newsroom.ts';
import { TEST_SETTINGS } from './settings.ts';
import { openTcpGate, type TcpGate } from './tcp-gate.ts';

export interface TelegramNewsroomOptions {
  readonly newsroom?: NewsroomOptions;
  readonly emulator?: TelegramEmulatorOptions;
  /** How the bot gets its updates. Default: polling. */
  readonly by?: 'polling' | 'webhook';
  readonly config?: (config: Config) => Config;
  /** Default: none is written. */
  readonly logger?: Logger;
  /** Of the bot's process, beside what it needs. */
  readonly variables?: Readonly<Record<string, string>>;
  /** How fast the bot sends. Default: as fast as it can, since the emulator sets no limit unless it is told to. */
  readonly limits?: TelegramTuning['limits'];
}

/** A whole Copydesk with Telegram in front of it: a real bot, a Bot API server, a real desk. Ann and Ben decide, Eve does not. */
export interface TelegramNewsroom {
  readonly newsroom: Newsroom;
  readonly emulator: TelegramEmulator;
  readonly ann: Person;
  readonly ben: Person;
  readonly eve: Person;
  /** The bot's only way to Temporal. */
  readonly temporal: TcpGate;
  /** The bot's only way to its database. */
  readonly database: TcpGate;
  /** Absent with polling. */
  readonly webhookUrl?: string;
  /** What a process of its own needs to be the bot, environment included. */
  readonly variables: Readonly<Record<string, string>>;
  /** Another instance of the bot. The first is running. */
  startBot(): Promise<OpenTelegram>;
  readonly bot: OpenTelegram;
  /** Every instance there ever was. */
  readonly bots: readonly OpenTelegram[];

  /** Resolves with the first message of the bot that matches, as soon as it is there. */
  until(chat: ChatHandle, matches: (message: SeenMessage) => boolean, what: string): Promise<SeenMessage>;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 45_000;
const UNLIMITED = {};

export async function openTelegramNewsroom(options: TelegramNewsroomOptions = {}): Promise<TelegramNewsroom> {
  const [newsroom, emulator] = await Promise.all([
    openNewsroom(options.newsroom),
    startTelegramEmulator({ webhookRetryMs: 50, conflictDelayMs: 100, ...options.emulator }),
  ]);
  const ann = emulator.user({ firstName: 'Ann', language: 'en' });
  const ben = emulator.user({ firstName: 'Ben', language: 'en' });
  const eve = emulator.user({ firstName: 'Eve', language: 'en' });
  const { temporalAddress, namespace, databaseUrl } = newsroom.place;
  const behind = new URL(databaseUrl);
  const [temporal, database] = await Promise.all([
    openTcpGate(temporalAddress),
    openTcpGate(`${behind.hostname}:${behind.port}`),
  ]);
  const throughGate = new URL(databaseUrl);
  throughGate.host = database.address;
  const port = options.by === 'webhook' ? await pickPort() : undefined;
  const variables = {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: namespace,
    DATABASE_URL: throughGate.href,
    COPYDESK_SECRET: 'a-secret-of-the-tests-for-ids-of-articles',
    TELEGRAM_BOT_TOKEN: emulator.token,
    TELEGRAM_API_ROOT: emulator.apiRoot,
    ...(port !== undefined && { TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`, TELEGRAM_PORT: String(port) }),
    ...options.variables,
  };
  const shipped = loadConfig('config');
  const approval = { gate: 'final', approvers: ['requester', `telegram:${ben.id}`] } as const;
  const plain: Config = {
    ...shipped,
    article: { ...TEST_SETTINGS, approval },
    worker: { ...shipped.worker, shutdownGraceSeconds: 1 },
  };
  const config = options.config?.(plain) ?? plain;
  const bots: OpenTelegram[] = [];
  const startBot = async (): Promise<OpenTelegram> => {
    const bot = await telegramPlatform.open({
      config,
      environment: readEnvironment(variables),
      variables,
      logger: options.logger ?? createLogger({ level: 'silent' }),
      signal: new AbortController().signal,
      // A model that plays a script costs nothing either.
      isPractice: true,
      tuning: { limits: options.limits ?? UNLIMITED, settleMs: 300, lookEveryMs: 100 },
    });
    bot.done.catch(() => undefined);
    bots.push(bot);
    return bot;
  };
  const bot = await startBot();

  return {
    newsroom,
    emulator,
    ann,
    ben,
    eve,
    temporal,
    database,
    variables,
    ...(port !== undefined && { webhookUrl: `http://127.0.0.1:${port}` }),
    startBot,
    bot,
    bots,
    async until(chat, matches, what) {
      const find = (): SeenMessage | undefined =>
        emulator.messages(chat).find((message) => message.isFromBot && matches(message));
      const there = (): string =>
        emulator
          .messages(chat)
          .map(({ id, text, buttons }) => `${id}: ${text} [${buttons.map((button) => button.text).join(' · ')}]`)
          .join('\n');
      await eventually(
        () => find() !== undefined,
        () => `${what}, only:\n${there()}`,
      );
      const found = find();
      if (found === undefined) throw new Error(`The ${what} is gone again`);
      return found;
    },
    async close() {
      temporal.open();
      database.open();
      await Promise.allSettled(bots.map((one) => one.stop()));
      await emulator.stop();
      await newsroom.close();
      await Promise.all([temporal.close(), database.close()]);
    },
  };
}

/** Waits until it is so. @throws when it does not come about. */
export async function eventually(isSo: () => boolean, what: string | (() => string)): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !isSo(); ) {
    if (Date.now() > deadline) throw new Error(`There is no ${typeof what === 'string' ? what : what()}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Which draft can be decided on with the message's buttons; undefined when none can. */
export function draftToDecide({ buttons }: SeenMessage): { articleId: string; version: number } | undefined {
  for (const { data = '' } of buttons) {
    const button = decodeButton(data);
    if (button?.kind === 'decision') return { articleId: button.articleId, version: button.draft.version };
  }
  return undefined;
}
