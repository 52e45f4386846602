import { Annotation } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { FactReport } from '../../protocol/fact-report.ts';

export const FactCheckerState = Annotation.Root({
  request: Annotation<ArticleRequest>,
  draft: Annotation<string>,
  claims: Annotation<readonly string[]>,
  /** What the graph is for. */
  report: Annotation<FactReport | undefined>,
});

export type FactCheckerState = typeof FactCheckerState.State;
