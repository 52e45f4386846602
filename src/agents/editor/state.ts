import { Annotation } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';

/** What the editor's model makes of a draft, and what the editor hands over. */
export interface Edited {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

export const EditorState = Annotation.Root({
  request: Annotation<ArticleRequest>,
  draft: Annotation<string>,
  keepText: Annotation<boolean>,
  /** The latest edit by the model, not yet trusted. */
  edited: Annotation<Edited | undefined>,
  /** What the latest edit did to the facts; undefined when it left them alone. */
  fault: Annotation<string | undefined>,
  /** Edits so far. */
  edits: Annotation<number>,
  /** What the graph is for. */
  result: Annotation<Edited | undefined>,
});

export type EditorState = typeof EditorState.State;
