import { GatewayError, QuotaError } from '../gateway/gateway-error.ts';
import type { ArticleSummary } from '../gateway/article-list.ts';
import type { QuotaReached } from '../gateway/request-store.ts';
import type { Logger } from '../lib/logger.ts';
import type { Stage } from '../protocol/article.ts';
import type { ControlKind, DecisionKind, Refusal } from '../protocol/decision.ts';
import type { Tally } from '../protocol/voting.ts';
import type { StartObjection } from '../protocol/may-start.ts';
import type { Delegation } from '../storage/delegation-store.ts';
import type { RecentTopic } from '../storage/topic-store.ts';
import type { FileFault } from './take-file.ts';
import type { EditFault } from './store-edited.ts';
import type { RequestFault } from './to-article-request.ts';
import type { ScheduleChanged, Scheduled, ScheduleRefusal } from './schedules.ts';
import type { CommandFault } from './to-command.ts';

/** What became of what a person asked for, and only they are told. Data; `replyWords` says it. */
export type Reply =
  | Started
  | Alike
  | Scheduled
  | ScheduleChanged
  | Revising
  | Translating
  | Counted
  | Adopted
  | ExtraReplaced
  | PublishingAgain
  | LinkOffered
  | Linked
  | Unlinked
  | ZoneOfPerson
  | PageLink
  | Delegated
  | Noted
  | Refused
  | Away;
/** Nothing was taken. */
export type NotAccepted = Refused | Away;

export interface Started {
  readonly kind: 'started';
  readonly articleId: string;
  readonly topic: string;
}

/** There is an article like it: nothing was taken before whoever asks says that they mean another one. */
export interface Alike {
  readonly kind: 'alike';
  /** Of what was asked for: with it, it begins all the same. */
  readonly orderId: string;
  readonly topic: string;
  readonly other: RecentTopic;
}

/** A new edition has begun, now or when it was asked for first. */
export interface Revising {
  readonly kind: 'revising';
  readonly articleId: string;
  readonly edition: number;
  readonly topic: string;
  /** Heading of the section that is written anew; empty: it has none. Absent: a proposal was taken over. */
  readonly section?: string;
}

/** A translation has begun, now or when it was asked for first: an article of its own. */
export interface Translating {
  readonly kind: 'translating';
  readonly articleId: string;
  readonly topic: string;
  /** BCP 47: into what. */
  readonly language: string;
}

/** The decision or control counts, now or since it was asked for first. */
export interface Counted {
  readonly kind: 'counted';
  readonly asked: DecisionKind | ControlKind;
  /** It was about the plan of the article. Absent: about a draft, or the article as a whole. */
  readonly subject?: 'outline';
  /** It was one of several that it takes: how far people are now. */
  readonly tally?: Tally;
  /** The article is paused: what follows from it begins when somebody resumes. */
  readonly isPaused?: true;
}

/** A code that makes whoever types it in another chat the same person. */
export interface LinkOffered {
  readonly kind: 'link-offered';
  /** `7K3M-9X2C` */
  readonly code: string;
  /** For so long. */
  readonly minutes: number;
}

/** `names`: of all that the person is besides, from now on. */
export interface Linked {
  readonly kind: 'linked';
  readonly names: readonly string[];
}

/** They are nobody else any more. */
export interface Unlinked {
  readonly kind: 'unlinked';
}

/** Who decides for the person while they are away. Absent: nobody. */
export interface Delegated {
  readonly kind: 'delegated';
  /** IANA: by whose clock days begin and end. */
  readonly zone: string;
  readonly delegation?: Pick<Delegation, 'substitute' | 'from' | 'until'>;
}

/** By whose clock they are reminded. `isSet`: they have just said so. */
export interface ZoneOfPerson {
  readonly kind: 'zone';
  /** IANA */
  readonly zone: string;
  readonly isSet: boolean;
}

/** An address by which the person, and nobody else, comes to the page. Only they may read it. */
export interface PageLink {
  readonly kind: 'page-link';
  readonly address: string;
  /** It counts once, and for so long. */
  readonly minutes: number;
}

/** A rule is part of the house style, now or since somebody adopted it first. */
export interface Adopted {
  readonly kind: 'adopted';
  readonly ours: string;
  /** Who did. */
  readonly byName: string;
}

/** What goes with a draft says something else now. */
export interface ExtraReplaced {
  readonly kind: 'extra-replaced';
  /** `seo_title` */
  readonly name: string;
}

/** It is being published where that had failed. */
export interface PublishingAgain {
  readonly kind: 'publishing-again';
  /** Of the place, as people call it. */
  readonly title: string;
}

/** No worker answered in time: it is recorded, and takes effect, or is refused in the thread, when one is back. */
export interface Noted {
  readonly kind: 'noted';
}

/** It did not count, and asked again would not either. */
export interface Refused {
  readonly kind: 'refused';
  readonly refusal: ReplyRefusal;
  /** What people are called whom it names by rules, by those. */
  readonly names?: Readonly<Record<string, string>>;
}

/** `desk`: Temporal or what is written down before it · `store`: the database that keeps a person's text. Asked again it may count. */
export interface Away {
  readonly kind: 'away';
  readonly what: 'desk' | 'store';
}

export type ReplyRefusal =
  | Refusal
  | RequestFault
  | EditFault
  | CommandFault
  | ScheduleRefusal
  | FileFault
  | { readonly code: 'no-such-article'; readonly articleId: string }
  /** Somebody would have an article shown where they are not. */
  | { readonly code: 'not-in-place' }
  /** Nobody who has to do with the article is called so. */
  | { readonly code: 'nobody-called'; readonly typed: string }
  /** Several are. `keys`: theirs. */
  | { readonly code: 'several-called'; readonly typed: string; readonly keys: readonly string[] }
  /** Nothing waits under that name for a word of this person's. */
  | { readonly code: 'no-such-order' }
  /** There is no such code, or not any more. */
  | { readonly code: 'unknown-code' }
  /** The code was made in the chat in which it was typed. */
  | { readonly code: 'code-of-here' }
  | { readonly code: 'too-many-codes'; readonly minutes: number }
  /** A code would be read by everybody here. */
  | { readonly code: 'code-in-private' }
  | { readonly code: 'not-linked' }
  /** What was typed does not say from when until when, or names days that are over or too far away. */
  | { readonly code: 'away-when'; readonly typed: string }
  /** Nobody stands for themselves. */
  | { readonly code: 'own-substitute' }
  /** Nobody has said where people open the page. */
  | { readonly code: 'no-page' }
  /** Somebody else's article was made by the same chat event, as far as anybody can tell. */
  | { readonly code: 'conflict' }
  | { readonly code: 'none-under-way' }
  /** No new edition of what is none yet. */
  | { readonly code: 'not-delivered'; readonly stage: Stage }
  /** `sections`: the headings that there are. */
  | { readonly code: 'unknown-section'; readonly typed: string; readonly sections: readonly string[] }
  /** The sentence that a proposal would replace does not stand as it was. */
  | { readonly code: 'proposal-gone' }
  /** Somebody else was quicker. */
  | {
      readonly code: 'edition-under-way';
      readonly articleId: string;
      readonly edition: number;
      readonly byName?: string;
    }
  /** Nothing is translated that is not delivered. */
  | { readonly code: 'not-translatable'; readonly stage: Stage }
  /** It translates nothing. */
  | { readonly code: 'no-translation' }
  /** No language is called so. */
  | { readonly code: 'unknown-tongue'; readonly typed: string }
  /** It is written in it. */
  | { readonly code: 'own-tongue'; readonly language: string }
  /** There is one, or one is made. */
  | {
      readonly code: 'translation-under-way';
      readonly language: string;
      readonly articleId: string;
      readonly byName: string;
    }
  | {
      readonly code: 'translation-there';
      readonly language: string;
      readonly articleId: string;
      readonly title: string;
    }
  /** There is none before it that it could have changed from. */
  | { readonly code: 'first-draft' }
  /** No edit suggests it any more, or an operator has removed it. */
  | { readonly code: 'no-such-rule' }
  /** It is published there, or is being published right now, or does not go there. */
  | { readonly code: 'nothing-to-publish' }
  /** The article is at no gate, or nothing goes with the draft there. */
  | { readonly code: 'no-extras-now' }
  | { readonly code: 'unknown-extra'; readonly known: readonly string[] }
  | { readonly code: 'extra-too-long'; readonly name: string; readonly chars: number; readonly maxChars: number }
  /** No id was given, and several articles may be meant. `verb` as it is typed. */
  | { readonly code: 'several-under-way'; readonly verb: string; readonly candidates: readonly ArticleSummary[] }
  | { readonly code: 'not-an-administrator' }
  /** Not here, or not this person. `ask`: rules and names of whom to ask. */
  | { readonly code: 'may-not-start'; readonly why: StartObjection; readonly ask: readonly string[] }
  /** As many articles as may be are at work, of the person or of the channel. */
  | { readonly code: 'quota-reached'; readonly quota: QuotaReached }
  /** There is no such comment on a passage. */
  | { readonly code: 'no-such-comment' }
  /** The article is over: nobody would do anything about it. */
  | { readonly code: 'comments-closed' }
  | { readonly code: 'too-many-comments' }
  /** Its texts were kept for long enough, and are deleted. `at`: when, ISO 8601. */
  | { readonly code: 'texts-gone'; readonly at: string }
  | { readonly code: 'no-draft-of-number'; readonly asked: number }
  /** A fault of ours, which is in the log. */
  | { readonly code: 'broken' };

export function refused(refusal: ReplyRefusal, names: Readonly<Record<string, string>> = {}): Refused {
  return { kind: 'refused', refusal, ...(Object.keys(names).length > 0 && { names }) };
}

/** @param at when the texts of an article were deleted. */
export function textsGone(at: Date): Refused {
  return refused({ code: 'texts-gone', at: at.toISOString() });
}

/** Whether what was asked for has been taken. */
export function isAccepted(reply: Reply): reply is Exclude<Reply, NotAccepted | Alike> {
  return reply.kind !== 'refused' && reply.kind !== 'away' && reply.kind !== 'alike';
}

/** Does something for a person. Whatever goes wrong becomes data, and a line in the log unless the person is to blame. */
export type Attempt = <T>(
  what: { readonly doing: string; readonly articleId?: string },
  act: () => Promise<T>,
) => Promise<T | NotAccepted>;

export function createAttempt(logger: Logger): Attempt {
  return async ({ doing, articleId }, act) => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof QuotaError) return refused({ code: 'quota-reached', quota: error.quota });
      const where = articleId === undefined ? {} : { articleId };
      if (!(error instanceof GatewayError) || error.code === 'malformed') {
        logger.error({ ...where, err: error }, `Could not ${doing}`);
        return refused({ code: 'broken' });
      }
      if (error.code === 'no-such-article') return refused({ code: 'no-such-article', articleId: articleId ?? '' });
      logger.warn({ ...where, reason: error.message }, `Could not ${doing}`);
      return error.code === 'conflict' ? refused({ code: 'conflict' }) : { kind: 'away', what: 'desk' };
    }
  };
}

/** The translation of which an answer tells: a link to its thread goes with it, where there is one. Undefined: it tells of none. */
export function translationIn(reply: Reply): string | undefined {
  if (reply.kind === 'translating') return reply.articleId;
  if (reply.kind !== 'refused') return undefined;
  const { refusal } = reply;
  return refusal.code === 'translation-there' || refusal.code === 'translation-under-way'
    ? refusal.articleId
    : undefined;
}
