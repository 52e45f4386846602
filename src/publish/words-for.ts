import { articleMarkdown } from '../document/article-markdown.ts';
import type { Publication } from './publisher.ts';

/** What stands beside a text where it is published: what goes with the article where it was approved with it, else what it has anyway. */
export interface WordsFor {
  /** For search engines. */
  readonly seoTitle: string;
  readonly description: string;
  /** For lists and previews of the place itself. */
  readonly summary: string;
}

export function wordsFor({
  title,
  summary: ownSummary,
  extras,
}: Pick<Publication, 'title' | 'summary' | 'extras'>): WordsFor {
  const named = (name: string): string | undefined => extras.find((extra) => extra.name === name)?.text;
  const summary = named('summary') ?? ownSummary;
  return { seoTitle: named('seo_title') ?? title, description: named('seo_description') ?? summary, summary };
}

const IMAGE = /!\[[^\]\n]*\]\((<?)([^)\s>]+)/g;

/** The text as Markdown without its title, for which there is a place of its own; each image described as it was approved. */
export function bodyMarkdown({ text, extras }: Pick<Publication, 'text' | 'extras'>): string {
  const descriptions = new Map(extras.flatMap((one) => (one.image === undefined ? [] : [[one.image, one.text]])));
  return articleMarkdown(text)
    .replace(/^#[ \t][^\n]*\n+/, '')
    .replaceAll(IMAGE, (whole, bracket: string, address: string) => {
      const description = descriptions.get(address);
      return description === undefined
        ? whole
        : `![${description.replaceAll(/[[\]\\]/g, '\\$&')}](${bracket}${address}`;
    });
}
