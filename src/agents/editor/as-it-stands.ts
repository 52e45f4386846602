import { cleanLine } from '../../lib/clean-text.ts';
import { shorten } from '../../lib/shorten.ts';
import { bodyOf, underTitle } from './heading.ts';

const SUMMARY_CHARS = 300;
/** So much of a paragraph is looked at. */
const PARAGRAPH_CHARS = 2000;
/** What begins a block that is no paragraph: a heading, a list, a quotation, a table, a fence, a picture. */
const NO_PARAGRAPH = /^\s*(?:#|[-*+] |\d+[.)] |>|\||```|!\[)/;

/** A draft as the finished article without any model: its own title, else the topic, and its first paragraph as the summary. */
export function asItStands(
  draft: string,
  topic: string,
): { readonly title: string; readonly summary: string; readonly text: string } {
  const { title, text } = underTitle(topic, draft);
  const paragraph = bodyOf(text)
    .split(/\n[ \t]*\n/)
    .find((block) => block.trim() !== '' && !NO_PARAGRAPH.test(block));
  return { title, summary: shorten(plain(paragraph ?? title), SUMMARY_CHARS), text };
}

/** Without the marks of Markdown; the words of a link stay. */
function plain(paragraph: string): string {
  return cleanLine(
    paragraph
      .slice(0, PARAGRAPH_CHARS)
      .replaceAll(/\[([^\][]{0,300})\]\([^()]{0,500}\)/g, '$1')
      .replaceAll(/[*_`~]/g, ''),
  );
}
