import { type Actor, actorKey } from '../../../src/protocol/actor.ts';
import type { DecisionKind } from '../../../src/protocol/decision.ts';
import type { Newsroom } from '../../support/newsroom.ts';
import type { TcpGate } from '../../support/tcp-gate.ts';

/** Ann asks for articles; she and Ben decide about them, Eve does not. */
export type Who = 'ann' | 'ben' | 'eve';

/** A chat platform, real up to its servers, in front of a whole Copydesk. */
export interface ListenersBench {
  readonly platform: string;
  readonly newsroom: Newsroom;
  /** The platform's only way to Temporal. */
  readonly temporal: TcpGate;
  /** What a platform says that keeps what it cannot hand over, and does it later. Absent: it says that it was not taken. */
  readonly keepsSaying?: string;
  /** Asks for an article as people do there, each in a thread of its own. Resolves when the platform has answered. */
  order(topic: string, who?: Who): Promise<Order>;
  /** The thread of an article, once its first message stands. */
  thread(articleId: string): Promise<ArticleOnPlatform>;
  /** What a person was told in private so far, oldest first. */
  told(who: Who): Promise<readonly string[]>;
  /** Sentences that tell somebody to try again, beside the one that all platforms have. */
  readonly tryAgain?: readonly string[];
  close(): Promise<void>;
}

/** Something a person did; the platform may deliver it again. */
export interface Act {
  /** From what the person did to an answer of the bot, in milliseconds. */
  readonly answeredAfterMs: number;
  /** The answer, where it can be told from answers to others. */
  readonly told?: string;
  /** Delivers the very same so many times more. */
  again(times: number): Promise<void>;
}

export interface Order extends Act {
  /** Absent: it was not taken. */
  readonly articleId?: string;
}

export interface ArticleOnPlatform {
  /** What people read in the thread, message by message, names of buttons and files included. */
  shown(): Promise<readonly string[]>;
  /** Files in the thread, in order. */
  files(): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]>;
  /** Cards that can be decided on now, oldest first. */
  cards(): Promise<readonly Card[]>;
  /** Writes an ordinary reply. Resolves when the bot had the chance to answer. */
  reply(who: Who, words: string): Promise<void>;
}

/** A card as somebody has it on the screen: it stays there with its buttons whatever becomes of the message. */
export interface Card {
  readonly version: number;
  readonly decisions: readonly DecisionKind[];
  /** Goes as far as one can without deciding (opens the form, …); calling the result decides. `words`: comment, reason or text. */
  prepare(kind: DecisionKind, who: Who, words?: string): Promise<() => Promise<Act>>;
}

/** Those who decide, for the platform's configuration. */
export function approversOf(ben: Pick<Actor, 'platform' | 'workspace' | 'userId'>): readonly string[] {
  return ['requester', actorKey(ben)];
}
