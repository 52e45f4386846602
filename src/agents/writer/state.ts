import { Annotation } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { Critique } from '../../protocol/critique.ts';
import type { FactReport } from '../../protocol/fact-report.ts';
import type { Comment } from '../agent.ts';

export const WriterState = Annotation.Root({
  request: Annotation<ArticleRequest>,
  comments: Annotation<readonly Comment[]>,
  /** The draft to improve; absent for the first. */
  draft: Annotation<string | undefined>,
  critique: Annotation<Critique | undefined>,
  factReports: Annotation<readonly FactReport[] | undefined>,
  setbacks: Annotation<readonly Critique[] | undefined>,
  outline: Annotation<string | undefined>,
  /** What the graph is for. */
  text: Annotation<string | undefined>,
});

export type WriterState = typeof WriterState.State;
