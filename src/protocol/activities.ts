import type { JoinedVote } from './desk-state.ts';
import type { MatchCondition } from './adaptive.ts';
import type { BudgetRaise, BudgetWarning } from './budget.ts';
import type { SourceFile } from './article.ts';
import type { ArticleState } from './article-state.ts';
import type { Actor } from './actor.ts';
import type { ControlKind, Decision, DecisionKind } from './decision.ts';
import type { WantedExtra } from './extras.ts';
import type { VerdictCounts } from './fact-report.ts';
import type { FeedEntry } from './feed.ts';
import type { Deadline } from './gate.ts';
import type { PatienceRules } from './patience.ts';
import type { PublishFailure, PublishInput, PublishTarget } from './publication.ts';
import type { Thread } from './thread.ts';

/** What the worker can do for the workflow, on task queue `copydesk`. Every one may run twice for the same `step`. */
export interface ThinkingActivities {
  readSources(input: ReadSourcesInput): Promise<ReadSources & StepOutcome>;
  writeOutline(input: WriteOutlineInput): Promise<WrittenDraft>;
  writeDraft(input: WriteDraftInput): Promise<WrittenDraft>;
  /** Whether what a draft cites says what it says, where its article has sources. */
  judgeCitations(input: JudgeCitationsInput): Promise<StepOutcome>;
  critiqueDraft(input: CritiqueDraftInput): Promise<WrittenCritique>;
  compareDrafts(input: CompareDraftsInput): Promise<ComparedDrafts>;
  factCheckDraft(input: FactCheckDraftInput): Promise<WrittenFactReport>;
  /** What goes with a draft, before people decide on it. */
  writeExtras(input: WriteExtrasInput): Promise<StepOutcome>;
  editArticle(input: EditArticleInput): Promise<EditedArticle>;
}

export interface RecordingActivities {
  /**
   * As a local activity: one event, and no trip through the task queue. It runs before the workflow task that asked for it is certain,
   * so it never replaces what another one wrote: `conflict` says that something stands there which this desk does not know.
   */
  recordSoon(progress: Progress): Promise<Recorded>;
  /** As an activity of its own: what it says is certain, and stands against whatever a lost workflow task had written. */
  record(progress: Progress): Promise<void>;
  /** An article is over, whose translations, or whose original, may have to say so in their threads. */
  tellTranslations(input: { readonly articleId: string }): Promise<void>;
}

/** What becomes of an article once it is delivered. None of it changes the article. */
export interface PublishingActivities {
  /** @returns names of the targets to which the article goes */
  chooseTargets(input: {
    readonly articleId: string;
    readonly targets: readonly PublishTarget[];
  }): Promise<readonly string[]>;
  /** Publishes an edition at a target, or finds that it is there, and writes that down. */
  publishEdition(input: PublishInput): Promise<void>;
  /** Writes down that it is not tried any more, and why. */
  endPublication(input: PublishInput & { readonly failure: PublishFailure }): Promise<void>;
}

/** What knows clocks and calendars. */
export interface PatienceActivities {
  /** When something becomes due of those who are waited for, soonest first. */
  planDeadlines(input: PlanDeadlinesInput): Promise<readonly Deadline[]>;
}

export interface PlanDeadlinesInput {
  /** `actorKey`s of those of whom it is known that they are waited for. Of nobody: by the clock of the settings. */
  readonly people: readonly string[];
  /** ISO 8601 */
  readonly since: string;
  readonly rules: PatienceRules;
}

export interface Recorded {
  readonly conflict: boolean;
}

/**
 * What rides with the next step: all that was said and decided since the last one, and how the article stands now. Written in one
 * transaction, before the step's own work begins; written twice, it has one effect.
 */
export interface Progress {
  readonly articleId: string;
  /** In the order of their numbers. */
  readonly entries: readonly FeedEntry[];
  /** Number of the latest entry of all: what stands beyond it was never said. */
  readonly said: number;
  readonly state: ArticleState;
  readonly decisions?: readonly RecordedDecision[];
  /** Controls that counted, and what was noted and did not count after all. */
  readonly acts?: readonly RecordedAct[];
  /** Ids of every decision that counted, when `decisions` has any: others of this article were made in workflow tasks that got lost. */
  readonly known?: readonly string[];
  /** BCP 47 tag of the language that somebody has chosen for the article: from now on its request says so. */
  readonly language?: string;
  /** The article goes on in another thread: what decided until now stops following. */
  readonly moved?: Thread;
  /** Threads that had refused are tried again. */
  readonly retryThreads?: true;
}

/** What was said and decided and is not known to be written down: the next run writes it. */
export type Unwritten = Pick<Progress, 'entries' | 'decisions' | 'acts' | 'language' | 'moved' | 'retryThreads'>;

/** For the audit: who tried what, and whether it counted. */
export interface RecordedAct {
  /** Of the decision or control. */
  readonly id: string;
  readonly act: DecisionKind | ControlKind;
  readonly by: Actor;
  /** ISO 8601, workflow time. */
  readonly at: string;
  /** Why it did not count. Absent: it counts. */
  readonly code?: string;
  /** By which rule it counts. */
  readonly rule?: string;
  /** What else it is about: `person:slack:T1:U2`. */
  readonly about?: string;
}

/** A decision that counted, as it is kept. */
export interface RecordedDecision {
  readonly decision: Decision;
  /** ISO 8601, workflow time. */
  readonly at: string;
  /** Gate that it resolved, or was one of several votes at. */
  readonly gate?: string;
  /** It was one of several that it takes. Absent: it resolved what it is about. */
  readonly vote?: true;
  /** Votes of others that it took, in order. */
  readonly joined?: readonly JoinedVote[];
  /** It was about the outline of the article. Absent: about a draft. */
  readonly subject?: 'outline';
  /** The version an edited text became. */
  readonly editedVersion?: number;
  /** By which rule it counts. */
  readonly rule?: string;
}

interface StepInput {
  readonly articleId: string;
  /** Names this piece of work within the article: what it stores is stored under it, once. */
  readonly step: string;
  /** The day on which it was begun, `2026-11-29`, UTC. */
  readonly today: string;
  /** Absent when there is nothing new. */
  readonly progress?: Progress;
  /** What people added to its budgets. */
  readonly raises?: readonly BudgetRaise[];
}

/** What every step answers. */
export interface StepOutcome {
  /** Soft limits that are passed now. Absent: none. */
  readonly warnings?: readonly BudgetWarning[];
}

export interface ReadSourcesInput extends StepInput {
  /** Handed in after the request. */
  readonly files?: readonly SourceFile[];
  /** What the request names was read before: only `files` are. */
  readonly again?: true;
}

export interface JudgeCitationsInput extends StepInput {
  readonly draftId: string;
}

/** What was stored under the step: how many sources were read, and how many could not be. */
export interface ReadSources {
  readonly researchId: string;
  readonly read: number;
  readonly failed: number;
}

export interface WriteDraftInput extends StepInput {
  readonly version: number;
  /** Which of several versions of the same order. Absent: 0, the first. */
  readonly variant?: number;
  /** The draft to improve, with what was said of it. Absent for the first. */
  readonly basis?: {
    readonly draftId: string;
    readonly critiqueId?: string;
    readonly factReportIds?: readonly string[];
  };
  /** Critiques of revisions of the same basis that turned out worse than it: not to be repeated. */
  readonly setbackIds?: readonly string[];
  /** Decisions whose comments the draft has to heed: every one so far. */
  readonly commentIds: readonly string[];
  readonly patterns?: readonly RulePatterns[];
  /** The outline that people have approved: its headings are the article's. */
  readonly outlineId?: string;
}

export interface WriteOutlineInput extends StepInput {
  readonly version: number;
  readonly variant?: number;
  /** The outline that people sent back. */
  readonly basis?: { readonly draftId: string };
  /** Decisions whose comments it has to heed. */
  readonly commentIds: readonly string[];
}

export interface WrittenDraft extends StepOutcome {
  readonly draftId: string;
  /** First 8 hex digits of the SHA-256 of the text that is stored. */
  readonly hash: string;
  /** Of `patterns`, those whose conditions all hold. */
  readonly matched?: readonly number[];
}

/** What an adaptive rule looks for in texts. */
export interface RulePatterns {
  /** Number of the rule, from 0. */
  readonly rule: number;
  readonly conditions: readonly MatchCondition[];
}

export interface CritiqueDraftInput extends StepInput {
  readonly draftId: string;
  /** What was said of the draft that this one grew from, in the same round: the answer says whether its weakness is repeated. */
  readonly earlierCritiqueId?: string;
  /** The draft that this one grew from, and what was said of it in whatever round: the critic sees both. */
  readonly earlier?: { readonly draftId: string; readonly critiqueId?: string };
  /** About the draft, and the one that it grew from. */
  readonly factReportIds?: readonly string[];
  readonly patterns?: readonly RulePatterns[];
  readonly commentIds: readonly string[];
}

/** As it is stored: of two runs the first one counts. `matched`: of `patterns`, those whose conditions all hold. */
export interface WrittenCritique extends StepOutcome {
  readonly critiqueId: string;
  readonly score: number;
  readonly factsQuestionable: boolean;
  /** Its first weakness is one that the earlier critique named, too. */
  readonly repeats?: true;
  /** Something that the critic read seems to give orders to models: the score may be worth nothing. */
  readonly suspect?: true;
  readonly matched?: readonly number[];
}

export interface CompareDraftsInput extends StepInput {
  readonly draftId: string;
  readonly standing: { readonly draftId: string };
  readonly commentIds: readonly string[];
}

/** Whether the draft is preferred to the one that stands, in both orders. */
export interface ComparedDrafts extends StepOutcome {
  readonly won: boolean;
}

export interface FactCheckDraftInput extends StepInput {
  readonly draftId: string;
  /** `fact_check`, or the name of an external agent. */
  readonly agent: string;
  /** `claims`: what the draft claims is looked into, and what was found wrong before · `earlier`: only the latter. */
  readonly scope: 'claims' | 'earlier';
  /** Reports about earlier drafts that found something wrong: does this one still say it? */
  readonly earlierReportIds: readonly string[];
}

/** How many claims of the stored report have which verdict. */
export interface WrittenFactReport extends VerdictCounts, StepOutcome {
  readonly factReportId: string;
  /** There was no claim to look into. */
  readonly isEmpty?: true;
}

export interface WriteExtrasInput extends StepInput {
  readonly draftId: string;
  readonly wanted: readonly WantedExtra[];
}

export interface EditArticleInput extends StepInput {
  readonly draftId: string;
  /** True for a person's text: it stands, and only gets a title and a summary. */
  readonly keepText: boolean;
  /** People have approved its headings: they stand. */
  readonly keepHeadings?: true;
  /** What was written to go with it was approved with it, and is delivered. */
  readonly withExtras?: true;
  /** No model is asked: the draft is the article. */
  readonly unedited?: true;
}

export interface EditedArticle extends StepOutcome {
  /** SHA-256 of the final text, hex. */
  readonly sha256: string;
  /** Numbers of rules for the house style that people's edits suggest. Absent: none. */
  readonly rules?: readonly number[];
}
