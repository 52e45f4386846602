import { cleanLine } from '../../../lib/clean-text.ts';
import { shorten } from '../../../lib/shorten.ts';
import { articleFaults, type ArticleOrder, ECHO } from './article-faults.ts';
import { maskCode } from './mask-code.ts';

const MAX_TITLE_CHARS = 120;
const TAGS = new RegExp(ECHO, 'gi');

/**
 * A text that a small model did not give the form of an article, in that form: the topic is its title where it has none, further titles are
 * sections, tags of the request are taken off. How long it is, people see. Undefined: more than that is wrong with it.
 */
export function inOrderedForm(text: string, order: ArticleOrder, instructions?: string): string | undefined {
  const { topic = '' } = order;
  const formed = withOneTitle(text.replaceAll(TAGS, '').trim(), topic);
  const isArticle = articleFaults(formed, order, instructions).every(({ code }) => code === 'too-long');
  return isArticle ? formed : undefined;
}

function withOneTitle(text: string, topic: string): string {
  // What looks like a title in a block of code is none.
  const masked = maskCode(text).split('\n');
  const lines = text.split('\n');
  const titles = masked.flatMap((line, at) => (/^ {0,3}# \S/.test(line) ? [at] : []));
  if (titles.length === 0) return `# ${shorten(cleanLine(topic), MAX_TITLE_CHARS)}\n\n${text}`;
  return lines.map((line, at) => (titles.indexOf(at) > 0 ? line.replace('#', '##') : line)).join('\n');
}
