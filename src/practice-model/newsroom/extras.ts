import type { Brief } from '../brief.ts';
import { isProse, parseMarkdown, sentencesOf } from '../markdown.ts';
import { planArticle } from './plan.ts';

/** What goes with an article: of its title and its first sentences as many words as fit; of an image what it is called. */
export function extras(brief: Brief): { readonly extras: readonly { readonly name: string; readonly text: string }[] } {
  const document = parseMarkdown(brief.draft);
  const title = document.title ?? planArticle(brief).title;
  const prose = document.sections.flatMap(({ blocks }) => blocks).filter(isProse);
  const lead = sentencesOf((prose[0] ?? title).replaceAll(/[*_`#>]|\[e\d+\]/g, '')).join(' ');
  const sourceOf = (name: string): string => (name === 'seo_title' ? title : /^alt_\d+$/.test(name) ? title : lead);
  return {
    extras: brief.extras.map(({ name, max }) => ({ name, text: wordsThatFit(sourceOf(name) || title, max) })),
  };
}

function wordsThatFit(text: string, max: number): string {
  let fitting = '';
  for (const word of text.split(/\s+/)) {
    const longer = fitting === '' ? word : `${fitting} ${word}`;
    if ([...longer].length > max) break;
    fitting = longer;
  }
  return fitting === '' ? [...text].slice(0, max).join('') : fitting;
}
