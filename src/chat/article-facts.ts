import type { Cost } from '../delivery/chat-content.ts';
import type { Messages } from '../messages/messages.ts';
import type { Stage, Step } from '../protocol/article.ts';
import type { Outage } from '../protocol/desk-state.ts';
import type { Thread } from '../protocol/thread.ts';

/** Where an article stands, from its status card or from the desk itself: an `ArticleStatus` is one. */
export interface Standing {
  readonly articleId: string;
  readonly requesterName: string;
  readonly stage: Stage;
  readonly step?: Step;
  readonly iteration: number;
  readonly maxIterations: number;
  readonly scores: readonly number[];
  /** Known from the card only. */
  readonly qualityThreshold?: number;
  readonly waitingFor: readonly string[];
  readonly outage?: Outage;
  readonly movedTo?: Thread;
  readonly cost?: Cost;
  readonly runUrl?: string;
}

/** One line per fact, plain text; for below `t.article.card.title`. */
export function articleFacts(standing: Standing, t: Messages): readonly string[] {
  const { card } = t.article;
  const { scores, qualityThreshold } = standing;
  const scoreLine =
    qualityThreshold !== undefined
      ? card.scoreLine(scores, qualityThreshold)
      : scores.length > 0
        ? card.scoreTrail(scores)
        : undefined;
  return [
    ...(standing.movedTo === undefined ? [] : [card.movedTo(t.words.where(standing.movedTo.platform))]),
    card.id(standing.articleId),
    card.askedBy(standing.requesterName),
    `${card.stage}: ${t.words.stage(standing.stage, standing.step)}`,
    ...(standing.iteration === 0 ? [] : [card.iteration(standing.iteration, standing.maxIterations)]),
    ...(scoreLine === undefined ? [] : [`${card.scores}: ${scoreLine}`]),
    ...(standing.outage === undefined ? [] : [card.outage(standing.outage)]),
    ...(standing.waitingFor.length === 0 ? [] : [card.waitingFor(standing.waitingFor, standing.requesterName)]),
    ...(standing.cost === undefined ? [] : [`${card.cost}: ${card.costLine(standing.cost)}`]),
    ...(standing.runUrl === undefined ? [] : [`${card.runLink}: ${standing.runUrl}`]),
  ];
}
