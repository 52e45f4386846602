import type { Pool } from 'pg';
import type { SourceFile } from '../../../src/protocol/article.ts';
import type { Details, OwnWordsField } from './details.ts';
import type { DraftDecisionKind } from '../../../src/protocol/decision.ts';
import type { DraftRef } from '../../../src/protocol/draft.ts';

/** What the words are for that a person was asked for. */
export type QuestionPurpose =
  /** `files`: sources that came with another topic. */
  | { readonly kind: 'topic'; readonly files?: readonly SourceFile[]; readonly details?: Details }
  /** A detail of what the message `proposal` proposes. */
  | { readonly kind: 'detail'; readonly field: OwnWordsField; readonly proposal: number }
  | {
      readonly kind: 'decision';
      readonly articleId: string;
      readonly decision: Exclude<DraftDecisionKind, 'approve'>;
      readonly draft: DraftRef;
      /** Whose button was tapped. Absent: the draft was at none. */
      readonly gate?: string;
    };

export interface AskedQuestion {
  /** Telegram's number of the person who was asked. */
  readonly asked: string;
  readonly chat: string;
  /** The message that asks. */
  readonly message: number;
  readonly question: QuestionPurpose;
}

export interface KeptQuestion extends AskedQuestion {
  /** Nobody has answered it yet; one about a decision is open for 15 minutes. */
  readonly isOpen: boolean;
  /** Nobody has answered it, and it is open no more. */
  readonly isLate: boolean;
}

/** The table `telegram_questions` of one bot: a reply finds what it answers, however long it takes. Rejects with what `pg` throws. */
export interface TelegramQuestionStore {
  /** @param eventKey of the tap or command that led to it. */
  save(eventKey: string, asked: AskedQuestion): Promise<void>;
  /** Whether this event has led to a question already. */
  wasAsked(eventKey: string): Promise<boolean>;
  find(chat: string, message: number): Promise<KeptQuestion | undefined>;
  /** The last question to that person about an article which is still open. Without `articleId`: about any. */
  findOpen(chat: string, asked: string, articleId?: string): Promise<KeptQuestion | undefined>;
  /** Its words were shown once more: from now on they have the time that an answer has. */
  shown(chat: string, message: number): Promise<void>;
  answered(chat: string, message: number): Promise<void>;
  /** Nothing is to come of it any more: from now on it is late. */
  close(chat: string, message: number): Promise<void>;
}

interface Row {
  readonly asked: string;
  readonly chat: string;
  readonly message: string;
  readonly question: QuestionPurpose;
  readonly isOpen: boolean;
  readonly isLate: boolean;
}

/** What somebody says later is about something else. */
const ANSWERED_WITHIN = `interval '15 minutes'`;
const IS_OPEN = `answered_at is null and (article_id is null or asked_at > now() - ${ANSWERED_WITHIN})`;
const COLUMNS = `asked, chat_id as chat, message_id as message, question, ${IS_OPEN} as "isOpen",
  answered_at is null and not (${IS_OPEN}) as "isLate"`;

export function createTelegramQuestionStore(pool: Pool, botId: string): TelegramQuestionStore {
  const toQuestion = (row: Row | undefined): KeptQuestion | undefined =>
    row && { ...row, message: Number(row.message) };
  return {
    async save(eventKey, { asked, chat, message, question }) {
      await pool.query(
        `insert into telegram_questions (bot_id, chat_id, message_id, event_key, asked, article_id, question)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        [botId, chat, message, eventKey, asked, question.kind === 'decision' ? question.articleId : null, question],
      );
    },
    async wasAsked(eventKey) {
      const { rowCount } = await pool.query('select from telegram_questions where event_key = $1', [eventKey]);
      return rowCount !== 0;
    },
    async find(chat, message) {
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS} from telegram_questions where bot_id = $1 and chat_id = $2 and message_id = $3`,
        [botId, chat, message],
      );
      return toQuestion(rows[0]);
    },
    async findOpen(chat, asked, articleId) {
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS} from telegram_questions
         where bot_id = $1 and chat_id = $2 and asked = $3 and answered_at is null and ${IS_OPEN}
           and (article_id = $4 or ($4::text is null and article_id is not null))
         order by asked_at desc limit 1`,
        [botId, chat, asked, articleId ?? null],
      );
      return toQuestion(rows[0]);
    },
    async shown(chat, message) {
      await pool.query(
        'update telegram_questions set asked_at = now() where bot_id = $1 and chat_id = $2 and message_id = $3',
        [botId, chat, message],
      );
    },
    async close(chat, message) {
      await pool.query(
        `update telegram_questions set asked_at = '-infinity' where bot_id = $1 and chat_id = $2 and message_id = $3`,
        [botId, chat, message],
      );
    },
    async answered(chat, message) {
      await pool.query(
        'update telegram_questions set answered_at = now() where bot_id = $1 and chat_id = $2 and message_id = $3',
        [botId, chat, message],
      );
    },
  };
}
