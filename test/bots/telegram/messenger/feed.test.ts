import { Telegram } from 'telegraf';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CallTelegram, createCallTelegram } from '../../../../bots/telegram/connect/call-telegram.ts';
import {
  type TelegramMessengerOptions,
  createTelegramMessenger,
} from '../../../../bots/telegram/messenger/messenger.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { Thread } from '../../../../src/protocol/thread.ts';
import { createTelegramChatStore } from '../../../../bots/telegram/connect/telegram-chat-store.ts';
import { createTelegramLanes } from '../../../../bots/telegram/connect/telegram-lanes.ts';
import { createTelegramTurns } from '../../../../bots/telegram/connect/telegram-turns.ts';
import {
  type ChatHandle,
  type SeenMessage,
  startTelegramEmulator,
  type TelegramEmulator,
} from '../../../emulators/telegram/telegram-emulator.ts';
import { type FeedBench, openFeedBench, type RunningDrain, type TestArticle } from '../../../support/feed-bench.ts';

const en = messages('en');
const SETTLE_MS = 150;

let bench: FeedBench;
let telegram: TelegramEmulator;
let drains: RunningDrain[] = [];
beforeAll(async () => {
  [bench, telegram] = await Promise.all([openFeedBench(inject('postgresUrl')), startTelegramEmulator()]);
});
afterEach(async () => {
  await Promise.all(drains.map((drain) => drain.stop()));
  drains = [];
  telegram.clearFaults();
});
afterAll(async () => {
  await bench.close();
  await telegram.stop();
});

/** Another process of the bot, as far as it shows what articles say. */
function startDrain(options: Partial<TelegramMessengerOptions> = {}): RunningDrain {
  const botId = String(telegram.bot.id);
  const plain = createCallTelegram(new Telegram(telegram.token, { apiRoot: telegram.apiRoot, webhookReply: false }));
  const impatient: CallTelegram = (method, payload, { timeoutMs = 1000, ...rest } = {}) =>
    plain(method, payload, { ...rest, timeoutMs: Math.min(timeoutMs, 1000) });
  const messenger = createTelegramMessenger({
    call: impatient,
    botId,
    chats: createTelegramChatStore(bench.pool, botId),
    lanes: createTelegramLanes(bench.pool, botId),
    turns: createTelegramTurns(bench.pool),
    administrators: () => Promise.resolve([]),
    richMessages: false,
    log: { warn: () => undefined },
    limits: {},
    settleMs: SETTLE_MS,
    ...options,
  });
  const drain = bench.startDrain({ messenger });
  drains.push(drain);
  return drain;
}

function privateChat(): ChatHandle {
  const person = telegram.user({ firstName: 'Ann' });
  const chat = telegram.privateChat(person);
  telegram.say(chat, person, '/article How tides work');
  return chat;
}

function groupChat(topics: readonly string[] = []) {
  return telegram.supergroup({ title: 'Desk', members: [telegram.user({ firstName: 'Ann' })], topics });
}

async function openArticle(chat: ChatHandle, topic?: number): Promise<TestArticle> {
  const article = await bench.openArticle({ platform: 'telegram', channel: String(chat.id) });
  if (topic !== undefined)
    await bench.pool.query('update followers set thread = $2 where article_id = $1', [
      article.articleId,
      String(topic),
    ]);
  return article;
}

/** Of the bot about the article, oldest first. */
function seen(chat: ChatHandle): readonly SeenMessage[] {
  return telegram.messages(chat).filter(({ isFromBot, service }) => isFromBot && service === undefined);
}

/** The first line of each. */
function heads(chat: ChatHandle): readonly string[] {
  return seen(chat).map(({ text }) => text.split('\n')[0] ?? '');
}

function decisionCards(...chats: readonly ChatHandle[]): readonly SeenMessage[] {
  return chats.flatMap(seen).filter(({ buttons }) => buttons.some(({ data = '' }) => data.startsWith('d:')));
}

const open = (version: number, gate?: string) => ({
  open: { kind: 'draft' as const, version, hash: '00000000', ...(gate !== undefined && { gate }) },
});
async function quiet(article: TestArticle): Promise<void> {
  await expect.poll(() => article.isQuiet()).toBe(true);
}

const paused = { kind: 'notice', notice: { code: 'paused', byName: 'Ann' } } as const;

/** A draft that waits at its gate, and its critique, both said. */
async function comeToGate(article: TestArticle): Promise<void> {
  const draft = await article.draft(1, '# Tides\n\nTwice a day the sea rises.');
  const critiqueId = await article.critique(draft.draftId);
  await article.say({ iteration: 1, ...open(1) }, { kind: 'draft', ...draft });
  await article.say({ scores: [7] }, { kind: 'critique', critiqueId, version: 1 });
  await article.say(
    { stage: 'waiting', ...open(1, 'g1') },
    { kind: 'gate', ...draft, gate: 'g1', stopReason: 'threshold' },
  );
}

describe('articles on Telegram', () => {
  it('show one card to decide on, and who decided once somebody has', async () => {
    const chat = privateChat();
    const article = await openArticle(chat);
    startDrain();
    await comeToGate(article);
    await quiet(article);
    expect(heads(chat).map((head) => head.slice(0, 2))).toEqual(['📰', '📝', '🧐', '🙋']);
    expect(decisionCards(chat).map(({ text }) => text.split('\n')[0])).toEqual([
      expect.stringContaining(en.article.gate.heading({ version: 1 })),
    ]);
    await article.decide(article.approval(1, 'g1'), { stage: 'finishing', open: undefined });
    await quiet(article);
    expect(decisionCards(chat)).toEqual([]);
    expect(seen(chat).at(-1)?.text).toContain('Approved by Ann');
  });

  it.each(['deleted', 'closed'] as const)(
    'go on in another place when their topic is %s, with one card to decide on',
    async (state) => {
      const forum = groupChat(['Tides']);
      const topic = forum.topics['Tides'] ?? 0;
      const article = await openArticle(forum, topic);
      const { reports } = startDrain();
      const draft = await article.draft(1, '# Tides\n\nTwice a day the sea rises.');
      await article.say({ iteration: 1, ...open(1) }, { kind: 'draft', ...draft });
      await quiet(article);
      expect(decisionCards(forum)).toHaveLength(1);

      telegram.setTopic(forum, topic, state);
      await article.say(
        { stage: 'waiting', ...open(1, 'g1') },
        { kind: 'gate', ...draft, gate: 'g1', stopReason: 'threshold' },
      );
      const code = state === 'deleted' ? 'topic_deleted' : 'topic_closed';
      await expect
        .poll(() => reports.map(({ report }) => report))
        .toContainEqual(expect.objectContaining({ kind: 'trouble', reason: code }));

      const home = privateChat();
      const there: Thread = { platform: 'telegram', channel: String(home.id) };
      await article.record({ moved: there });
      await quiet(article);
      expect(decisionCards(forum, home).map(({ text }) => text.split('\n')[0])).toEqual([
        expect.stringContaining(en.article.gate.heading({ version: 1 })),
      ]);
      expect(heads(home)[0]).toContain('How tides work');
      if (state === 'closed') {
        const [status, card] = seen(forum);
        expect(status?.text).toContain(en.article.card.movedTo(en.telegram.anotherChat));
        expect(card?.buttons).toEqual([]);
      }
    },
  );

  it('wait in the chat that Telegram asks to leave alone, and in no other', async () => {
    const [slow, quick] = [privateChat(), privateChat()];
    const [late, soon] = [await openArticle(slow), await openArticle(quick)];
    const bot = { everyMs: 1, burst: 100 };
    startDrain({ limits: { chat: { everyMs: 1, burst: 1 }, bot } });
    const isSlow = {
      when: (params: { text(name: string): string | undefined }) => params.text('chat_id') === String(slow.id),
    };
    telegram.fault('*', { kind: 'status', status: 429, retryAfterSeconds: 6 }, isSlow);
    const asked = Date.now();
    await late.say({}, paused);
    await expect.poll(() => telegram.faultsLeft).toBe(0);
    await soon.say({}, paused);
    await quiet(soon);
    expect(heads(quick)).toHaveLength(2);
    expect(seen(slow)).toEqual([]);
    await quiet(late);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(6000);
    expect(heads(slow)).toHaveLength(2);
  });

  it('put a critique below its draft when their group has no turn for another message', async () => {
    const group = groupChat();
    const article = await openArticle(group);
    // After the status card and the draft the next message would have to wait for two seconds, an edit for one.
    startDrain({ limits: { group: { everyMs: 1000, burst: 6 } }, mergeAboveMs: 500 });
    const draft = await article.draft(1, '# Tides\n\nTwice a day the sea rises.');
    const critiqueId = await article.critique(draft.draftId);
    await article.say({ iteration: 1, ...open(1) }, { kind: 'draft', ...draft });
    await expect.poll(() => seen(group).length).toBe(2);
    await article.say({}, { kind: 'critique', critiqueId, version: 1 });
    await expect.poll(() => seen(group).at(-1)?.text).toContain('Critique of draft 1');
    expect(seen(group)).toHaveLength(2);
  });

  it('are shown once by two processes, whatever gets lost between them and Telegram', { timeout: 60_000 }, async () => {
    const chats = [privateChat(), groupChat(), privateChat()];
    const articles = await Promise.all(chats.map((chat) => openArticle(chat)));
    startDrain();
    startDrain();
    for (const method of ['sendMessage', 'editMessageText'])
      for (const kind of ['lost-response', 'dropped'] as const) telegram.fault(method, { kind }, { times: 3 });
    telegram.fault('sendMessage', { kind: 'hang', isDone: true });
    await Promise.all(articles.map(comeToGate));
    for (const article of articles) await quiet(article);
    for (const chat of chats) {
      // At most a placeholder that two faults together left is more.
      const whole = heads(chat).filter((head) => !/[\u2060\u200c\u200d]{20} …/.test(head));
      expect(whole.map((head) => head.slice(0, 2))).toEqual(['📰', '📝', '🧐', '🙋']);
      expect(decisionCards(chat)).toHaveLength(1);
    }
  });
});
