import type { AddressInfo } from 'node:net';
import { keepTranslating } from '../../src/chat/keep-translating.ts';
import { createChatDesk } from '../../src/chat/chat-desk.ts';
import { deskSettings } from '../../src/chat/desk-settings.ts';
import { createMiniAppKeys, keepTellingMiniAppKey } from '../../src/chat/mini-app-key.ts';
import { createMiniAppKeyStore } from '../../src/storage/mini-app-key-store.ts';
import { createDoor } from '../../src/chat/door.ts';
import { keepReminding } from '../../src/chat/keep-reminding.ts';
import { createSnooze } from '../../src/chat/snooze.ts';
import { keepStartingScheduled } from '../../src/chat/scheduled-runs.ts';
import { createHttpServer } from '../../src/lib/http-server.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { within } from '../../src/lib/within.ts';
import { listenOn } from '../../src/process/listen-on.ts';
import { textOfFile } from '../../src/document/word/text-of-file.ts';
import { openPlatform } from '../../src/process/open-platform.ts';
import type { ProcessOptions, RunningProcess } from '../../src/process/run-process.ts';
import { servePlatform } from '../../src/process/serve-platform.ts';
import { createAdministrators } from './connect/administrators.ts';
import { createTelegramChatStore } from './connect/telegram-chat-store.ts';
import { createTelegramLanes } from './connect/telegram-lanes.ts';
import { createTelegramTurns } from './connect/telegram-turns.ts';
import { createTelegramInbox } from './connect/telegram-inbox.ts';
import { createGuestList } from './connect/guest-list.ts';
import { createTelegramMembership } from './connect/membership.ts';
import { createTelegramNewcomers } from './connect/newcomers.ts';
import { ownerLink } from './connect/start-link.ts';
import { createTelegramQuestionStore } from './connect/telegram-question-store.ts';
import { createTelegraf } from './listeners/bot.ts';
import { createBotService } from './connect/bot-service.ts';
import { type CallTelegram, isUnauthorized } from './connect/call-telegram.ts';
import { createLimitsOf, type TelegramLimits } from './messenger/limits.ts';
import { createTelegramMessenger } from './messenger/messenger.ts';
import { notingSends } from './messenger/note-sends.ts';
import { createDownloadDocument } from './listeners/download-document.ts';
import { createReadDocument } from './listeners/read-document.ts';
import { tellReminder } from './listeners/tell-reminder.ts';
import { tellMaker } from './listeners/tell-maker.ts';
import { PLATFORM } from './platform.ts';
import { tokenRefused } from './connect/token-refused.ts';
import { paceAnswers } from './messenger/pace-answers.ts';
import { requireTelegramVariables, type TelegramVariables } from './variables.ts';

export interface OpenTelegramOptions extends ProcessOptions {
  /** Default: as `variables` say. Their `secrets` have to be known to the logger. */
  readonly telegram?: TelegramVariables;
  /** What happens when Telegram takes the token away later: `stop` (the default) ends everything, `wait` tries again until it is put right. */
  readonly whenTokenIsLost?: 'stop' | 'wait';
  /** The practice model answers, which costs nothing: anybody may start articles. Default: false. */
  readonly isPractice?: boolean;
  /** Waits, for tests. */
  readonly tuning?: TelegramTuning;
}

export interface TelegramTuning {
  /** How fast messages go out. */
  readonly limits?: TelegramLimits;
  /** How long a message that was sent may still arrive, in milliseconds. */
  readonly settleMs?: number;
  /** How often to look whether the process that serves the bot is still there, in milliseconds. */
  readonly lookEveryMs?: number;
}

/** The Telegram platform, with everything it opened. */
export interface OpenTelegram extends RunningProcess {
  /** On which the webhook listens; absent with long polling. */
  readonly webhookPort?: number;
  /** A link that makes whoever opens it first the owner of the bot. Undefined: it has one, needs none, or cannot be asked for its name. Never rejects. */
  ownerLink(): Promise<string | undefined>;
}

/** Nobody waits for it but the start, which runs by then. */
const LINK_BUDGET_MS = 3000;
/** For the first look at the token. */
const CHECK_TIMEOUT_MS = 3000;

/** Opens the platform's process and serves the bot. Waits for what is not up yet. @throws {ConfigError} */
export async function openTelegram(options: OpenTelegramOptions): Promise<OpenTelegram> {
  const { config, logger, whenTokenIsLost = 'stop', isPractice = false, tuning = {} } = options;
  const telegram = options.telegram ?? requireTelegramVariables(options.variables);
  const { botId, webhook } = telegram;
  const { telegraf, call } = createTelegraf(telegram);
  const bot = await checkToken(call, options.signal);
  const platform = await openPlatform({
    ...options,
    messenger: ({ pool, reader }) =>
      createTelegramMessenger({
        call,
        botId,
        chats: createTelegramChatStore(pool, botId),
        lanes: createTelegramLanes(pool, botId),
        turns: createTelegramTurns(pool),
        administrators: createAdministrators(config.access.administrators, createGuestList(pool, botId)),
        richMessages: config.telegram.richMessages,
        log: logger,
        reader,
        ...(tuning.limits !== undefined && { limits: tuning.limits }),
        ...(tuning.settleMs !== undefined && { settleMs: tuning.settleMs }),
      }),
  });
  const { pool, people, threads, audit } = platform;
  const chats = createTelegramChatStore(pool, botId);
  const answering = paceAnswers(notingSends(call, { chats, lanes: createTelegramLanes(pool, botId) }), {
    turns: createTelegramTurns(pool),
    limitsOf: createLimitsOf(botId, tuning.limits),
  });
  const download = createDownloadDocument({ call, ...telegram, logger });
  const guests = createGuestList(pool, botId);
  const membership = createTelegramMembership(answering, logger);
  const { administrators } = config.access;
  const { people: named, ...anybody } = config.access.telegram;
  const rules = isPractice ? anybody : config.access.telegram;
  const door = createDoor({
    rules,
    administrators,
    newcomers: createTelegramNewcomers({ guests, membership, ...(named !== undefined && { named }) }),
    logger,
  });
  const front = {
    botId,
    call: answering,
    desk: createChatDesk({
      ...platform,
      ...deskSettings(config),
      textOfFile,
      membership,
      door,
      logger,
    }),
    door,
    guests,
    audit,
    people,
    threads,
    questions: createTelegramQuestionStore(pool, botId),
    chats,
    readDocument: createReadDocument({ download, maxKilobytes: config.telegram.maxFileKilobytes }),
    download,
    snooze: createSnooze({ ...platform, zone: config.schedules.zone, logger }),
    templates: config.agents.house.templates,
    choices: config.orders.choices,
    interfaceLanguage: config.language.interface,
    logger,
  };
  const service = createBotService({
    telegraf,
    inbox: createTelegramInbox(pool, botId),
    connect: () => pool.connect(),
    settings: config.telegram,
    ...(webhook !== undefined && { webhook }),
    ...(tuning.lookEveryMs !== undefined && { lookEveryMs: tuning.lookEveryMs }),
    whenTokenIsLost,
    front,
  });

  const server = service.listener && createHttpServer(service.listener, { logger });
  try {
    if (server !== undefined && webhook !== undefined)
      await listenOn(server, { port: webhook.port, variable: 'TELEGRAM_PORT' });
  } catch (error) {
    await platform.stop();
    throw error;
  }
  void keepStartingScheduled(
    {
      platform: PLATFORM,
      desk: front.desk,
      schedules: platform.schedules,
      scheduling: platform.scheduling,
      rules: config.schedules,
      tell: (news) => tellMaker(front, news),
      logger,
    },
    platform.ending,
  );
  const { secret } = options.environment;
  // Only where people are led to the page.
  if (platform.page !== undefined && secret !== undefined)
    void keepTellingMiniAppKey(
      { keys: createMiniAppKeys(createMiniAppKeyStore(pool), secret), botToken: telegram.token, logger },
      platform.ending,
    );
  void keepTranslating({ ...platform, platform: PLATFORM, logger }, platform.ending);
  void keepReminding(
    {
      platform: PLATFORM,
      reminders: platform.reminders,
      tell: (reminder) => tellReminder(front, reminder),
      logger,
    },
    platform.ending,
  );
  const served = servePlatform({
    platform,
    listen: (signal) => service.run(signal),
    settle: async () => void server?.close(),
    logger,
  });
  return {
    ...served,
    isHealthy: () => service.isHealthy() && served.isHealthy(),
    async ownerLink() {
      try {
        return bot === undefined
          ? undefined
          : await within(LINK_BUDGET_MS, 'PostgreSQL', ownerLink(bot, guests, config.access));
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not make a link for the owner of the Telegram bot');
        return undefined;
      }
    },
    // A TCP server's address is an object.
    ...(server !== undefined && { webhookPort: (server.address() as AddressInfo).port }),
  };
}

/** A wrong token is said before anything is opened. Whether Telegram can be reached shows later. @returns the name of the bot */
async function checkToken(call: CallTelegram, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await call('getMe', {}, { timeoutMs: CHECK_TIMEOUT_MS, signal })).username;
  } catch (error) {
    if (isUnauthorized(error)) throw tokenRefused();
    return undefined;
  }
}
