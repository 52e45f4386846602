import type { ArticleRequest } from './article.ts';
import type { Critique } from './critique.ts';
import type { LoopState } from './desk-state.ts';
import type { FactReport } from './fact-report.ts';

/*
 * What agents are given by whoever asks them without the workflow: texts instead of references to what is stored.
 */

/** A comment by a person on a draft, to be heeded in every later one. */
export interface Comment {
  readonly byName: string;
  /** Version of the draft it was made on. */
  readonly onVersion: number;
  readonly text: string;
}

interface Order {
  readonly request: ArticleRequest;
  /** The day on which the work was begun, `2026-11-29`, UTC. Absent: the day on which its journal was begun, or today. */
  readonly today?: string;
}

/** A plan for people, who decide on it before anything is written. */
export interface OutlineOrder extends Order {
  readonly comments?: readonly Comment[];
  readonly variant?: number;
  /** The one that they sent back. */
  readonly earlier?: string;
}

/** With a `draft` it is revised, by what was said of it; without one the first is written. */
export interface WriteOrder extends Order {
  readonly comments?: readonly Comment[];
  /** Which of several versions of the same order. Absent: 0. */
  readonly variant?: number;
  /** The plan that people have approved: its headings are the article's. */
  readonly outline?: string;
  readonly draft?: string;
  readonly critique?: Critique;
  readonly factReports?: readonly FactReport[];
  /** What was said of earlier revisions of this draft that turned out worse than it. */
  readonly setbacks?: readonly Critique[];
}

export interface CritiqueOrder extends Order {
  readonly draft: string;
  readonly comments?: readonly Comment[];
  /** The draft that this one grew from: the critic sees what changed. */
  readonly earlierDraft?: string;
  /** Of the draft that this one grew from: the answer says whether its weakness is repeated. */
  readonly earlierCritique?: Critique;
  /** About the draft, and the one that it grew from. */
  readonly factReports?: readonly FactReport[];
}

/** Whether `draft` is better than `standing`, the best one until then. */
export interface CompareOrder extends Order {
  readonly draft: string;
  readonly standing: string;
  readonly comments?: readonly Comment[];
}

export interface FactCheckOrder extends Order {
  readonly draft: string;
  /** `fact_check`, or the name of an external agent. Absent: the former. */
  readonly agent?: string;
  /** `claims`: what the draft claims is looked into, and what was found wrong before · `earlier`: only the latter. Absent: the former. */
  readonly scope?: 'claims' | 'earlier';
  /** Reports about earlier drafts. */
  readonly earlier?: readonly FactReport[];
}

export interface EditOrder extends Order {
  readonly draft: string;
  /** True for a person's text, which only gets a title and a summary. Absent: false. */
  readonly keepText?: boolean;
}

/** What is known of an article's drafts, to ask what comes next. `iteration` is counted. */
export interface LoopRecord extends Pick<LoopState, 'drafts' | 'outline'> {
  /** Version of the first draft of the current round. Absent: 1. */
  readonly roundFrom?: number;
  /** Absent: people have decided nothing yet. */
  readonly decisions?: LoopState['decisions'];
}
