import { Telegram } from 'telegraf';
import { type Examination, type Finding, ok, skipped } from '../../../src/doctor/doctor.ts';
import { examinePort } from '../../../src/doctor/examine-port.ts';
import { type CallTelegram, createCallTelegram } from '../connect/call-telegram.ts';
import type { AccessConfig } from '../../../src/config/access-schema.ts';
import type { GuestList } from '../connect/guest-list.ts';
import type { TelegramVariables } from '../variables.ts';
import { type KnownBot, lookAtBot, lookAtGroups } from './look-at-bot.ts';
import { lookAtOwner } from './look-at-owner.ts';
import { lookAtCommands } from './look-at-commands.ts';
import { lookAtWebhook } from './look-at-webhook.ts';
import { tryMessage } from './try-message.ts';
import { isOfficial } from './why.ts';

export interface ExamineTelegramOptions {
  readonly telegram: TelegramVariables;
  /** Where the test message goes; absent: none is sent. */
  readonly chat?: string | undefined;
  readonly access: Pick<AccessConfig, 'administrators' | 'telegram'>;
  /** Absent: no database is known. */
  readonly guests?: Pick<GuestList, 'owner' | 'invite'> | undefined;
  /** How long one request to Telegram may take. Default: 10 s. */
  readonly timeoutMs?: number;
}

/** What is looked at, in this order. Never `getUpdates`: it would cut off whoever polls, and updates that nobody handled might be lost. */
export function examineTelegram({
  telegram,
  chat,
  access,
  guests,
  timeoutMs,
}: ExamineTelegramOptions): readonly Examination[] {
  const { token, apiRoot, webhook } = telegram;
  const once = createCallTelegram(new Telegram(token, { apiRoot, webhookReply: false }));
  const call: CallTelegram = (method, payload, options) =>
    once(method, payload, { ...(timeoutMs !== undefined && { timeoutMs }), ...options });
  let bot: KnownBot | undefined;
  const withBot = (look: (known: KnownBot) => Promise<Finding> | Finding) => async (): Promise<Finding> =>
    bot === undefined ? skipped('needs a working token.') : await look(bot);

  return [
    { name: 'Variables', examine: () => Promise.resolve(ok(describe(telegram))) },
    {
      name: 'Token',
      async examine() {
        const { finding, bot: known } = await lookAtBot(call, apiRoot);
        bot = known;
        return finding;
      },
    },
    {
      name: webhook === undefined ? 'Polling' : 'Webhook',
      examine: withBot(() => lookAtWebhook(call, apiRoot, webhook, Date.now() / 1000)),
    },
    ...(webhook === undefined
      ? [
          {
            name: 'Other pollers',
            examine: withBot(() =>
              skipped(
                "asking would cut off whoever polls with this token. Copydesk's log says so when two programs do.",
              ),
            ),
          },
        ]
      : [{ name: 'Port', examine: () => examinePort('TELEGRAM_PORT', webhook.port) }]),
    { name: 'Groups', examine: withBot(lookAtGroups) },
    { name: 'Owner', examine: withBot(({ username }) => lookAtOwner(username, guests, access)) },
    { name: 'Commands', examine: withBot(() => lookAtCommands(call, apiRoot)) },
    {
      name: 'Test message',
      examine: withBot(async ({ username }) =>
        chat === undefined ? skipped(howToName(username)) : await tryMessage(call, apiRoot, chat),
      ),
    },
  ];
}

function describe({ apiRoot, webhook }: TelegramVariables): string {
  const way =
    webhook === undefined ? 'long polling' : `webhook at ${URL.parse(webhook.url)?.host ?? 'TELEGRAM_WEBHOOK_URL'}`;
  return isOfficial(apiRoot)
    ? way
    : `${way}, by the Bot API server at ${URL.parse(apiRoot)?.host ?? 'TELEGRAM_API_ROOT'}`;
}

function howToName(username: string): string {
  return `name a chat with --chat <id>. Open https://web.telegram.org/a: the number that ends the address is the id, of a group with its minus, of yourself in Saved Messages (press Start in the chat with @${username} first). A public group goes by its @name.`;
}
