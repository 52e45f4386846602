import type { ArticleRequest } from '../../../protocol/article.ts';
import { bodyOf, hasTitle, titleOf, underTitle } from '../heading.ts';
import type { Edited, Result } from '../state.ts';
import { isFaithfulSummary, isFaithfulTitle, openingOf } from './faithful.ts';
import { guardEdit } from './guard-edit.ts';
import { type Language, loadLanguage } from './language.ts';

/** An edit that nobody trusts yet: plain data, so that another thread can look at it. */
export interface Guarding {
  readonly request: Pick<ArticleRequest, 'language' | 'topic'>;
  readonly draft: string;
  readonly edited: Edited;
  /** The draft stands; only title and summary are new. */
  readonly keepText: boolean;
}

/** What of an edit a copy editor may do; all else stands as approved, and is proposed. Takes seconds for texts made to take them. */
export async function guarded({ request, draft, edited, keepText }: Guarding): Promise<Result> {
  const language = await loadLanguage(request.language);
  if (keepText) return faithful(request.topic, draft, draft, edited, language);
  const wanted = underTitle(edited.title, edited.text);
  const { text, ...edit } = guardEdit(draft, hasTitle(draft) ? wanted.text : bodyOf(wanted.text), language);
  return { ...faithful(request.topic, draft, text, { ...edited, title: wanted.title }, language), edit };
}

/** Title and summary are not sentences of the article; they may say nothing that weighs and that the draft does not say. */
function faithful(
  topic: string,
  draft: string,
  text: string,
  edited: Pick<Edited, 'title' | 'summary'>,
  language: Language,
): Result {
  const title = hasTitle(text) ? titleOf(text) : isFaithfulTitle(edited.title, draft, language) ? edited.title : topic;
  const summary = isFaithfulSummary(edited.summary, draft, language) ? edited.summary : openingOf(text, language);
  return { summary: summary === '' ? title : summary, ...underTitle(title, text) };
}
