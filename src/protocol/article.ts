import type { StricterApproval } from './stricter.ts';
import type { Spelling } from './style-rule.ts';
import type { Unwritten } from './activities.ts';
import type { Actor } from './actor.ts';
import type { DeskState } from './desk-state.ts';
import type { Revision } from './revision.ts';
import type { ArticleSettings } from './settings.ts';
import type { Thread } from './thread.ts';
import type { Translates } from './translation.ts';

/** What someone asked for. Everything but the topic may be left open. */
export interface ArticleRequest {
  /** 1 to {@link MAX_TOPIC_CHARS} characters, one line. */
  readonly topic: string;
  /** A file of `config/templates`, without its `.yaml`: `how-to`. Absent: the outline finds one. */
  readonly template?: string;
  /** What it is for, or its genre: `persuade the board`, `a column`. */
  readonly purpose?: string;
  /** Who will read it: `CFOs of small firms`. */
  readonly audience?: string;
  /** Aim, in words. */
  readonly lengthWords?: number;
  /** BCP 47 tag of the language the article is written in: `en`, `ru`, `de`. */
  readonly language: string;
  /** Nobody said so, and the topic does not tell for certain. */
  readonly languageAssumed?: true;
  /** What it may be, the likeliest first, when it is assumed: who asked is asked. At most {@link MAX_LANGUAGE_CHOICES}. */
  readonly languageChoices?: readonly string[];
  /** How it sounds: `dry, with a wink`. */
  readonly tone?: string;
  /** What the article has to name. */
  readonly mustMention?: readonly string[];
  /** Words and names that are not to be in it. */
  readonly mustAvoid?: readonly string[];
  /** Addresses the article should rest on. */
  readonly sources?: readonly string[];
  /** A text the article should rest on, handed in with the request; at most {@link MAX_PASTED_CHARS}. */
  readonly pasted?: string;
  /** Files the article should rest on; at most {@link MAX_SOURCE_FILES}. */
  readonly files?: readonly SourceFile[];
  /** What it asks for beyond the settings, before it is approved. */
  readonly approval?: StricterApproval;
  /** Spellings that people have adopted where it was asked for, beside those of the house. The desk tells its agents; no order has them. */
  readonly adopted?: readonly Spelling[];
  /** Titles of the last articles of the series that it belongs to, whose news it does not repeat; at most {@link MAX_EARLIER}. No order has them. */
  readonly earlier?: readonly string[];
}

/** A file that was handed in as a source. What stands in it lies in the table `source_files`, until it was read. */
export interface SourceFile {
  readonly id: string;
  /** As it was called: `report.pdf`. At most {@link MAX_FILE_NAME_CHARS}. */
  readonly name: string;
}

export const MAX_EARLIER = 10;

/** As many as Slack takes with one message. */
export const MAX_SOURCE_FILES = 10;

export const MAX_FILE_NAME_CHARS = 200;

/** Keeps a topic within Slack's and Telegram's single message and a readable list line. */
export const MAX_TOPIC_CHARS = 300;

/** RFC 5646 advises to make room for so many. */
export const MAX_LANGUAGE_TAG_CHARS = 35;

/** More buttons are no help to anybody. */
export const MAX_LANGUAGE_CHOICES = 4;

/** What a form of Slack or a message of Telegram holds, several times over: it travels with the workflow's input. */
export const MAX_PASTED_CHARS = 20_000;

/** Languages in which the product speaks as it is shipped; an operator may add others. Articles may be in any. */
export const INTERFACE_LANGUAGES = ['en', 'ru'] as const;
/** A language tag. Whether there is a dictionary for it, the process knows that speaks. */
export type InterfaceLanguage = string;

/** The input of the workflow `article`. Immutable for the life of the article. */
export interface ArticleInput {
  /** 16 characters of Crockford base32; the workflow id is `article-<articleId>`. */
  readonly articleId: string;
  /** W3C trace id, 32 hex digits: the same in every table, log and trace. */
  readonly traceId: string;
  readonly request: ArticleRequest;
  readonly requester: Actor;
  /** Where it was asked for, and where people decide unless it moves. */
  readonly thread: Thread;
  /** Language of everything the product says in the thread. */
  readonly language: InterfaceLanguage;
  /** The settings as they were at the start: a running article never changes its rules. */
  readonly settings: ArticleSettings;
  /** It is a new edition of a delivered article. Absent: a first one. */
  readonly revises?: Revision;
  /** It is a translation of a delivered article. Absent: it is none. */
  readonly translates?: Translates;
  /** Only after continue-as-new: where the desk was. */
  readonly desk?: DeskState;
  /** Only after continue-as-new: what the run before has left to be written down. */
  readonly unwritten?: Unwritten | undefined;
}

/**
 * `drafting`: agents are at work · `waiting`: at the gate · `finishing`: approved, being edited and delivered ·
 * `paused`: a person paused it · `stuck`: attempts are used up or a budget is spent, a person has to choose · the rest are ends.
 */
export const STAGES = [
  'drafting',
  'waiting',
  'finishing',
  'paused',
  'stuck',
  'delivered',
  'rejected',
  'cancelled',
] as const;
export type Stage = (typeof STAGES)[number];

/** What an agent is doing within `drafting` and `finishing`. */
export const STEPS = [
  'researching',
  'outlining',
  'writing',
  'citing',
  'critiquing',
  'comparing',
  'fact-checking',
  'writing-extras',
  'editing',
] as const;
export type Step = (typeof STEPS)[number];

/** Whether nothing more will happen. */
/** Whether agents are at work, so that their step says what happens now. */
export function isAtWork(stage: Stage): boolean {
  return stage === 'drafting' || stage === 'finishing';
}

export function isOver(stage: Stage): boolean {
  return stage === 'delivered' || stage === 'rejected' || stage === 'cancelled';
}

/** What the workflow `article` returns. */
export interface ArticleOutcome {
  readonly articleId: string;
  readonly stage: 'delivered' | 'rejected' | 'cancelled';
  /** Version of the draft that was delivered. */
  readonly version?: number;
}
