import type { BudgetScope, BudgetStop, BudgetWarning } from './budget.ts';
import type { DecisionKind, ControlKind, Refusal } from './decision.ts';
import type { FailureRecord, StopReason } from './desk-state.ts';
import type { DraftRef } from './draft.ts';
import type { Thread } from './thread.ts';

/** One thing an article has said. The feed is append-only: an entry is never edited, what its message shows follows the article's state. */
export interface FeedEntry {
  /** 1, 2, 3, … within the article, without gaps: the order in which every thread shows them. */
  readonly seq: number;
  readonly message: FeedMessage;
  /** Absent: every thread that follows. `requester`: the person who asked, in private. */
  readonly to?: 'requester';
}

/** What an article says, told apart by `kind`. Texts are by reference: whoever shows an entry loads them. */
export type FeedMessage =
  /** Which sources were read, and which could not be. */
  | { readonly kind: 'sources'; readonly researchId: string }
  /** `outline`: it is the plan of the article, and none of its drafts. */
  | { readonly kind: 'draft'; readonly draftId: string; readonly version: number; readonly outline?: true }
  | { readonly kind: 'critique'; readonly version: number; readonly critiqueId: string }
  | { readonly kind: 'fact-report'; readonly version: number; readonly factReportId: string }
  /** A draft or an outline to decide on, and why the loop stopped. */
  | {
      readonly kind: 'gate';
      readonly gate: string;
      readonly draftId: string;
      readonly version: number;
      readonly outline?: true;
      readonly stopReason: StopReason;
      /** The latest draft before it that says something else: it can be brought back. */
      readonly replaced?: DraftRef;
      /** Reports about the draft, where there is something to know before deciding. */
      readonly factReportIds?: readonly string[];
      /** Its facts should have been checked, and could not be. */
      readonly unchecked?: true;
      /** What should go with it is not there. */
      readonly withoutExtras?: true;
    }
  /** A step that will not be tried again by itself: a person chooses how to go on. */
  | { readonly kind: 'failure'; readonly failure: FailureRecord }
  /** A budget is spent: a person chooses how to go on, or the next day does. */
  | { readonly kind: 'budget'; readonly stop: Omit<BudgetStop, 'seq'> }
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** What people's edits suggest for the house style: before the article that they made. `rule`: its number. */
  | { readonly kind: 'style-rule'; readonly rule: number }
  /** What becomes of the delivered article at a place where it is published. `target`: its name in the settings. */
  | { readonly kind: 'publication'; readonly target: string }
  /** The finished article, whole, as message and as file. */
  | {
      readonly kind: 'final';
      readonly draftId: string;
      readonly version: number;
      /** Names of the targets to which it goes, each with an entry of its own below. Absent: to none. */
      readonly targets?: readonly string[];
    };

/** Short sentences about what people did, or what is to be known. */
export type Notice =
  /** A new edition has begun: by a comment, or by a proposal of the final edit. `section`: its heading; empty: it has none. */
  | { readonly code: 'revising'; readonly byName: string; readonly edition: number; readonly section: string }
  | { readonly code: 'taking-over'; readonly byName: string; readonly edition: number }
  /** A translation has begun: of which edition, from which language into which. `article`: the original. `isAgain`: only what has changed. */
  | {
      readonly code: 'translating';
      readonly byName: string;
      readonly edition: number;
      readonly from: string;
      readonly language: string;
      readonly article: string;
      readonly isAgain?: true;
    }
  /** In the thread of its original: a translation has begun, by an article of its own. */
  | { readonly code: 'translation-begun'; readonly byName: string; readonly language: string; readonly article: string }
  /** In the thread of a translation: a later edition of its original was delivered, which is `article`. `language`: of the translation. */
  | { readonly code: 'source-renewed'; readonly edition: number; readonly language: string; readonly article: string }
  | {
      readonly code: 'paused' | 'resumed' | 'cancelled' | 'finishing' | 'another' | 'retrying' | 'moved';
      readonly byName: string;
    }
  /** An administrator or an operator decides themselves from now on. `voted`: names of those who had said something. */
  | {
      readonly code: 'stepped-in';
      readonly byName: string;
      readonly reason: string;
      readonly voted: readonly string[];
    }
  /** Somebody has it shown in another place, too. `anyone`: whose members may decide as those of its own. */
  | { readonly code: 'followed'; readonly byName: string; readonly role: 'decides' | 'reads'; readonly anyone?: true }
  /** Somebody has ended that. */
  | { readonly code: 'unfollowed'; readonly byName: string }
  /** The platform takes nothing there any more. `byName`: who had it shown there; `failure`: what the platform said. */
  | { readonly code: 'place-lost'; readonly byName: string; readonly platform: string; readonly failure: string }
  /** Somebody who may decide is asked to. `to`: their `actorKey`. */
  | { readonly code: 'assigned'; readonly byName: string; readonly to: string; readonly toName: string }
  /** Somebody said in what language it is to be. `language`: BCP 47 tag. */
  | { readonly code: 'language'; readonly byName: string; readonly language: string }
  /** Somebody handed in a file as a source. `name`: the file's. */
  | { readonly code: 'source-added'; readonly byName: string; readonly name: string }
  /** Somebody had more spent on the article. `usd`: how much more. */
  | { readonly code: 'raised'; readonly byName: string; readonly scope: BudgetScope; readonly usd: number }
  | { readonly code: 'budget-warning'; readonly warning: BudgetWarning }
  /** The scores of two drafts were close: whether the newer one is better, in both orders. */
  | { readonly code: 'compared'; readonly version: number; readonly with: number; readonly won: boolean }
  /** What people had said about a draft does not count any more: another text takes its place, or is to. `names`: whose votes. */
  | { readonly code: 'votes-void'; readonly version: number; readonly names: readonly string[] }
  /** What somebody had said of a draft from two accounts counts once: they are one person. */
  | { readonly code: 'votes-joined'; readonly byName: string; readonly version: number }
  /** Fewer people are left than it takes to approve a draft. */
  | {
      readonly code: 'cannot-be-approved';
      readonly version: number;
      readonly why: 'requester' | 'editors' | 'few';
      readonly needed: number;
      readonly left: number;
    }
  /** The day whose budget was spent is over. */
  | { readonly code: 'new-day' }
  /** Nobody has decided for long, so others were told: rules that name them. */
  | { readonly code: 'escalated'; readonly to: readonly string[]; readonly waitedMs: number }
  /** Nobody has decided for too long. `parked`: it waits until somebody resumes it or decides · `expired`: it was cancelled. */
  | { readonly code: 'parked' | 'expired'; readonly waitedMs: number }
  /** To the requester in person: the platform refuses the article's thread. `where` is the channel, `failure` what the platform said. */
  | { readonly code: 'undeliverable'; readonly where: string; readonly failure: string }
  /** A decision that came as a signal could not be answered when it was made. */
  | {
      readonly code: 'did-not-count';
      readonly byName: string;
      readonly asked: DecisionKind | ControlKind;
      readonly refusal: Refusal;
    };

/** What the desk hears of threads, and nothing else of the chat. */
export type ThreadReport =
  /** The finished article is in the thread, all of it. `seq`: its feed entry. */
  | { readonly kind: 'arrived'; readonly seq: number }
  /** It refuses messages for good, once for each time that it does. */
  | {
      readonly kind: 'trouble';
      /** `C042`, as people may know it. */
      readonly where: string;
      /** `delivery-refused` or `internal`. */
      readonly code: string;
      /** For operators. */
      readonly message: string;
      /** The platform's own word: `is_archived`. */
      readonly reason?: string;
    }
  /** A place in which the article is shown beside its own refuses messages for good. */
  | { readonly kind: 'lost'; readonly thread: Thread; readonly failure: string };
