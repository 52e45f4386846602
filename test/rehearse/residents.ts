import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { MessageRef } from '../../src/delivery/messenger.ts';
import { decodeButton } from '../../src/protocol/button-codec.ts';
import { createThreadIndex } from '../../src/storage/thread-index.ts';
import { createSlackPerson, type SlackPerson, type Told } from '../emulators/slack/person.ts';
import type { SlackEmulator } from '../emulators/slack/web-api.ts';
import type { TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts';
import { readManifest } from '../integration/slack/manifest.ts';

/** Until somebody who sees nothing happen does it again. */
const AGAIN_MS = 20_000;
/** Until somebody gives an article up. */
const PATIENCE_MS = 15 * 60_000;
const LOOK_EVERY_MS = 100;
/** Telegram's own. */
const TAP_LIFE_MS = 15_000;

export type Chat = 'Slack' | 'Telegram';

/** A click of somebody's, or a command in Slack. */
export interface Click {
  readonly chat: Chat;
  /** When, by `performance.now()`. */
  readonly at: number;
  /** Until the bot had taken it, milliseconds. Undefined: it had not before the chat gave up. */
  readonly answeredMs: number | undefined;
  /** Whether what it was about came to be, before they would have done it again. */
  readonly cameTo: boolean;
  /** Whether they were told anything by then: by the bot, or by the chat that it does not answer. */
  readonly isTold: boolean;
}

/** What became of an order. */
export interface Stay {
  readonly chat: Chat;
  readonly articleIds: readonly string[];
  /** How often it was asked for. */
  readonly orders: number;
  readonly stage: string;
  /** Decisions that stand. */
  readonly decisions: number;
  /** From the order to the end, milliseconds. */
  readonly tookMs: number;
  /** What stands in the chat more than once. */
  readonly twice: readonly string[];
}

/** People of both chats, with real bots before them. */
export interface Residents {
  /** Orders an article, approves it when it asks, and sees it delivered. Rejects when it does not come to an end. */
  live(chat: Chat, topic: string): Promise<Stay>;
  readonly clicks: readonly Click[];
}

/** What the chat made of a click. */
interface Answered extends Pick<Click, 'answeredMs'> {
  /** Whether they are told anything by now. */
  readonly isTold: () => boolean;
}

/** Somebody with one article before them. */
interface Seat {
  order(): Promise<Answered>;
  /** `gone`: the button is not there, because the card changes just now. */
  approve(articleId: string): Promise<Answered | 'gone'>;
  /** What the bot says of the article. */
  shown(articleId: string): Promise<readonly string[]>;
}

interface ResidentsOptions {
  readonly slack: SlackEmulator;
  readonly telegram: TelegramEmulator;
  /** Of Slack, by name: taken in turns, because a bot writes once a second in each. */
  readonly channels: readonly string[];
  /** Handles of people in Slack, in turns. */
  readonly people: readonly string[];
  /** Past whatever is wrong. */
  readonly pool: Pool;
}

export function createResidents({ slack, telegram, channels, people, pool }: ResidentsOptions): Residents {
  const threads = createThreadIndex(pool);
  const clicks: Click[] = [];
  const inTurn = (all: readonly string[]): string => all[seats % all.length] ?? '';
  let seats = 0;

  const finds = async (query: string, value: string): Promise<readonly string[]> =>
    (await pool.query<{ id: string }>(query, [value])).rows.map(({ id }) => id);
  const cardOf = async (articleId: string): Promise<MessageRef | undefined> => await threads.latestDraftCard(articleId);

  function inSlack(topic: string): Seat {
    const channel = slack.channel(inTurn(channels));
    const person: SlackPerson = createSlackPerson(
      { slack, transport: slack.sockets, subscriptions: readManifest().events },
      inTurn(people),
    );
    const did = async (act: () => Promise<Told>): Promise<Answered> => {
      const before = slack.privates(person.id).length;
      const { ack } = await act();
      return {
        answeredMs: ack.taken ? ack.afterMs : undefined,
        isTold: () => slack.privates(person.id).length > before,
      };
    };
    const thread = async (articleId: string) => {
      const card = (await threads.cardsOf([articleId])).get(articleId);
      const { channel: where, ts } = card?.ref ?? {};
      return card === undefined ? [] : await slack.thread(String(where), card.thread.thread ?? String(ts));
    };
    return {
      order: () => did(() => person.command(topic, channel)),
      async approve(articleId) {
        const [ref, messages] = await Promise.all([cardOf(articleId), thread(articleId)]);
        const card = messages.find(({ ts }) => ts === ref?.['ts']);
        const button = card?.buttons.find(({ value }) => isApproval(value));
        if (card === undefined || button === undefined) return 'gone';
        return await did(() => person.click(card, button));
      },
      shown: async (articleId) =>
        (await thread(articleId))
          .filter(({ user }) => user === slack.botUserId)
          .map(({ shown, files }) => [shown, ...files.map(({ name }) => name)].join('\n')),
    };
  }

  function onTelegram(topic: string): Seat {
    const person = telegram.user({ firstName: `Person ${seats}`, language: 'en' });
    const chat = telegram.privateChat(person);
    return {
      async order() {
        const before = telegram.messages(chat).length;
        telegram.say(chat, person, `/article ${topic}`);
        // Beside what they have said.
        return { answeredMs: undefined, isTold: () => telegram.messages(chat).length > before + 1 };
      },
      async approve(articleId) {
        const ref = await cardOf(articleId);
        const card = telegram.messages(chat).find(({ id }) => id === ref?.['message']);
        const button = card?.buttons.find(({ data = '' }) => isApproval(data));
        if (card === undefined || button?.data === undefined) return 'gone';
        const began = performance.now();
        const tap = telegram.tap(card, button.data, person);
        const isTold = (): boolean => telegram.toasts(person).some(({ tapId }) => tapId === tap);
        const answered = await within(TAP_LIFE_MS, async () => (isTold() ? true : undefined));
        return { answeredMs: answered === undefined ? undefined : performance.now() - began, isTold };
      },
      async shown(articleId) {
        const known = new Set(await finds(MESSAGES, articleId));
        return telegram
          .messages(chat)
          .filter(({ id }) => known.has(String(id)))
          .map(({ text, document }) => [text, document?.name ?? ''].join('\n'));
      },
    };
  }

  return {
    clicks,
    async live(chat, topic) {
      seats += 1;
      const seat = chat === 'Slack' ? inSlack(topic) : onTelegram(topic);
      const began = performance.now();
      const isPatient = (): boolean => performance.now() - began < PATIENCE_MS;
      /** @returns what it came to, if to anything */
      const click = async <T>(
        act: () => ReturnType<Seat['approve']>,
        cameTo: () => Promise<T | undefined>,
      ): Promise<T | undefined> => {
        const at = performance.now();
        const answered = await act();
        if (answered === 'gone') return undefined;
        const came = await within(AGAIN_MS, cameTo);
        const { answeredMs, isTold } = answered;
        clicks.push({ chat, at, answeredMs, cameTo: came !== undefined, isTold: isTold() });
        return came;
      };

      let orders = 0;
      let mayOrder = (): boolean => true;
      let articleId: string | undefined;
      while (articleId === undefined) {
        if (!isPatient()) throw new Error(`Nobody began ${topic}`);
        const begins = async (): Promise<string | undefined> => (await finds(ABOUT, topic))[0];
        if (chat === 'Slack') {
          orders += 1;
          articleId = await click(() => seat.order(), begins);
          continue;
        }
        // What was sent to a bot of Telegram's reaches it, sooner or later; only where it says otherwise it is sent again.
        if (mayOrder()) {
          orders += 1;
          mayOrder = (await seat.order()).isTold;
        }
        articleId = await within(AGAIN_MS, begins);
      }
      const article = articleId;
      while ((await finds(CLOSED, article)).length === 0) {
        if (!isPatient()) throw new Error(`${article} does not come to an end`);
        const decided = async (): Promise<string | undefined> => (await finds(DECIDED, article))[0];
        if ((await finds(AT_THE_GATE, article)).length > 0 && (await decided()) === undefined)
          await click(() => seat.approve(article), decided);
        await sleep(LOOK_EVERY_MS);
      }
      await within(PATIENCE_MS, async () => ((await finds(BUSY, article)).length === 0 ? true : undefined));
      const [[stage = ''], standing, articleIds, shown] = await Promise.all([
        finds(STAGE, article),
        finds(STANDING, article),
        finds(ABOUT, topic),
        seat.shown(article),
      ]);
      return {
        chat,
        articleIds,
        orders,
        stage,
        decisions: standing.length,
        tookMs: performance.now() - began,
        twice: shown.filter((one, index) => shown.indexOf(one) !== index),
      };
    },
  };
}

// One that was only asked for, and that nobody sees yet, goes again when whoever asked was told that nobody took it.
const ABOUT = `select article_id as id from articles
  where request ->> 'topic' = $1 and (stage <> 'requested' or exists (
    select from messages join followers using (follower_id)
    where followers.article_id = articles.article_id and phase = 'sent')) order by created_at`;
const CLOSED = 'select article_id as id from articles where article_id = $1 and closed_at is not null';
const STAGE = 'select stage as id from articles where article_id = $1';
const DECIDED = 'select article_id as id from decisions where article_id = $1';
const STANDING = `${DECIDED} and superseded_at is null`;
const AT_THE_GATE = `select article_id as id from messages join followers using (follower_id)
  where article_id = $1 and kind = 'gate' and phase = 'sent'`;
const BUSY = `select article_id as id from followers
  where article_id = $1 and (due_at is not null or leased_until is not null)`;
const MESSAGES = `select ref ->> 'message' as id from messages join followers using (follower_id)
  where article_id = $1 and ref is not null`;

function isApproval(data: string): boolean {
  const button = decodeButton(data);
  return button?.kind === 'decision' && button.decision === 'approve';
}

/** The first that is there. Undefined: none came in time. */
async function within<T>(ms: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const until = performance.now() + ms; ; await sleep(LOOK_EVERY_MS)) {
    const found = await look();
    if (found !== undefined || performance.now() > until) return found;
  }
}
