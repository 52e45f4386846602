import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage } from '../protocol/article.ts';
import type { ChatMessage, StatusMessage } from '../protocol/chat-message.ts';
import type { Critique } from '../protocol/critique.ts';
import type { DecisionRecord, StopReason } from '../protocol/desk-state.ts';
import type { Draft, DraftRecord } from '../protocol/draft.ts';
import type { Cost, FinishedArticle } from '../storage/article-store.ts';
import type { FactReport } from '../protocol/fact-report.ts';

/** What every message of an article needs to be rendered, whatever it says. */
export interface ArticleFrame {
  readonly articleId: string;
  readonly request: ArticleRequest;
  readonly requesterName: string;
  /** Who asked, for a platform that can address people. */
  readonly requester?: Pick<Actor, 'platform' | 'userId'>;
  readonly language: InterfaceLanguage;
  readonly maxIterations: number;
  readonly qualityThreshold: number;
  /** Address of the article's run in Temporal's Web UI, when the operator configured one. */
  readonly runUrl?: string;
}

/** A decision with the words that went with it: comment or reason. */
export interface ToldDecision extends DecisionRecord {
  readonly words?: string;
}

type ByKind<K extends ChatMessage['kind']> = Extract<ChatMessage, { readonly kind: K }>;

/** A draft on a card: what is known of it, its text, and what was decided about it. */
interface DraftOnCard {
  readonly draft: DraftRecord;
  readonly text: Draft;
  readonly buttons: boolean;
  readonly decided?: ToldDecision;
}

/** A `ChatMessage` with its texts: what a messenger renders. Plain data, told apart by `kind`. */
export type ChatContent = { readonly frame: ArticleFrame } & (
  | (Omit<StatusMessage, 'decidedBy'> & {
      readonly lastDecision?: ToldDecision;
      readonly waitingFor: readonly string[];
      readonly cost?: Cost;
    })
  | ({ readonly kind: 'draft' } & DraftOnCard)
  | (Omit<ByKind<'critique'>, 'critiqueId'> & { readonly critique: Critique })
  | (Omit<ByKind<'fact-report'>, 'factReportId'> & { readonly report: FactReport })
  | ({ readonly kind: 'gate'; readonly stopReason: StopReason; readonly waitingFor: readonly string[] } & DraftOnCard)
  | ByKind<'failure'>
  | ByKind<'notice'>
  | (ByKind<'final'> & { readonly article: FinishedArticle })
);

export type { Cost, FinishedArticle };
