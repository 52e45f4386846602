import type { Messages } from '../../../src/messages/messages.ts';
import { type Content, heading } from './card.ts';
import { renderMarkdown } from './markdown.ts';
import { type Block, block, span } from './rich-text.ts';

/** The finished article, whole, below its title and summary. */
export function renderFinal({ article, version }: Content<'final'>, t: Messages): readonly Block[] {
  return [...finalHead({ article, version }, t), ...renderMarkdown(article.text)];
}

function finalHead({ article, version }: Pick<Content<'final'>, 'article' | 'version'>, t: Messages): readonly Block[] {
  return [
    heading('✅', t.article.final.ready(article.title)),
    block(span(article.summary.trim(), { italic: true })),
    block(t.article.final.from(version)),
  ];
}
