import type { ArticleFrame, ChatContent } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import type { ArticleRequest } from '../protocol/article.ts';
import type { Critique, JudgedName } from '../protocol/critique.ts';
import { type Card, line, marked, type Part, point, rows } from './card.ts';

type Content = Extract<ChatContent, { readonly kind: 'critique' }>;

/** What the critic says of a draft, every point of it. */
export function critiqueCard({
  frame,
  version,
  critique,
  isFolded,
}: Pick<Content, 'version' | 'critique' | 'isFolded'> & {
  readonly frame: Pick<ArticleFrame, 'language'> & { readonly request: Pick<ArticleRequest, 'topic'> };
}): Card {
  const words = messages(frame.language).article.critique;
  const title = words.heading(version, critique.score);
  return {
    language: frame.language,
    mark: 'critiquing',
    title,
    ...(isFolded === true && { folded: {} }),
    parts: [
      ...criteriaPart(critique.criteria, words.criterion),
      ...group('strengths', words.strengths, critique.strengths),
      ...group('weaknesses', words.weaknesses, [
        ...(critique.unmet ?? []).map(({ kind, item }) => words.unmet[kind](item)),
        ...(critique.differs ?? []).map(({ kind, missing, added }) => words.differs[kind](missing, added)),
        ...critique.weaknesses,
      ]),
      ...group('suggestions', words.suggestions, critique.suggestions),
      ...(critique.factsQuestionable ? [rows(marked('doubts', words.factsQuestionable))] : []),
    ],
    notification: [title, frame.request.topic],
  };
}

/** What the score was made of. */
function criteriaPart(
  criteria: Critique['criteria'] = [],
  named: (criterion: JudgedName, score: number) => string,
): readonly Part[] {
  if (criteria.length === 0) return [];
  return [{ kind: 'small', words: [criteria.map(({ criterion, score }) => named(criterion, score)).join(' · ')] }];
}

function group(
  mark: 'strengths' | 'weaknesses' | 'suggestions',
  heading: string,
  points: readonly string[],
): readonly Part[] {
  if (points.length === 0) return [];
  return [rows({ ...line(heading), kind: 'heading', mark }, ...points.map((text) => point(mark, cleanLine(text))))];
}
