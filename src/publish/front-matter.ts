import { isMap, parseDocument, stringify } from 'yaml';
import type { Publication, PublishMode } from './publisher.ts';
import { bodyMarkdown, wordsFor } from './words-for.ts';

/** By which a file says whose it is. */
const MARK = 'copydesk';

/** A file is read whole only where it may be one of ours. */
const MAX_FRONT_MATTER_CHARS = 20_000;

/**
 * An article as the Markdown file that makers of sites take: what is known of it as YAML between two lines of dashes, then its text
 * without its title. The same bytes for the same edition.
 */
export function frontMatterFile(publication: Publication, mode: PublishMode): string {
  const { title, language, template, translates, requesterName, deliveredAt, extras, first, edition } = publication;
  const { seoTitle, description, summary } = wordsFor(publication);
  const known = {
    title,
    ...(seoTitle !== title && { seo_title: seoTitle }),
    description,
    ...(summary !== description && { summary }),
    date: deliveredAt,
    lang: language,
    author: requesterName,
    ...(template !== undefined && { tags: [template] }),
    // As Hugo, Astro and Eleventy have it.
    draft: mode === 'draft',
    ...(extras.length > 0 && { extras: Object.fromEntries(extras.map(({ name, text }) => [name, text])) }),
    [MARK]: {
      article: first,
      edition,
      ...(translates !== undefined && {
        translation_of: { article: translates.articleId, edition: translates.edition, lang: translates.language },
      }),
    },
  };
  return `---\n${stringify(known, { lineWidth: 0 })}---\n\n${bodyMarkdown(publication)}`;
}

/** The article whose file this is, by its {@link frontMatterFile}: the id of its first edition. Undefined: it is somebody else's. */
export function articleOfFile(text: string): string | undefined {
  const end = text.startsWith('---\n') ? text.indexOf('\n---\n', 3) : -1;
  if (end === -1 || end > MAX_FRONT_MATTER_CHARS) return undefined;
  const document = parseDocument(text.slice(4, end + 1), { logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const article = document.getIn([MARK, 'article']);
  return typeof article === 'string' ? article : undefined;
}
