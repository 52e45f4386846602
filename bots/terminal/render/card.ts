import type { Cost } from '../../../src/delivery/chat-content.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Stage, Step } from '../../../src/protocol/article.ts';
import type { Look } from './look.ts';
import { rule } from './rule.ts';
import { cleanLine, wrap } from './text.ts';

/** Where an article stands, from its status card or from the desk itself. */
export interface Standing {
  readonly articleId: string;
  readonly topic: string;
  readonly requesterName: string;
  readonly stage: Stage;
  readonly step?: Step;
  readonly iteration: number;
  readonly maxIterations: number;
  readonly scores: readonly number[];
  readonly qualityThreshold?: number;
  readonly waitingFor: readonly string[];
  readonly cost?: Cost;
  readonly runUrl?: string;
}

export function renderCard(standing: Standing, t: Messages, look: Look): string[] {
  const { card } = t.article;
  const { scores, qualityThreshold } = standing;
  const scoreLine =
    qualityThreshold !== undefined
      ? card.scoreLine(scores, qualityThreshold)
      : scores.length > 0
        ? card.scoreTrail(scores)
        : undefined;
  const facts = [
    card.id(standing.articleId),
    card.askedBy(standing.requesterName),
    `${card.stage}: ${t.words.stage(standing.stage, standing.step)}`,
    ...(standing.iteration === 0 ? [] : [card.iteration(standing.iteration, standing.maxIterations)]),
    ...(scoreLine === undefined ? [] : [`${card.scores}: ${scoreLine}`]),
    ...(standing.waitingFor.length === 0 ? [] : [card.waitingFor(standing.waitingFor, standing.requesterName)]),
    ...(standing.cost === undefined ? [] : [`${card.cost}: ${card.costLine(standing.cost)}`]),
    ...(standing.runUrl === undefined ? [] : [`${card.runLink}: ${standing.runUrl}`]),
  ];
  return [
    rule(card.title(standing.topic), undefined, look),
    ...facts.flatMap((fact) => wrap(cleanLine(fact), look.columns)),
  ];
}
