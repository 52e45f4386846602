import type { ArticleOrder } from '../model/reading/article-faults.ts';
import type { WriterState } from './state.ts';

/** What the text has to be like, whatever it says. */
export function orderOf({
  request,
  comments = [],
}: Pick<WriterState, 'request'> & Partial<Pick<WriterState, 'comments'>>): ArticleOrder {
  const { topic, language, lengthWords } = request;
  return { topic, language, isCommented: comments.length > 0, ...(lengthWords !== undefined && { lengthWords }) };
}
