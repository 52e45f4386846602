import { Annotation } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { CheckedClaim, FactReport } from '../../protocol/fact-report.ts';

export const FactCheckerState = Annotation.Root({
  request: Annotation<ArticleRequest>,
  draft: Annotation<string>,
  /** Of the draft, what claims are taken from. */
  fresh: Annotation<string>,
  scope: Annotation<'claims' | 'earlier'>,
  /** What was found wrong in earlier drafts, each claim once. */
  wrong: Annotation<readonly CheckedClaim[]>,
  /** What of it this draft still says. */
  stillSaid: Annotation<readonly CheckedClaim[]>,
  claims: Annotation<readonly string[]>,
  /** What was found about the claims. */
  report: Annotation<FactReport | undefined>,
});

export type FactCheckerState = typeof FactCheckerState.State;
