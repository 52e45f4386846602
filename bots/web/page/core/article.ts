import type { Stage, Step } from '../../../../src/protocol/article.ts';
import type { BudgetScope } from '../../../../src/protocol/budget.ts';
import type { ControlKind, DecisionKind } from '../../../../src/protocol/decision.ts';
import type { CriterionName } from '../../../../src/protocol/critique.ts';
import type { StopReason } from '../../../../src/protocol/desk-state.ts';
import type { Verdict } from '../../../../src/protocol/fact-report.ts';

/** How an article stands, as `GET /articles/{articleId}` tells. Moments are ISO 8601. */
export interface Article {
  readonly articleId: string;
  readonly topic: string;
  readonly language: string;
  readonly edition: number;
  readonly template?: string;
  readonly requester: { readonly key: string; readonly name: string };
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt?: string;
  readonly stage: Stage;
  readonly step?: Step;
  readonly wordsSoFar?: number;
  readonly iteration: number;
  readonly maxIterations: number;
  readonly qualityThreshold: number;
  readonly scores: readonly number[];
  readonly stopReason?: StopReason;
  /** Names. */
  readonly waitingFor: readonly string[];
  readonly costUsd?: number;
  readonly outage?: { readonly code: string; readonly since: string; readonly next: string };
  readonly failure?: { readonly step: Step; readonly code: string; readonly what: string; readonly wayOut: string };
  readonly budget?: {
    readonly scope: BudgetScope;
    readonly capUsd: number;
    readonly spentUsd: number;
    readonly raiseByUsd: number;
    readonly until?: string;
  };
  readonly current?: DraftName;
  readonly drafts: readonly DraftLine[];
  readonly gate?: Gate;
  /** What counts right now for whoever looks. */
  readonly mayDecide: readonly DecisionKind[];
  readonly mayControl: readonly ControlKind[];
  readonly delivered?: {
    readonly title: string;
    readonly version: number;
    readonly files: readonly { readonly name: string; readonly mediaType: string; readonly href: string }[];
  };
  readonly revision: number;
}

/** By which a decision names what it is about. */
export interface DraftName {
  readonly version: number;
  readonly hash: string;
}

export interface Gate extends DraftName {
  readonly id: string;
  readonly subject: 'draft' | 'outline';
}

export interface DraftLine extends DraftName {
  readonly draftId: string;
  readonly author: 'agent' | 'person';
  readonly authorName: string;
  readonly outline?: true;
  readonly score?: number;
  readonly createdAt: string;
  readonly decided?: {
    readonly kind: DecisionKind;
    readonly byName: string;
    readonly at: string;
    readonly words?: string;
  };
}

/** What became of a decision or control that was not refused. */
export interface Outcome {
  readonly outcome: 'counted' | 'noted';
  /** For people. */
  readonly detail: string;
}

/** Words of a draft that something is said of: `passage` is the id of their span in its HTML. */
interface Placed {
  /** UTF-16 units of the Markdown of the draft. */
  readonly at?: { readonly start: number; readonly end: number };
  readonly passage?: string;
}

interface Finding extends Placed {
  readonly words: string;
  readonly section?: string;
  readonly quote?: string;
}

export interface Claim extends Placed {
  readonly claim: string;
  readonly verdict: Verdict;
  readonly why: string;
  /** Words of the source, as in the next three. */
  readonly quote?: string;
  readonly title?: string;
  readonly address?: string;
  readonly date?: string;
  readonly verified: boolean;
  readonly sentence?: string;
}

export interface Citation extends Placed {
  readonly sentence: string;
  readonly noteId: string;
  /** Of its source. */
  readonly number?: number;
  /** Absent: nobody has judged it. */
  readonly verdict?: 'supported' | 'partly' | 'not';
  readonly why?: string;
  readonly quote?: string;
  readonly title?: string;
  readonly address?: string;
  readonly date?: string;
}

export interface LedgerItem extends Placed {
  readonly id: string;
  readonly kind: 'comment' | 'suggestion';
  readonly saidBy: string;
  readonly words: string;
  /** Absent: nothing has become of it yet, or a later comment contradicts it. */
  readonly done?: boolean;
  readonly why?: string;
  readonly section?: string;
  readonly quote?: string;
  readonly later?: { readonly saidBy: string; readonly words: string };
}

export interface Section {
  readonly id: string;
  readonly heading: string;
  /** 1 for #; 0: it has no heading. */
  readonly level: number;
  readonly markdown: string;
  /** Made safe by the server. */
  readonly html: string;
  readonly sha256: string;
  readonly author: 'agent' | 'person';
}

/** A draft to be read, as `GET /articles/{articleId}/drafts/{version}` tells. */
export interface Draft extends DraftName {
  readonly draftId: string;
  readonly author: 'agent' | 'person';
  readonly authorName: string;
  readonly outline?: true;
  readonly createdAt: string;
  /** BCP 47. */
  readonly language?: string;
  readonly title: string;
  readonly markdown: string;
  readonly sections: readonly Section[];
  readonly sources: readonly {
    readonly number: number;
    readonly title: string;
    readonly address?: string;
    readonly date?: string;
  }[];
  readonly critique?: {
    readonly score: number;
    readonly criteria: readonly (Placed & {
      readonly criterion: CriterionName;
      readonly score: number;
      readonly judgement: string;
      readonly fix: string;
    })[];
    readonly strengths: readonly string[];
    readonly weaknesses: readonly Finding[];
    readonly suggestions: readonly Finding[];
    readonly unmet: readonly { readonly kind: 'missing' | 'avoid'; readonly item: string }[];
    readonly factsQuestionable: boolean;
  };
  readonly factReport?: { readonly verified: boolean; readonly claims: readonly Claim[] };
  readonly citations?: readonly Citation[];
  readonly ledger: readonly LedgerItem[];
  readonly extras?: readonly {
    readonly name: string;
    readonly text: string;
    readonly maxChars: number;
    readonly byName?: string;
  }[];
}

/** What changed between two drafts, as `GET /articles/{articleId}/diff` tells. */
export interface Diff {
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly kind: 'same' | 'changed' | 'added' | 'removed';
    readonly words: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[];
  }[];
}

/** Something that a person said of a text, as `GET /articles/{articleId}/comments` tells. */
export interface Comment {
  readonly id: string;
  readonly byName: string;
  readonly words: string;
  /** Words of the draft. */
  readonly quote?: string;
  /** Id of the section in which they stood. */
  readonly section?: string;
  /** Of the draft. */
  readonly version: number;
  readonly at: string;
  readonly resolved?: { readonly byName: string; readonly at: string };
  readonly replies: readonly { readonly byName: string; readonly words: string; readonly at: string }[];
}
