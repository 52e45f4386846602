import type { Pool } from 'pg';
import { Telegram } from 'telegraf';
import { inject } from 'vitest';
import { createTelegraf } from '../../../bots/telegram/listeners/bot.ts';
import { type BotService, createBotService } from '../../../bots/telegram/connect/bot-service.ts';
import { notingSends } from '../../../bots/telegram/messenger/note-sends.ts';
import { createDownloadDocument } from '../../../bots/telegram/listeners/download-document.ts';
import { createReadDocument } from '../../../bots/telegram/listeners/read-document.ts';
import { readTelegramVariables } from '../../../bots/telegram/variables.ts';
import { createDoor } from '../../../src/chat/door.ts';
import { createChatDesk } from '../../../src/chat/chat-desk.ts';
import type { ArticleGateway, ArticleOrder } from '../../../src/gateway/article-gateway.ts';
import type { ArticleSummary } from '../../../src/gateway/article-list.ts';
import { createArticleIds } from '../../../src/gateway/article-id.ts';
import { GatewayError } from '../../../src/gateway/gateway-error.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { keysOf } from '../../../src/protocol/actor.ts';
import type { ApprovalSettings } from '../../../src/protocol/settings.ts';
import { roomAbove, stricter } from '../../../src/protocol/stricter.ts';
import { encodeButton } from '../../../src/protocol/button-codec.ts';
import type { Control, Decision, DraftDecisionKind, Refusal } from '../../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { createArticleStore } from '../../../src/storage/article-store.ts';
import { createCostStore } from '../../../src/storage/cost-store.ts';
import { createSnooze } from '../../../src/chat/snooze.ts';
import { createReminderStore } from '../../../src/storage/reminder-store.ts';
import { createZoneStore } from '../../../src/storage/zone-store.ts';
import { createDraftStore } from '../../../src/storage/draft-store.ts';
import { createPeopleStore } from '../../../src/storage/people-store.ts';
import { createEditionStore } from '../../../src/storage/edition-store.ts';
import { createTranslationStore } from '../../../src/storage/translation-store.ts';
import { createVouchStore } from '../../../src/storage/vouch-store.ts';
import { createWebLinkStore } from '../../../src/storage/web-link-store.ts';
import { createSourceFileStore } from '../../../src/storage/source-file-store.ts';
import { createExtrasStore } from '../../../src/storage/extras-store.ts';
import { createStyleStore } from '../../../src/storage/style-store.ts';
import { createIdentityStore } from '../../../src/storage/identity-store.ts';
import { createReadingStore } from '../../../src/storage/reading-store.ts';
import { createPool } from '../../../src/storage/pool.ts';
import { createTelegramChatStore } from '../../../bots/telegram/connect/telegram-chat-store.ts';
import { refKey } from '../../../src/storage/ref-key.ts';
import { createRequestStore } from '../../../src/storage/request-store.ts';
import { createTelegramLanes } from '../../../bots/telegram/connect/telegram-lanes.ts';
import { createTelegramInbox } from '../../../bots/telegram/connect/telegram-inbox.ts';
import { createGuestList } from '../../../bots/telegram/connect/guest-list.ts';
import { createTelegramNewcomers } from '../../../bots/telegram/connect/newcomers.ts';
import type { AccessConfig } from '../../../src/config/access-schema.ts';
import { createTelegramMembership } from '../../../bots/telegram/connect/membership.ts';
import { createTelegramQuestionStore } from '../../../bots/telegram/connect/telegram-question-store.ts';
import { createThreadIndex } from '../../../src/storage/thread-index.ts';
import {
  type ChatHandle,
  type Person,
  type SeenMessage,
  startTelegramEmulator,
  type TelegramEmulator,
  type TelegramEmulatorOptions,
} from '../../emulators/telegram/telegram-emulator.ts';
import { createMigratedDatabase } from '../../support/use-database.ts';
import { ORDER_CHOICES, TEST_SETTINGS } from '../../support/settings.ts';

/** A desk that answers at once, and remembers what it was handed. */
/** As the settings have it. */
const APPROVAL: ApprovalSettings = { gate: 'final', approvers: ['requester', 'telegram:2'] };

export interface NotingDesk extends ArticleGateway {
  readonly orders: readonly ArticleOrder[];
  readonly decisions: readonly (Decision & { readonly articleId: string })[];
  readonly controls: readonly (Control & { readonly articleId: string })[];
  /** Nobody answers. */
  isAway: boolean;
  /** What the next decisions and controls are refused with. */
  refusal: Refusal | undefined;
  /** Whether articles have a draft. */
  hasDraft: boolean;
  /** What may be decided on. */
  decidable: ArticleStatus['decidable'];
  /** What the status of each article is. */
  status(articleId: string): Promise<ArticleStatus>;
  articles: readonly ArticleSummary[];
}

/** The bot as it takes in what people do: real telegraf and PostgreSQL, Telegram emulated, nobody at the desk. */
export interface BotBench {
  readonly emulator: TelegramEmulator;
  readonly desk: NotingDesk;
  readonly pool: Pool;
  readonly ann: Person;
  readonly ben: Person;
  /** Another process that wants to serve the bot. Ends with the bench at the latest. */
  start(): RunningBot;
  /** What the bot said in a chat, oldest first. */
  said(chat: ChatHandle): readonly SeenMessage[];
  /** An article as the database knows it, about which its requester alone decides, with a card about its first draft in the chat. */
  openArticle(chat: ChatHandle, requester: Person): Promise<ArticleWithCard>;
  close(): Promise<void>;
}

export interface RunningBot {
  readonly service: BotService;
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

export interface ArticleWithCard {
  readonly articleId: string;
  /** With a button for each decision; their labels are the decisions. Before them one for what changed, for a rule of style, and for a language. */
  readonly card: SeenMessage;
}

const ids = createArticleIds('a secret of thirty-two characters or more');
export const HASH = '0a1b2c3d';
const DECISIONS: readonly DraftDecisionKind[] = ['approve', 'request-changes', 'edit', 'reject'];

/** @param options.keepHours how long an update is kept that the desk did not take */
export async function openBotBench(
  options: {
    readonly emulator?: TelegramEmulatorOptions;
    readonly keepHours?: number;
    /** Default: anybody may start articles. */
    readonly access?: Partial<Pick<AccessConfig, 'administrators' | 'telegram'>>;
  } = {},
): Promise<BotBench> {
  const [emulator, database] = await Promise.all([
    startTelegramEmulator({ conflictDelayMs: 50, ...options.emulator }),
    createMigratedDatabase(inject('postgresUrl')),
  ]);
  const settings = { poolSize: 8, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 };
  const pool = createPool(database.url, settings, () => undefined);
  const desk = createNotingDesk();
  const logger = createLogger({ level: 'silent' });
  const telegram = readTelegramVariables({ TELEGRAM_BOT_TOKEN: emulator.token, TELEGRAM_API_ROOT: emulator.apiRoot });
  if (telegram === undefined) throw new Error('The emulator has a token');
  const { botId } = telegram;
  const running: RunningBot[] = [];
  const drafts = createDraftStore(pool);
  let articles = 0;

  return {
    emulator,
    desk,
    pool,
    ann: emulator.user({ firstName: 'Ann', language: 'en' }),
    ben: emulator.user({ firstName: 'Ben', language: 'en' }),
    start() {
      const { telegraf, call } = createTelegraf(telegram);
      const chats = createTelegramChatStore(pool, botId);
      const guests = createGuestList(pool, botId);
      const membership = createTelegramMembership(call, logger);
      const { administrators = [], telegram: rules = { guests: true, external: true } } = options.access ?? {};
      const { people: named = [] } = rules;
      const newcomers = createTelegramNewcomers({ guests, membership, named });
      const door = createDoor({ rules, administrators, newcomers, logger });
      const download = createDownloadDocument({ call, ...telegram, logger });
      const service = createBotService({
        telegraf,
        inbox: createTelegramInbox(pool, botId),
        connect: () => pool.connect(),
        settings: { pollSeconds: 5, keepHours: options.keepHours ?? 24 },
        whenTokenIsLost: 'stop',
        lookEveryMs: 50,
        front: {
          botId,
          call: notingSends(call, { chats, lanes: createTelegramLanes(pool, botId) }),
          desk: createChatDesk({
            gateway: desk,
            drafts,
            articles: createArticleStore(pool),
            costs: createCostStore(pool),
            operators: [],
            audit: createAuditLog(pool, 'telegram'),
            door,
            membership,
            readings: createReadingStore(pool),
            identities: createIdentityStore(pool),
            style: createStyleStore(pool),
            extras: createExtrasStore(pool),
            editions: createEditionStore(pool),
            translations: createTranslationStore(pool),
            files: createSourceFileStore(pool),
            page: {
              url: 'https://copydesk.example.com',
              links: createWebLinkStore(pool),
              vouches: createVouchStore(pool),
              factsMinutes: 60,
            },
            maxFileBytes: 4096,
            articleLanguage: 'auto',
            logger,
          }),
          door,
          guests,
          audit: createAuditLog(pool, 'telegram'),
          people: createPeopleStore(pool),
          threads: createThreadIndex(pool),
          questions: createTelegramQuestionStore(pool, botId),
          chats,
          readDocument: createReadDocument({ download, maxKilobytes: 4 }),
          download,
          snooze: createSnooze({
            reminders: createReminderStore(pool),
            zones: createZoneStore(pool),
            zone: 'UTC',
            logger,
          }),
          choices: ORDER_CHOICES,
          templates: [{ id: 'how-to', words: { en: { name: 'How-to' }, ru: { name: 'Инструкция' } } }],
          interfaceLanguage: 'auto',
          logger,
        },
      });
      const stopping = new AbortController();
      const done = service.run(stopping.signal);
      done.catch(() => undefined);
      const bot: RunningBot = {
        service,
        done,
        async stop() {
          stopping.abort();
          await done;
        },
      };
      running.push(bot);
      return bot;
    },
    said: (chat) => emulator.messages(chat).filter(({ isFromBot }) => isFromBot),
    async openArticle(chat, { id, first_name }) {
      const requester = { platform: 'telegram', userId: String(id), displayName: first_name, groups: [] };
      const thread = { platform: 'telegram', channel: String(chat.id) };
      const articleId = ids.idOf(`an article of the bench ${(articles += 1)}`);
      await createRequestStore(pool).open({
        articleId,
        traceId: '0'.repeat(32),
        request: { topic: 'How tides work', language: 'en' },
        requester,
        thread,
        language: 'en',
        settings: TEST_SETTINGS,
      });
      const sent = await new Telegram(emulator.token, { apiRoot: emulator.apiRoot }).sendMessage(chat.id, 'Draft 1', {
        reply_markup: {
          inline_keyboard: [
            [
              {
                text: 'changes',
                callback_data: encodeButton({ kind: 'changes', articleId, draft: { version: 1, hash: HASH } }),
              },
            ],
            [{ text: 'open', callback_data: encodeButton({ kind: 'open', articleId }) }],
            [{ text: 'adopt', callback_data: encodeButton({ kind: 'adopt', articleId, rule: 1 }) }],
            [{ text: 'German', callback_data: encodeButton({ kind: 'language', articleId, language: 'de' }) }],
            ...DECISIONS.map((decision) => [
              {
                text: decision,
                callback_data: encodeButton({
                  kind: 'decision',
                  articleId,
                  decision,
                  draft: { version: 1, hash: HASH },
                }),
              },
            ]),
          ],
        },
      });
      const ref = { chat: chat.id, message: sent.message_id };
      await pool.query(
        `insert into messages (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease)
         select follower_id, 1, 'card', 'draft', 'sent', 'x', true, $2, $3, platform, 0 from followers where article_id = $1`,
        [articleId, ref, refKey(ref)],
      );
      return { articleId, card: emulator.message(chat, sent.message_id) };
    },
    async close() {
      await Promise.all(running.map((bot) => bot.stop().catch(() => undefined)));
      await emulator.stop();
      await pool.end();
      await database.drop();
    },
  };
}

function createNotingDesk(): NotingDesk {
  const orders: ArticleOrder[] = [];
  const decisions: (Decision & { readonly articleId: string })[] = [];
  const controls: (Control & { readonly articleId: string })[] = [];
  const answered = <T>(answer: () => T): Promise<T> =>
    desk.isAway ? Promise.reject(new GatewayError('unavailable', 'Nobody is there')) : Promise.resolve(answer());
  const counted = () =>
    desk.refusal === undefined ? ({ kind: 'counted' } as const) : ({ kind: 'refused', refusal: desk.refusal } as const);
  const desk: NotingDesk = {
    orders,
    decisions,
    controls,
    isAway: false,
    refusal: undefined,
    hasDraft: true,
    decidable: [{ kind: 'draft', version: 1, hash: HASH }],
    articles: [],
    idOf: (eventKey) => ids.idOf(eventKey),
    start: (order) =>
      answered(() => {
        orders.push(order);
        return { articleId: ids.idOf(order.eventKey) };
      }),
    decide: (articleId, decision) =>
      answered(() => {
        decisions.push({ ...decision, articleId });
        return counted();
      }),
    revise: () => Promise.reject(new Error('Nothing was delivered here')),
    translate: () => Promise.reject(new Error('Nothing was delivered here')),
    control: (articleId, control) =>
      answered(() => {
        controls.push({ ...control, articleId });
        return counted();
      }),
    approvalFault({ approval = {} }, _, requester) {
      const wanted = stricter(APPROVAL, approval, keysOf(requester));
      return wanted.kind === 'fault' ? wanted.fault : undefined;
    },
    approvalRoom: (_, requester) => roomAbove(APPROVAL, keysOf(requester)),
    join: () => Promise.resolve(),
    report: () => Promise.reject(new Error('No drain runs here')),
    publish: () => Promise.reject(new Error('Nothing is published here')),
    list: () => answered(() => desk.articles),
    waiting: () => answered(() => ({ articles: desk.articles, total: desk.articles.length, isMore: false })),
    home: () => Promise.reject(new Error('Telegram has no home')),
    status: (articleId) =>
      answered(() => ({
        articleId,
        topic: 'How tides work',
        requesterName: 'Ann',
        stage: 'waiting' as const,
        iteration: 1,
        maxIterations: 3,
        scores: [7],
        drafts: [],
        ...(desk.hasDraft && {
          current: { version: 1, hash: HASH, draftId: `${articleId}/1`, author: 'agent' as const },
        }),
        waitingFor: ['requester'],
        decidable: desk.decidable,
        controls: ['pause', 'cancel', 'finish'] as const,
      })),
  };
  return desk;
}
