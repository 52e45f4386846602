import type { Pool } from 'pg';
import type { SourceFile } from '../../../src/protocol/article.ts';
import type { DecidableSubject } from '../../../src/protocol/desk-state.ts';
import { toJson } from '../../../src/storage/to-json.ts';
import type { Details } from './details.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';

/** A message in a chat, as the Bot API numbers them. */
export interface TelegramMessageRef {
  readonly chat: number;
  readonly message: number;
}

/** A post that has no message of its own but stands below another one. */
export interface TelegramMerge extends TelegramMessageRef {
  /** What the message itself says. */
  readonly card: ChatContent;
  readonly addition: ChatContent;
}

/** What a message of the bot's own was sent for; its buttons count for that alone. */
export type MessagePurpose =
  /** Offers an example to whoever taps. */
  | { readonly kind: 'welcome' }
  /** Asks one person for their language. `asked`: Telegram's number of the person. */
  | { readonly kind: 'language'; readonly asked: string }
  | {
      readonly kind: 'proposal';
      readonly asked: string;
      readonly topic: string;
      /** Sources that came with the topic. */
      readonly files?: readonly SourceFile[];
      /** What was chosen below it. */
      readonly details?: Details;
      /** The message with the question that the same words may answer, when one was open. */
      readonly question?: number;
    }
  /** Asks one person for the words of a decision. */
  | { readonly kind: 'question'; readonly asked: string }
  /** Shows what was replied to the message `question`, before it rejects a draft or takes its place. */
  | { readonly kind: 'confirmation'; readonly asked: string; readonly question: number; readonly words: string }
  /** Asks whoever sent a file what it is for. `subject`: the draft that it would replace. */
  | {
      readonly kind: 'file';
      readonly asked: string;
      readonly articleId: string;
      readonly file: SourceFile;
      readonly subject?: DecidableSubject;
    }
  /** Of a person: asked for an article, with what was chosen beside its topic. */
  | {
      readonly kind: 'order';
      readonly articleId: string;
      readonly details?: Details;
      readonly files?: readonly SourceFile[];
    }
  /** The answer to `/status`. */
  | { readonly kind: 'status'; readonly articleId: string };

/** What is known of the ids of messages in a chat around a moment. */
export interface IdsAround {
  /** The highest id that was known by then. */
  readonly before: number;
  /** Ids above it that are known by now, ascending: the first {@link MAX_SINCE} of them. */
  readonly since: readonly number[];
  /** Whether these are all of them. */
  readonly isWhole: boolean;
}

/**
 * What Telegram's Bot API does not tell, since it lets no bot read a chat: which messages there are and what for, where a group
 * went, and which posts share a message. Tables `telegram_messages`, `telegram_own_messages`, `telegram_chats` and
 * `telegram_merges`. Rejects with what `pg` throws.
 */
export interface TelegramChatStore {
  /** Takes note of a message that was sent, with the key of the delivery it is for, or seen. */
  note(ref: TelegramMessageRef, postKey?: string): Promise<void>;
  /** Undefined when nothing is known of the message; without a key it is no delivery, or somebody else's. */
  noteOf(ref: TelegramMessageRef): Promise<{ readonly postKey?: string } | undefined>;
  /** Takes note of what a message of the bot's own is for. */
  notePurpose(ref: TelegramMessageRef, purpose: MessagePurpose): Promise<void>;
  purposeOf(ref: TelegramMessageRef): Promise<MessagePurpose | undefined>;
  /** The latest message that was sent for a delivery. */
  messageOf(postKey: string): Promise<TelegramMessageRef | undefined>;
  /** Undefined when nothing was known by then. */
  idsAround(chat: number, moment: Date): Promise<IdsAround | undefined>;
  /** The id that a chat has now. */
  current(chat: number): Promise<number>;
  /** A group has become a supergroup. */
  moved(from: number, to: number): Promise<void>;
  /** Takes note of a merge before it is shown. */
  merge(postKey: string, merge: TelegramMerge): Promise<void>;
  mergeOf(postKey: string): Promise<TelegramMerge | undefined>;
  /** What stands below a message, in the order in which it was put there. */
  mergedInto(ref: TelegramMessageRef): Promise<readonly ChatContent[]>;
  /** The same, for a message that says something else itself from now on. */
  changeMerged(ref: TelegramMessageRef, card: ChatContent): Promise<readonly ChatContent[]>;
}

// https://core.telegram.org/api/bots/ids: supergroups and channels are below, and number their messages themselves. Private chats and
// basic groups share one row of numbers for each bot.
const LAST_SUPERGROUP = -1_000_000_000_000;
const SHARED_NUMBERS = 0;

/** Much more than a bot sends in the seconds in which a message may get lost: 30 a second. */
const MAX_SINCE = 1000;
/** Messages are noted almost in the order of their ids: so many of the last ones have the highest among them. */
const NOTED_LATE = 100;

/** Nobody looks for messages that old. */
const FORGET = `delete from telegram_messages where bot_id = $1 and noted_at < now() - interval '30 days'`;
const FORGET_EVERY = 1000;

/** @param botId Telegram's number of the bot: bots may share a database. */
export function createTelegramChatStore(pool: Pool, botId: string): TelegramChatStore {
  let notes = 0;
  return {
    async note({ chat, message }, postKey) {
      if (notes % FORGET_EVERY === 0) await pool.query(FORGET, [botId]);
      notes += 1;
      await pool.query(
        `insert into telegram_messages as m (bot_id, chat, message, post_key) values ($1, $2, $3, $4)
         on conflict (bot_id, chat, message) do update set post_key = coalesce(excluded.post_key, m.post_key)`,
        [botId, chat, message, postKey ?? null],
      );
    },

    async noteOf({ chat, message }) {
      const { rows } = await pool.query<{ post_key: string | null }>(
        'select post_key from telegram_messages where bot_id = $1 and chat = $2 and message = $3',
        [botId, chat, message],
      );
      return rows[0] && (rows[0].post_key === null ? {} : { postKey: rows[0].post_key });
    },

    async notePurpose({ chat, message }, purpose) {
      await pool.query(
        `insert into telegram_own_messages (bot_id, chat, message, purpose) values ($1, $2, $3, $4)
         on conflict (bot_id, chat, message) do update set purpose = excluded.purpose`,
        [botId, chat, message, toJson(purpose)],
      );
    },

    async purposeOf({ chat, message }) {
      const { rows } = await pool.query<{ purpose: MessagePurpose }>(
        'select purpose from telegram_own_messages where bot_id = $1 and chat = $2 and message = $3',
        [botId, chat, message],
      );
      return rows[0]?.purpose;
    },

    async messageOf(postKey) {
      const { rows } = await pool.query<{ chat: string; message: string }>(
        `select chat, message from telegram_messages where bot_id = $1 and post_key = $2 order by noted_at desc limit 1`,
        [botId, postKey],
      );
      return rows[0] && { chat: Number(rows[0].chat), message: Number(rows[0].message) };
    },

    async idsAround(chat, moment) {
      const { rows } = await pool.query<{ before: string; since: readonly string[] }>(
        `with latest as (
           select max(message) as before from (
             select message from telegram_messages where bot_id = $1 and numbering = $2 and noted_at <= $3
             order by noted_at desc limit ${NOTED_LATE}
           ) as noted
         )
         select before, array(
           select message from telegram_messages where bot_id = $1 and numbering = $2 and message > before
           order by message limit ${MAX_SINCE}
         ) as since
         from latest where before is not null`,
        [botId, numberingOf(chat), moment],
      );
      if (rows[0] === undefined) return undefined;
      const since = rows[0].since.map(Number);
      return { before: Number(rows[0].before), since, isWhole: since.length < MAX_SINCE };
    },

    async current(chat) {
      const { rows } = await pool.query<{ moved_to: string }>(
        'select moved_to from telegram_chats where bot_id = $1 and chat = $2',
        [botId, chat],
      );
      return rows[0] === undefined ? chat : Number(rows[0].moved_to);
    },

    async moved(from, to) {
      await pool.query(
        `insert into telegram_chats (bot_id, chat, moved_to) values ($1, $2, $3)
         on conflict (bot_id, chat) do update set moved_to = excluded.moved_to`,
        [botId, from, to],
      );
    },

    async merge(postKey, { chat, message, card, addition }) {
      await pool.query(
        `insert into telegram_merges (bot_id, post_key, chat, message, card, addition) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing`,
        [botId, postKey, chat, message, toJson(card), toJson(addition)],
      );
    },

    async mergeOf(postKey) {
      const { rows } = await pool.query<{ chat: string; message: string; card: ChatContent; addition: ChatContent }>(
        'select chat, message, card, addition from telegram_merges where bot_id = $1 and post_key = $2',
        [botId, postKey],
      );
      return rows[0] && { ...rows[0], chat: Number(rows[0].chat), message: Number(rows[0].message) };
    },

    async mergedInto({ chat, message }) {
      const { rows } = await pool.query<{ addition: ChatContent }>(
        'select addition from telegram_merges where bot_id = $1 and chat = $2 and message = $3 order by merged_at, post_key',
        [botId, chat, message],
      );
      return rows.map(({ addition }) => addition);
    },

    async changeMerged({ chat, message }, card) {
      const { rows } = await pool.query<{ addition: ChatContent }>(
        `with changed as (
           update telegram_merges set card = $4 where bot_id = $1 and chat = $2 and message = $3
           returning addition, merged_at, post_key
         )
         select addition from changed order by merged_at, post_key`,
        [botId, chat, message, toJson(card)],
      );
      return rows.map(({ addition }) => addition);
    },
  };
}

/** As the column `numbering` has it. */
function numberingOf(chat: number): number {
  return chat < LAST_SUPERGROUP ? chat : SHARED_NUMBERS;
}
