import type { Actor } from './actor.ts';
import type { SourceFile, Stage } from './article.ts';
import type { DraftRef } from './draft.ts';
import type { Following } from './following.ts';
import type { Thread } from './thread.ts';
import type { Tally } from './voting.ts';

interface DecisionBase {
  /** Chosen by the bot, the same for every redelivery of one click: update id, and what signals are deduplicated by. */
  readonly id: string;
  /** Names this very click: where it is one of several votes, who says the same once more after something else has changed their mind again. */
  readonly click?: string;
  readonly draft: DraftRef;
  /** The gate whose card was clicked. Absent: the newest draft is meant, by its own card. */
  readonly gate?: string;
  readonly by: Actor;
}

/** What a person decided about one draft. */
export type Decision =
  | (DecisionBase & { readonly kind: 'approve' })
  | (DecisionBase & { readonly kind: 'request-changes'; readonly comment: string })
  | (DecisionBase & { readonly kind: 'edit'; readonly edited: EditedText })
  | (DecisionBase & { readonly kind: 'reject'; readonly reason: string })
  /** An earlier draft is up for decision in its place, as a draft of its own. `edited`: a copy of the text of `to`. */
  | (DecisionBase & { readonly kind: 'bring-back'; readonly to: DraftRef; readonly edited: EditedText });

export type DecisionKind = Decision['kind'];
/** Those that are about one draft alone. */
export type DraftDecisionKind = Exclude<DecisionKind, 'bring-back'>;

/** A text, stored by the bot before it sends the decision: texts never travel through the workflow. */
export interface EditedText {
  readonly draftId: string;
  /** First 8 hex digits of the SHA-256 of the text. */
  readonly hash: string;
}

/** Longest comment or reason, in characters: Slack's text input takes 3,000, and it is part of the history. */
export const MAX_COMMENT_CHARS = 3000;

interface ControlBase {
  readonly id: string;
  readonly by: Actor;
}

/**
 * How a person acts on an article as a whole. Who may: `CONTROL_RIGHTS` in rules.ts. `raise`: more may be spent on it than the budget that
 * stopped it had. `claim`: somebody sees to the decision that is open, for others to see, which keeps nobody from deciding; `release`: they do
 * not after all.
 */
export type Control =
  | (ControlBase & {
      readonly kind: 'pause' | 'resume' | 'cancel' | 'finish' | 'another' | 'retry' | 'raise' | 'claim' | 'release';
    })
  /** An administrator or an operator decides themselves from now on, and says why. */
  | (ControlBase & { readonly kind: 'step-in'; readonly reason: string })
  /** Somebody who may decide is asked to. `to`: with what their platform vouches for. */
  | (ControlBase & { readonly kind: 'assign'; readonly to: Actor })
  /** In what language it is to be written, which nobody had said. */
  | (ControlBase & { readonly kind: 'language'; readonly language: string })
  /** The article goes on in another thread, of the same platform or of another. */
  | (ControlBase & { readonly kind: 'move'; readonly thread: Thread })
  /** The article is shown there, too. */
  | (ControlBase & { readonly kind: 'follow' } & Omit<Following, 'byName'>)
  /** It is not any more. */
  | (ControlBase & { readonly kind: 'unfollow'; readonly thread: Thread })
  /** Until there is a draft: the article rests on this file, too. */
  | (ControlBase & { readonly kind: 'add-source'; readonly file: SourceFile });

export type ControlKind = Control['kind'];
/** Those that say all they mean by their name, so that a button or an operator's bare signal is enough. */
export type PlainControlKind = Exclude<
  ControlKind,
  'assign' | 'step-in' | 'language' | 'move' | 'follow' | 'unfollow' | 'add-source'
>;

/** What became of a decision or control. */
export type Answer =
  /** It counts. The same id asked again gets the same answer. `outline`: it was about the plan of the article, and no draft of it. */
  | {
      readonly kind: 'counted';
      readonly subject?: 'outline';
      /** It was one of several that it takes. */
      readonly tally?: Tally;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Why a decision or control did not count, with what is true instead. */
export type Refusal =
  /** `requesterName`: of whom a rule may mean. */
  | { readonly code: 'not-a-reviewer'; readonly reviewers: readonly string[]; readonly requesterName?: string }
  /** They may say other things, or later: they asked for it, they changed the text, others come before them, or nobody can tell who they are in other chats. */
  | {
      readonly code: 'may-not-approve';
      readonly why: 'requester' | 'editor' | 'not-yet' | 'unsure';
      /** Of `not-yet`: rules of who comes first. */
      readonly waitingFor?: readonly string[];
      readonly requesterName?: string;
    }
  | { readonly code: 'already-decided'; readonly decision: DecisionKind; readonly byName: string; readonly at: string }
  | { readonly code: 'other-draft-is-current'; readonly asked: number; readonly current: number }
  | { readonly code: 'no-draft-yet' }
  /** None of that number, or with another text. `newest`: the highest number that there is. */
  | { readonly code: 'no-such-draft'; readonly asked: number; readonly newest: number }
  /** The draft that is asked for has the text that is up for decision. */
  | { readonly code: 'same-draft'; readonly asked: number; readonly current: number }
  | { readonly code: 'article-over'; readonly stage: Stage }
  /** The comment or reason is missing or longer than {@link MAX_COMMENT_CHARS}. */
  | { readonly code: 'bad-comment' }
  /** Somebody would decide for who is away, and they have said something themselves. */
  | { readonly code: 'has-voted'; readonly name: string }
  /** Only administrators of its place and operators step in. */
  | { readonly code: 'not-an-overseer' }
  /** Who is asked to decide may not. */
  | {
      readonly code: 'may-not-be-asked';
      readonly name: string;
      readonly reviewers: readonly string[];
      readonly requesterName?: string;
    }
  /** Somebody else sees to it. `at`: since when. */
  | { readonly code: 'claimed'; readonly byName: string; readonly at: string }
  /** Where it is to be shown, too, it lives. */
  | { readonly code: 'lives-here' }
  /** It is shown in as many places as one may be. */
  | { readonly code: 'too-many-places'; readonly most: number }
  /** It is not shown there beside its own place. */
  | { readonly code: 'not-shown-here' }
  /** The settings say that nothing is read for articles. */
  | { readonly code: 'sources-not-read' }
  /** Pause of a paused article, resume of a running one, retry when nothing failed, … */
  | { readonly code: 'not-now'; readonly control: ControlKind; readonly stage: Stage };
