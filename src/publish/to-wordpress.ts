import { z } from 'zod';
import { articleHtml } from '../document/html/article-html.ts';
import { createAsk } from './ask.ts';
import { ownSlug } from './own-names.ts';
import { type Made, type Publication, PublishError, type Publisher, type PublishMode } from './publisher.ts';
import { refOf } from './ref-of.ts';
import { bodyMarkdown, wordsFor } from './words-for.ts';

export interface WordPressTarget {
  readonly kind: 'wordpress';
  /** Of the site, without a slash at its end. */
  readonly url: string;
  readonly user: string;
  /** Names the variable that holds the application password. */
  readonly passwordEnv: string;
  readonly mode: PublishMode;
  /** Their ids. */
  readonly categories: readonly number[];
  /** Names of fields that the site has registered for its interface. */
  readonly meta: { readonly article?: string; readonly seoTitle?: string; readonly description?: string };
  readonly allowPrivateAddresses: boolean;
}

/** All in which a post may be that is not in the bin. */
const STATUSES = 'publish,future,draft,pending,private';

const post = z.object({
  id: z.int().positive(),
  link: z.string(),
  status: z.string(),
  content: z.object({ raw: z.string().optional() }),
});
const posts = z.array(post);
const user = z.object({ name: z.string(), capabilities: z.record(z.string(), z.unknown()) });

/** Makes a post of each article. A comment in its HTML, which readers do not see and WordPress searches, says whose post it is. */
export function createWordPressPublisher(
  { url, user: name, mode, categories, meta, allowPrivateAddresses }: Omit<WordPressTarget, 'kind' | 'passwordEnv'>,
  password: string,
): Publisher {
  const ask = createAsk({
    headers: () => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }),
    allowPrivateAddresses,
  });
  const api = `${url}/wp-json/wp/v2`;

  /** The number of what is there of the article. */
  async function find({ known, first }: Publication, signal: AbortSignal): Promise<number | undefined> {
    const id = refOf(known, 'id');
    if (id !== undefined) {
      const query = new URLSearchParams({ include: id, context: 'edit', status: STATUSES });
      const [found] = await ask({ method: 'GET', address: `${api}/posts?${query.toString()}`, schema: posts, signal });
      if (found !== undefined) return found.id;
    }
    const query = new URLSearchParams({ search: marker(first), context: 'edit', status: STATUSES, per_page: '20' });
    const found = await ask({ method: 'GET', address: `${api}/posts?${query.toString()}`, schema: posts, signal });
    return found.find(({ content }) => content.raw?.includes(comment(first)))?.id;
  }

  return {
    async publish(publication, signal) {
      const { title, first } = publication;
      const { seoTitle, description, summary } = wordsFor(publication);
      const there = await find(publication, signal);
      const fields = [
        [meta.article, first],
        [meta.seoTitle, seoTitle],
        [meta.description, description],
      ].filter((field): field is [string, string] => field[0] !== undefined);
      const made = await ask({
        method: 'POST',
        address: there === undefined ? `${api}/posts` : `${api}/posts/${there}`,
        content: {
          title,
          content: `${articleHtml(bodyMarkdown(publication))}\n${comment(first)}`,
          excerpt: summary,
          ...(fields.length > 0 && { meta: Object.fromEntries(fields) }),
          // What people chose since then stays, and where they have published it, it stays published.
          ...(there === undefined && {
            slug: ownSlug(publication),
            ...(categories.length > 0 && { categories }),
          }),
          ...(mode === 'publish' ? { status: 'publish' } : there === undefined && { status: 'draft' }),
        },
        schema: post,
        signal,
      });
      const isPublic = made.status === 'publish';
      return {
        made: isPublic ? 'post' : 'draft',
        address: isPublic ? made.link : `${url}/wp-admin/post.php?post=${made.id}&action=edit`,
        ref: { id: String(made.id) },
      } satisfies Made;
    },

    async examine(signal) {
      const me = await ask({ method: 'GET', address: `${api}/users/me?context=edit`, schema: user, signal });
      const needed = mode === 'publish' ? 'publish_posts' : 'edit_posts';
      if (me.capabilities[needed] !== true)
        throw new PublishError('forbidden', `${me.name} has no right to ${needed}`, { detail: needed });
      return `${new URL(url).host}, as ${me.name}`;
    },
  };
}

/** A word that no text has. */
function marker(article: string): string {
  return `copydesk-${article}`;
}

function comment(article: string): string {
  return `<!-- ${marker(article)} -->`;
}
