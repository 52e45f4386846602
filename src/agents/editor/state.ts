import { Annotation } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { EditRecord } from '../../protocol/edit-record.ts';

/** What the editor's model makes of a draft. */
export interface Edited {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** What the editor hands over. */
export interface Result extends Edited {
  /** Absent: the text was not to be edited. */
  readonly edit?: EditRecord;
}

export const EditorState = Annotation.Root({
  request: Annotation<ArticleRequest>,
  draft: Annotation<string>,
  keepText: Annotation<boolean>,
  /** People have approved title and headings. */
  keepHeadings: Annotation<boolean | undefined>,
  /** The edit by the model, not yet trusted. */
  edited: Annotation<Edited | undefined>,
  /** What the graph is for. */
  result: Annotation<Result | undefined>,
});

export type EditorState = typeof EditorState.State;
