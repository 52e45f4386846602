import type { ArticleInput, Stage } from './article.ts';
import type { Post } from './chat-message.ts';
import type { Decision } from './decision.ts';
import type { Thread } from './thread.ts';

/** What the worker can do for the workflow, on task queue `copydesk`. Every one may run twice for the same `step`. */
export interface ThinkingActivities {
  writeDraft(input: WriteDraftInput): Promise<WrittenDraft>;
  critiqueDraft(input: CritiqueDraftInput): Promise<WrittenCritique>;
  factCheckDraft(input: FactCheckDraftInput): Promise<WrittenFactReport>;
  editArticle(input: EditArticleInput): Promise<EditedArticle>;
}

/** Short database writes, run as local activities: one event each. */
export interface RecordingActivities {
  openArticle(
    input: Pick<ArticleInput, 'articleId' | 'request' | 'requester' | 'threads' | 'language' | 'settings'>,
  ): Promise<void>;
  recordDecision(input: RecordDecisionInput): Promise<void>;
  closeArticle(input: { readonly articleId: string; readonly stage: Stage; readonly version?: number }): Promise<void>;
}

/** What a platform's process can do, on task queue `deliver-<platform>`. */
export interface DeliveringActivities {
  deliver(input: DeliverInput): Promise<void>;
}

interface StepInput {
  readonly articleId: string;
  /** Names this piece of work within the article: what it stores is stored under it, once. */
  readonly step: string;
}

export interface WriteDraftInput extends StepInput {
  readonly version: number;
  /** The draft to improve, with what was said of it. Absent for the first. */
  readonly basis?: { readonly draftId: string; readonly critiqueId?: string; readonly factReportId?: string };
  /** Critiques of revisions of the same basis that turned out worse than it: not to be repeated. */
  readonly setbackIds?: readonly string[];
  /** Decisions whose comments the draft has to heed: every one so far. */
  readonly commentIds: readonly string[];
}

export interface WrittenDraft {
  readonly draftId: string;
  readonly hash: string;
}

export interface CritiqueDraftInput extends StepInput {
  readonly draftId: string;
  readonly commentIds: readonly string[];
}

export interface WrittenCritique {
  readonly critiqueId: string;
  readonly score: number;
  readonly factsQuestionable: boolean;
}

export interface FactCheckDraftInput extends StepInput {
  readonly draftId: string;
}

export interface WrittenFactReport {
  readonly factReportId: string;
}

export interface EditArticleInput extends StepInput {
  readonly draftId: string;
  /** True for a person's text: it stands, and only gets a title and a summary. */
  readonly keepText: boolean;
}

export interface EditedArticle {
  /** SHA-256 of the final text, hex. */
  readonly sha256: string;
}

export interface RecordDecisionInput {
  readonly articleId: string;
  readonly decision: Decision;
  /** ISO 8601, workflow time. */
  readonly at: string;
  /** The version an edited text became. */
  readonly editedVersion?: number;
  /** Ids of every decision about the article that the desk knows of, this one included. Absent: from a desk that did not tell. */
  readonly known?: readonly string[];
}

export interface DeliverInput {
  readonly articleId: string;
  readonly thread: Thread;
  /** Key of the post that opens the thread and that all others go below. Default: `STATUS_CARD_KEY`. */
  readonly rootKey?: string;
  /** In the order in which they have to appear. */
  readonly posts: readonly Post[];
}
