import { randomInt } from 'node:crypto';
import type { BotCommand, Update, User } from '@grammyjs/types';
import { ApiError } from './api-error.ts';
import { type ApiCall, startApiServer } from './api-server.ts';
import { BOT_METHODS, type BotState, type Toast, type Whisper } from './bot-methods.ts';
import { createFaultPlan, type Fault, type FaultOptions } from './faults.ts';
import { createFileStore } from './files.ts';
import { createFloodGuard, type FloodLimits } from './flood-limits.ts';
import { type ChatHandle, createPeople, type People, type Person } from './people.ts';
import { type Params, paramsOfJson } from './request-params.ts';
import { type SeenMessage, toSeenMessage } from './seen-message.ts';
import { createUpdateQueue, type UpdateKind } from './update-queue.ts';
import { createWorld } from './world.ts';

export type { ChatHandle, Person } from './people.ts';
export type { SeenMessage } from './seen-message.ts';

export interface TelegramEmulatorOptions {
  /** The bot sees only what is meant for it in groups. Default true, as with BotFather. */
  readonly privacy?: boolean;
  /** Default: none, so that tests need not wait. */
  readonly limits?: FloodLimits;
  /** How long a tap can be answered. Telegram: 15 s. */
  readonly callbackAnswerMs?: number;
  /** How long a tap waits to be fetched. Telegram: 150 s. */
  readonly tapExpiryMs?: number;
  /** Before what a webhook refused comes again. Telegram: 1 s. */
  readonly webhookRetryMs?: number;
  /** Between two conflicts. Telegram: 3 s. */
  readonly conflictDelayMs?: number;
  /** Default true, as on a Bot API server of one's own (`--local`). */
  readonly allowsHttpWebhooks?: boolean;
  /** Whether chats allow reactions, which their administrators decide. Default false. */
  readonly allowsReactions?: boolean;
}

export interface TelegramEmulator extends People {
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: User;

  /** What a person saw after taps. */
  toasts(person: Person): readonly Toast[];
  /** Ephemeral messages that a person was shown in groups. */
  whispers(person: Person): readonly Whisper[];
  /** Emojis of the bot below a message. */
  reactions(chat: ChatHandle, messageId: number): readonly string[];
  /** Taps whose button still shows that something is going on. */
  spinning(person: Person): readonly string[];
  /** What stands in the chat, oldest first. */
  messages(chat: ChatHandle): readonly SeenMessage[];
  /** The message, read anew. @throws when it is gone. */
  message(chat: ChatHandle, id: number): SeenMessage;

  /** Requests so far, of one method or all; `getUpdates` only by name. */
  calls(method?: string): readonly ApiCall[];
  commands(scope: string, language?: string): readonly BotCommand[] | undefined;
  /** @param method `*`: any but getUpdates */
  fault(method: string, fault: Fault, options?: FaultOptions): void;
  /** How many of them no request has met. */
  readonly faultsLeft: number;
  clearFaults(): void;
  /** Nobody can reach the server until the outage is ended. */
  outage(): { end(): void };

  /** Every update there ever was. */
  readonly updates: readonly Update[];
  /** Those that have not been confirmed. */
  readonly pending: readonly Update[];
  /** Whether somebody waits for updates. */
  readonly isPolled: boolean;
  /** An update as it is, for what tests could not bring about otherwise. */
  addUpdate(kind: UpdateKind, content: object, lane?: string): void;
  /** Delivers an update again, under the same number, whether or not it was confirmed. */
  redeliver(update: Update): void;
  /** What polls answer from now on. */
  disorder(change: ((updates: readonly Update[]) => readonly Update[]) | undefined): void;
  stop(): Promise<void>;
}

/**
 * A Bot API server with the chats behind it, written from the Bot API reference (10.3), the source of Telegram's own server, and
 * what TDLib does with texts.
 */
export async function startTelegramEmulator(options: TelegramEmulatorOptions = {}): Promise<TelegramEmulator> {
  const { privacy = true, callbackAnswerMs = 15_000, tapExpiryMs = 150_000, allowsHttpWebhooks = true } = options;
  const bot: User = {
    id: randomInt(1_000_000_000, 2_000_000_000),
    is_bot: true,
    first_name: 'Copydesk',
    username: 'copydesk_bot',
  };
  const token = `${bot.id}:AAE-${randomInt(2 ** 47).toString(36)}-emulated-token`;
  const world = createWorld(bot);
  const faults = createFaultPlan();
  const stopping = new AbortController();

  const run = async (method: string, params: Params, signal: AbortSignal): Promise<unknown> => {
    const handler = BOT_METHODS.get(method.toLowerCase());
    if (handler === undefined) throw new ApiError(404, 'Not Found');
    return await handler(params, state, signal);
  };
  const updates = createUpdateQueue({
    conflictDelayMs: options.conflictDelayMs ?? 3000,
    webhookRetryMs: options.webhookRetryMs ?? 1000,
    async callFromWebhook(body) {
      const params = paramsOfJson(body);
      const method = params.text('method') ?? '';
      // As on Telegram's server; nobody learns how it ended.
      if (/^(?:(?:delete|set)webhook|close|logout|get.*)$/i.test(method)) return;
      await run(method, params, stopping.signal).catch(() => undefined);
    },
  });
  const state: BotState = {
    world,
    files: createFileStore(),
    updates,
    taps: new Map(),
    toasts: [],
    whispers: [],
    reactions: new Map(),
    allowsReactions: options.allowsReactions ?? false,
    commands: new Map(),
    about: new Map(),
    canReadAll: !privacy,
    callbackAnswerMs,
    allowsHttpWebhooks,
    checkFlood: createFloodGuard(options.limits),
  };
  const server = await startApiServer({ token, files: state.files, faults, run });

  return {
    ...createPeople(state, { privacy, tapExpiryMs }),
    apiRoot: server.apiRoot,
    token,
    bot,

    toasts: ({ id }) => state.toasts.filter(({ userId }) => userId === id),
    whispers: ({ id }) => state.whispers.filter(({ userId }) => userId === id),
    reactions: (chat, id) => state.reactions.get(`${chat.id} ${id}`) ?? [],
    spinning: ({ id }) => [...state.taps.values()].filter(({ user }) => user.id === id).map((tap) => tap.id),
    messages: ({ id }) => [...(world.chats.get(id)?.messages.values() ?? [])].map((one) => toSeenMessage(one, bot.id)),
    message(chat, id) {
      const message = world.chats.get(chat.id)?.messages.get(id);
      if (message === undefined) throw new Error(`There is no message ${id} in chat ${chat.id}.`);
      return toSeenMessage(message, bot.id);
    },

    calls: (method) =>
      server.calls.filter((call) => (method === undefined ? call.method !== 'getUpdates' : call.method === method)),
    commands: (scope, language = '') => state.commands.get(JSON.stringify([scope, null, language])),
    fault: (method, fault, faultOptions) => faults.add(method, fault, faultOptions),
    get faultsLeft() {
      return faults.left;
    },
    clearFaults: () => faults.clear(),
    outage: () => server.outage(),

    get updates() {
      return updates.all;
    },
    get pending() {
      return updates.pending;
    },
    get isPolled() {
      return server.isPolled;
    },
    addUpdate: (kind, content, lane = kind) => updates.add(kind, content, lane),
    redeliver: (update) => updates.again(update),
    disorder: (change) => updates.disorder(change),
    async stop() {
      stopping.abort();
      updates.close();
      await server.close();
    },
  };
}
