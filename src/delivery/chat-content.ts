import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage, Stage, Step } from '../protocol/article.ts';
import type { BudgetStop } from '../protocol/budget.ts';
import type { Critique } from '../protocol/critique.ts';
import type { PlainControlKind } from '../protocol/decision.ts';
import type { DecisionRecord, FailureRecord, Outage, StopReason } from '../protocol/desk-state.ts';
import type { Draft, DraftRecord, DraftRef } from '../protocol/draft.ts';
import type { Cost, FinishedArticle } from '../storage/article-store.ts';
import type { CitationReport, SourceReport } from '../protocol/evidence.ts';
import type { Extra } from '../protocol/extras.ts';
import type { CheckedClaim, FactReport } from '../protocol/fact-report.ts';
import type { ShownItem } from '../protocol/ledger.ts';
import type { Notice } from '../protocol/feed.ts';
import type { PublicationState } from '../protocol/publication.ts';
import type { Adoption, StyleRule } from '../protocol/style-rule.ts';
import type { OtherCard } from '../storage/follower-work.ts';
import type { Thread } from '../protocol/thread.ts';
import type { TranslationOf } from '../protocol/translation.ts';
import type { Claim } from '../protocol/gate.ts';
import type { Tally } from '../protocol/voting.ts';
import type { MessageRef } from './messenger.ts';

/** What every message of an article needs to be rendered, whatever it says. */
export interface ArticleFrame {
  readonly articleId: string;
  readonly request: ArticleRequest;
  /** 2, 3, …: which edition it is, or is to become. Absent: the first. */
  readonly edition?: number;
  /** What it is a translation of. Absent: it is none. */
  readonly translation?: TranslationOf;
  /** The kind of text that it is, as people call it. `isFound`: nobody chose it, it was found to fit. Absent: not known yet, or none. */
  readonly template?: { readonly name: string; readonly isFound?: true };
  readonly requesterName: string;
  /** Of people whom rules name, by those rules. Absent: nobody knows any of them. */
  readonly names?: Readonly<Record<string, string>>;
  /** Who asked, for a platform that can address people. */
  readonly requester?: Pick<Actor, 'platform' | 'workspace' | 'userId'>;
  /** Workspace of the thread in which it is shown, where its platform has them. */
  readonly workspace?: string;
  /** Channel of that thread. */
  readonly channel?: string;
  /** Where whoever is asked is called already, so that here they are only named. Absent: nowhere. */
  readonly calledAt?: readonly Pick<Thread, 'platform' | 'workspace'>[];
  readonly language: InterfaceLanguage;
  readonly maxIterations: number;
  readonly qualityThreshold: number;
  /** Address of the article's run in Temporal's Web UI, when the operator configured one. */
  readonly runUrl?: string;
  /** People can open it on the page. */
  readonly hasPage?: true;
  /** BCP 47 tags of languages in which articles are offered. Absent: nothing is offered. */
  readonly offered?: readonly string[];
}

export type Elsewhere = NonNullable<Actor['where']> | Pick<Thread, 'platform'>;

/** A decision with the words that went with it: comment or reason. */
export interface ToldDecision extends DecisionRecord {
  readonly words?: string;
  /** Gate that it resolved. Absent: it was about a draft at none. */
  readonly gate?: string;
  /** It was made in another conversation than this one: there, or by a door that is none. */
  readonly elsewhere?: Elsewhere;
}

/** A draft on a card: what is known of it, its text, and what was decided about it. */
interface DraftOnCard {
  readonly draft: DraftRecord;
  readonly text: Draft;
  /** Version of the draft whose text it has again. */
  readonly again?: number;
  readonly buttons: boolean;
  readonly decided?: ToldDecision;
  /** People look at a newer card: of a later draft, of its gate, or of what became of it. */
  readonly isFolded?: true;
  /** What it has made of comments and suggestions. Absent: there were none. */
  readonly ledger?: readonly ShownItem[];
}

/** What is to be known of a draft's facts before anybody decides on it. */
export interface Doubts {
  /** What somebody says is wrong, with quote and address. `verified` false: from memory, nobody looked it up. */
  readonly contradicted: readonly (CheckedClaim & Pick<FactReport, 'verified'>)[];
  /** Claims about which nothing was found. */
  readonly unresolved: number;
}

/** What a draft rests on. `none`: nothing was read for its article · `not-judged`: a person's text, or one that nobody has looked at yet. */
export type CitedSources =
  | { readonly kind: 'none' | 'not-judged' }
  | { readonly kind: 'judged'; readonly report: CitationReport };

/** The finished article, as the status card leads to it. */
export interface Delivered {
  readonly title: string;
  /** `how-tides-work.md` */
  readonly fileName: string;
  readonly messages: Readonly<Record<string, MessageRef>>;
  /** The message that opened the thread. */
  readonly root?: MessageRef;
}

/**
 * A feed entry with its texts and as the article stands now, or the status card: what a messenger renders. Plain data, told apart by
 * `kind`. `movedTo`: the article goes on there, and nothing here can be decided any more.
 */
export type ChatContent = { readonly frame: ArticleFrame } & (
  | {
      readonly kind: 'status';
      readonly stage: Stage;
      readonly step?: Step;
      /** Of the text that is being written in the step. */
      readonly wordsSoFar?: number;
      readonly iteration: number;
      readonly scores: readonly number[];
      readonly stopReason?: StopReason;
      readonly outage?: Outage;
      readonly budget?: BudgetStop;
      /** It is paused because nobody has decided for too long. */
      readonly isParked?: true;
      readonly lastDecision?: ToldDecision;
      readonly waitingFor: readonly string[];
      readonly tally?: Tally;
      /** Who sees to the decision that is waited for. */
      readonly claim?: Pick<Claim, 'byName' | 'at'>;
      readonly cost?: Cost;
      readonly movedTo?: Thread;
      /** What may be done about it, for all to see: it may offer what only the desk knows to be too late. */
      readonly controls: readonly PlainControlKind[];
      /** What was delivered, and which messages it became in this thread, by their names. */
      readonly delivered?: Delivered;
      /** BCP 47 tags: which of these is the article to be in? Absent: nobody is asked. */
      readonly languages?: readonly string[];
    }
  | ({ readonly kind: 'draft' } & DraftOnCard)
  | { readonly kind: 'sources'; readonly report: SourceReport }
  | {
      readonly kind: 'critique';
      readonly version: number;
      readonly critique: Critique;
      /** There is a later draft. */
      readonly isFolded?: true;
    }
  | { readonly kind: 'fact-report'; readonly version: number; readonly report: FactReport }
  | ({
      readonly kind: 'gate';
      /** Named by its buttons. */
      readonly gate: string;
      readonly stopReason: StopReason;
      /** What can be brought back in its place. */
      readonly replaced?: DraftRef;
      readonly waitingFor: readonly string[];
      /** How far people are, where it takes several. Absent: one is enough, or it is decided. */
      readonly tally?: Tally;
      /** Who sees to it. Absent: nobody has said so, or it is decided. */
      readonly claim?: Pick<Claim, 'byName' | 'at'>;
      /** The draft itself is in this thread, with all of its text. */
      readonly isShownAbove?: true;
      /** To be shown before everything else. Absent: nothing is doubted. */
      readonly doubts?: Doubts;
      /** Its facts should have been checked, and could not be. */
      readonly unchecked?: true;
      /** What goes with it, and is decided on with it. Absent: nothing does. */
      readonly extras?: readonly Extra[];
      /** What should go with it is not there. */
      readonly withoutExtras?: true;
      /** What it rests on. Absent: nobody has looked. */
      readonly sources?: CitedSources;
    } & DraftOnCard)
  /** `options` are what a person may choose, empty once somebody has. `waitingFor`: who may. */
  | {
      readonly kind: 'failure';
      readonly failure: FailureRecord;
      readonly options: readonly PlainControlKind[];
      readonly waitingFor: readonly string[];
    }
  /** As above. `waitingFor`: who may raise it. */
  | {
      readonly kind: 'budget';
      readonly stop: Omit<BudgetStop, 'seq'>;
      readonly options: readonly PlainControlKind[];
      readonly waitingFor: readonly string[];
    }
  /** `card`: of the article that it is about, where that is another one. `buttons`: what can be done about it is done here. */
  | { readonly kind: 'notice'; readonly notice: Notice; readonly card?: OtherCard; readonly buttons?: true }
  /** `waitingFor`: who may adopt it. `adoption`: somebody has. `isRemoved`: an operator took it back. */
  | {
      readonly kind: 'style-rule';
      readonly rule: StyleRule;
      readonly buttons: boolean;
      readonly waitingFor: readonly string[];
      readonly adoption?: Adoption;
      readonly isRemoved?: true;
    }
  /** `title`: of the place, as people call it. `waitingFor`: who may have it tried again. */
  | {
      readonly kind: 'publication';
      readonly target: string;
      readonly title: string;
      readonly state: PublicationState;
      readonly buttons: boolean;
      readonly waitingFor: readonly string[];
    }
  /** `approved`: the draft that it was made from, Markdown. */
  | {
      readonly kind: 'final';
      readonly version: number;
      readonly approved?: string;
      readonly article: FinishedArticle;
      /** Targets to which it goes. Absent: to none. */
      readonly targets?: readonly string[];
      /** BCP 47 tags of languages into which it can be translated by a button. Absent: into none. */
      readonly translateInto?: readonly string[];
    }
);

export type { Cost, FinishedArticle };
