import type { Stage, Step } from '../../../../src/protocol/article.ts';
import type { BudgetScope } from '../../../../src/protocol/budget.ts';
import type { ControlKind, DecisionKind } from '../../../../src/protocol/decision.ts';
import type { StopReason } from '../../../../src/protocol/desk-state.ts';

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
}
