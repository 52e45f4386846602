import type { ReadSources } from './activities.ts';
import type { Assigned, InCharge } from './assignment.ts';
import type { SourceFile, Stage, Step } from './article.ts';
import type { BudgetRaise, BudgetStop } from './budget.ts';
import type { DecisionKind, PlainControlKind } from './decision.ts';
import type { DraftRecord } from './draft.ts';
import type { Following } from './following.ts';
import type { Claim, Gate, Subject } from './gate.ts';
import type { Thread } from './thread.ts';
import type { Tally } from './voting.ts';

/**
 * Why the loop stopped and the draft went to the gate. `contradicted`: good enough, but a model remembers otherwise, which is no order to
 * the writer · `suspect`: good enough, but what the critic read seems to give it orders · `unchecked`: good enough, but its facts
 * should have been checked, and could not be · `unjudged`: the critic answered nothing that can be used · `no-change`: the writer gave back a text that was there already · `same-weakness`: what the critic finds most wrong was
 * named before, and is still there, with no gain in score · `plateau`: the scores rise no more · `outline`: it is no draft that people look
 * at, but the plan of the article.
 */
export const STOP_REASONS = [
  'threshold',
  'contradicted',
  'suspect',
  'unchecked',
  'unjudged',
  'no-change',
  'same-weakness',
  'plateau',
  'max-iterations',
  'every-draft',
  'edited',
  'brought-back',
  'proposal',
  'outline',
  'person',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** A decision that counted. Comment and reason lie in the table `decisions`. */
/** Somebody else's vote, by its id. */
export interface JoinedVote {
  readonly id: string;
  readonly name: string;
}

export interface DecisionRecord {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly version: number;
  /** Of `bring-back`: the version that was brought back. */
  readonly to?: number;
  /** It was about the plan of the article. Absent: about a draft. */
  readonly subject?: 'outline';
  readonly byName: string;
  /** Votes of others that it took, in order. Absent: it took none. */
  readonly joined?: readonly JoinedVote[];
  /** ISO 8601, workflow time. */
  readonly at: string;
}

/** An activity whose attempts are used up; the article waits for a person. */
export interface FailureRecord {
  readonly step: Step | 'delivering' | 'recording';
  /** From `activities/failures.ts`: `model-unavailable`, `model-unauthorized`, … */
  readonly code: string;
  /** For operators and the thread alike; holds no secret. */
  readonly message: string;
  /** The platform's own word, when it refused a message: `is_archived`. */
  readonly reason?: string;
}

/** A step that is tried again by itself: nothing of ours failed, somebody has to come back. */
export interface Outage {
  /** From `activities/failures.ts`: `model-unavailable`, `model-rate-limited`, `storage-unavailable`, `key-missing`. */
  readonly code: string;
  /** ISO 8601, workflow time: of the first attempt that met it. The budget counts from here. */
  readonly since: string;
  /** ISO 8601, workflow time: of the next attempt. */
  readonly next: string;
}

/**
 * What happens next, as far as people are concerned; `Stage` adds what may hold it up. `delivering`: the finished article is in the feed
 * and cannot be taken back.
 */
export type Phase = 'drafting' | 'gate' | 'finishing' | 'delivering' | 'delivered' | 'rejected' | 'cancelled';

/** Everything the desk knows: plain data, carried over by continue-as-new. */
export interface DeskState {
  readonly phase: Phase;
  /** BCP 47 tag of the article's language, since somebody was asked for it: what they said, or the guess that nobody spoke to. */
  readonly language?: string;
  /** What was read before anything was written, in all; `researchId` names the latest reading. Absent: nothing. */
  readonly research?: ReadSources;
  /** Handed in as sources after the request, and not read yet. Absent: none. */
  readonly files?: readonly SourceFile[];
  readonly drafts: readonly DraftRecord[];
  /** Version of the first draft of the current round: a request for changes opens a new round. */
  readonly roundFrom: number;
  /** Drafts by agents written in this round. */
  readonly iteration: number;
  /** How often people have asked for another version. Absent: never. */
  readonly variant?: number;
  /** Version of the draft that is to be written without an earlier one: the first of another version. */
  readonly anewFrom?: number;
  /** Numbers the gates. */
  readonly gates: number;
  /** The gate that is open. */
  readonly gate?: Gate;
  /** Version of the outline that was approved. Absent: none was, or nobody is asked about one. */
  readonly outline?: number;
  /** Version of the draft that was approved. */
  readonly approved?: number;
  readonly stopReason?: StopReason;
  readonly decisions: readonly DecisionRecord[];
  /** Ids of votes that came to nothing by themselves, in the order in which they counted. Absent: none did. */
  readonly votes?: readonly string[];
  /** Keys of people who changed the text. Absent: nobody did. */
  readonly editors?: readonly string[];
  /** Ids of the latest controls that were applied, oldest first; at most {@link REMEMBERED_CONTROLS}. */
  readonly controls: readonly string[];
  /** Who has stepped in, and decides alone beside the rules. Absent: nobody. */
  readonly inCharge?: InCharge;
  /** Who was asked to decide. Absent: nobody in particular. */
  readonly assigned?: Assigned;
  readonly paused: boolean;
  /** It is paused because nobody has decided for too long: a decision wakes it, too. */
  readonly isParked?: true;
  readonly failure?: FailureRecord;
  /** Number of the feed entry that asks people about the failure. */
  readonly failureSeq?: number;
  readonly outage?: Outage;
  /** A budget is spent. */
  readonly budget?: BudgetStop;
  /** What people added to budgets. */
  readonly raises?: readonly BudgetRaise[];
  /** Warnings that were said, by `warningKey`: the latest, at most {@link REMEMBERED_WARNINGS}. */
  readonly warned?: readonly string[];
  /** Delivered as it was approved, without a final edit: for that, too, there is no budget. */
  readonly unedited?: true;
  /** The thread in which people decide refuses messages for good. */
  readonly trouble?: FailureRecord;
  /** Entry of the feed of which its thread said that it shows it before the desk knew that it had said it. Absent: none. */
  readonly arrived?: number;
  /** Where the article lives since it moved. Absent: in the thread of its input. */
  readonly home?: Thread;
  /** Where it is shown, too, in the order in which people wanted it. Absent: nowhere. */
  readonly followings?: readonly Following[];
  /** Numbers what is asked of activities, so that a cancelled call and its successor never share a key. */
  readonly steps: number;
  /** Numbers the feed. */
  readonly said: number;
  /** Numbers the changes of {@link ArticleState}. */
  readonly revision: number;
}

/** What the loop of drafts goes by. */
export type LoopState = Pick<
  DeskState,
  'drafts' | 'roundFrom' | 'iteration' | 'decisions' | 'variant' | 'anewFrom' | 'outline'
>;

/** A control comes again seconds later at most, through a redelivery; more would make the state grow with every pause. */
export const REMEMBERED_CONTROLS = 50;

/** One for each budget and day; more would make the state grow with every day of an article. */
export const REMEMBERED_WARNINGS = 20;

/** With what those are called whom `waitingFor` names in person, by its rules. Absent: nobody knows any of them. */
export interface NamedStatus extends ArticleStatus {
  readonly names?: Readonly<Record<string, string>>;
}

/** What the query `status` answers to the one who asks. */
export interface ArticleStatus {
  readonly articleId: string;
  /** 2, 3, …: which edition it is, or is to become. Absent: the first. */
  readonly edition?: number;
  readonly topic: string;
  readonly requesterName: string;
  readonly stage: Stage;
  readonly step?: Step;
  readonly iteration: number;
  readonly maxIterations: number;
  /** One per criticised draft, in order. */
  readonly scores: readonly number[];
  readonly drafts: readonly DraftRecord[];
  /** The draft decisions are about right now. */
  readonly current?: DraftRecord;
  readonly stopReason?: StopReason;
  /** Names or rules of those whose decision is awaited; empty unless at the gate or stuck. */
  readonly waitingFor: readonly string[];
  /** How far people are at the gate, where it takes several. */
  readonly tally?: Tally;
  /** Who was asked to decide. Absent: nobody in particular. */
  readonly assigned?: Assigned;
  readonly failure?: FailureRecord;
  readonly outage?: Outage;
  readonly budget?: BudgetStop;
  /** It is paused because nobody has decided for too long. */
  readonly isParked?: true;
  readonly lastDecision?: DecisionRecord;
  /** Where it is shown, too. Absent: nowhere. */
  readonly followings?: readonly Following[];
  /** What the one who asks may decide on now, what has buttons first. */
  readonly decidable: readonly DecidableSubject[];
  /** Controls that make sense now and that the one who asks may use. Without a name: an operator's. */
  readonly controls: readonly PlainControlKind[];
}

/** @property gate the open gate whose subject it is; absent: the newest draft, while there is no gate about it */
export type DecidableSubject = Subject & {
  readonly gate?: string;
  /** How far people are, where it takes several. */
  readonly tally?: Tally;
  /** Who sees to it. Absent: nobody has said so. */
  readonly claim?: Claim;
};
