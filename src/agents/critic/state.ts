import { Annotation } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { Critique } from '../../protocol/critique.ts';
import type { Section } from '../../protocol/section.ts';
import type { CommentToJudge } from '../agent.ts';

export const CriticState = Annotation.Root({
  request: Annotation<ArticleRequest>,
  comments: Annotation<readonly CommentToJudge[]>,
  draft: Annotation<readonly Section[]>,
  /** What the graph is for. */
  critique: Annotation<Critique | undefined>,
});

export type CriticState = typeof CriticState.State;
