import { isDrawable } from './markdown/drawable.ts';
import { tidyMarkdown } from './markdown/tidy.ts';

/** The finished article as the Markdown file that people get: tidied, unless it is such a text that nobody can lay out. */
export function articleMarkdown(text: string): string {
  return isDrawable(text) ? tidyMarkdown(text).text : text;
}
