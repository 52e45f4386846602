import { Annotation } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { Critique } from '../../protocol/critique.ts';
import type { FactReport } from '../../protocol/fact-report.ts';
import type { LedgerItem } from '../../protocol/ledger.ts';
import type { Section } from '../../protocol/section.ts';
import type { Comment, Original, Revision, WriterEvidence } from '../agent.ts';
import type { Order } from './revision/orders.ts';
import type { RevisionPlan } from './revision/plan-format.ts';

export const WriterState = Annotation.Root({
  request: Annotation<ArticleRequest>,
  /** For the first draft. */
  comments: Annotation<readonly Comment[] | undefined>,
  /** The text to translate; absent: something is written. */
  original: Annotation<Original | undefined>,
  /** Sections of it that are translated already. */
  translated: Annotation<readonly Section[] | undefined>,
  /** The draft to improve, or what a translation has come to; absent for the first. */
  draft: Annotation<readonly Section[] | undefined>,
  critique: Annotation<Critique | undefined>,
  factReports: Annotation<readonly FactReport[] | undefined>,
  setbacks: Annotation<readonly Critique[] | undefined>,
  /** What people want and no draft has done, and what has been done and is to stay. */
  open: Annotation<readonly LedgerItem[] | undefined>,
  kept: Annotation<readonly LedgerItem[] | undefined>,
  evidence: Annotation<WriterEvidence | undefined>,
  /** What is to be made: a first draft in one piece or by its sections, or only an outline for people. */
  aim: Annotation<'draft' | 'sections' | 'outline' | undefined>,
  /** The outline that people sent back. */
  earlierOutline: Annotation<string | undefined>,
  /** For nobody's eyes where the draft is written in one piece. */
  outline: Annotation<string | undefined>,
  /** Texts of the sections of the outline, in their order. */
  bodies: Annotation<readonly string[] | undefined>,
  /** People have approved the headings. */
  keepHeadings: Annotation<boolean | undefined>,
  orders: Annotation<readonly Order[] | undefined>,
  plan: Annotation<RevisionPlan | undefined>,
  /** What the graph is for: the first draft, or a revision. */
  text: Annotation<string | undefined>,
  revision: Annotation<Omit<Revision, 'model'> | undefined>,
});

export type WriterState = typeof WriterState.State;
