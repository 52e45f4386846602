import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { articleHtml } from '../document/html/article-html.ts';
import { shorten } from '../lib/shorten.ts';
import { createAsk } from './ask.ts';
import { ownSlug } from './own-names.ts';
import { type Made, type Publication, PublishError, type Publisher, type PublishMode } from './publisher.ts';
import { refOf } from './ref-of.ts';
import { bodyMarkdown, wordsFor } from './words-for.ts';

export interface GhostTarget {
  readonly kind: 'ghost';
  /** Of the site, without a slash at its end. */
  readonly url: string;
  /** Names the variable that holds the Admin API key, `id:secret`. */
  readonly keyEnv: string;
  readonly mode: PublishMode;
  /** Names of tags that each post gets. */
  readonly tags: readonly string[];
  readonly allowPrivateAddresses: boolean;
}

// Ghost: https://docs.ghost.org/admin-api
const TOKEN_SECONDS = 300;
const MAX_TITLE_CHARS = 255;
const MAX_EXCERPT_CHARS = 300;
const MAX_META_TITLE_CHARS = 300;
const MAX_META_DESCRIPTION_CHARS = 500;

const tag = z.object({ id: z.string().optional(), name: z.string() });
const post = z.object({
  id: z.string().regex(/^[0-9a-f]{24}$/),
  url: z.string(),
  status: z.string(),
  updated_at: z.string(),
  tags: z.array(tag).default([]),
});
const posts = z.object({ posts: z.array(post) });
const site = z.object({ site: z.object({ title: z.string(), version: z.string() }) });

/**
 * Makes a post of each article. Ghost has no field for somebody else's ids, but tags that readers never see: one of the article's own says
 * whose post it is.
 */
export function createGhostPublisher(
  { url, mode, tags, allowPrivateAddresses }: Omit<GhostTarget, 'kind' | 'keyEnv'>,
  key: string,
): Publisher {
  const ask = createAsk({
    headers: () => ({ authorization: `Ghost ${tokenOf(key)}`, 'accept-version': 'v5.0' }),
    allowPrivateAddresses,
  });
  const api = `${url}/ghost/api/admin`;

  /** What is there of the article, as it is now. */
  async function find({ known, first }: Publication, signal: AbortSignal): Promise<z.output<typeof post> | undefined> {
    const id = refOf(known, 'id');
    const queries = [...(id === undefined ? [] : [`id:'${id}'`]), `tag:hash-${marker(first).slice(1)}`];
    for (const filter of queries) {
      const query = new URLSearchParams({ filter, include: 'tags', limit: '1' });
      const [found] = (
        await ask({ method: 'GET', address: `${api}/posts/?${query.toString()}`, schema: posts, signal })
      ).posts;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    async publish(publication, signal) {
      const { title, first } = publication;
      const { seoTitle, description, summary } = wordsFor(publication);
      const there = await find(publication, signal);
      const named = [...tags, marker(first)];
      const others = (there?.tags ?? []).filter(({ name }) => !named.includes(name));
      const content = {
        title: shorten(title, MAX_TITLE_CHARS),
        html: articleHtml(bodyMarkdown(publication)),
        custom_excerpt: shorten(summary, MAX_EXCERPT_CHARS),
        meta_title: shorten(seoTitle, MAX_META_TITLE_CHARS),
        meta_description: shorten(description, MAX_META_DESCRIPTION_CHARS),
        // All that are there are replaced: what people added stays.
        tags: [...named.map((name) => ({ name })), ...others],
        // Where people have published it, it stays published.
        ...(mode === 'publish' ? { status: 'published' } : there === undefined && { status: 'draft' }),
      };
      const { posts: saved } = await ask(
        there === undefined
          ? {
              method: 'POST',
              address: `${api}/posts/?source=html`,
              content: { posts: [{ ...content, slug: ownSlug(publication) }] },
              schema: posts,
              signal,
            }
          : {
              method: 'PUT',
              address: `${api}/posts/${there.id}/?source=html`,
              content: { posts: [{ ...content, updated_at: there.updated_at }] },
              schema: posts,
              signal,
            },
      );
      const [made] = saved;
      if (made === undefined) throw new PublishError('unusable-answer', 'Ghost answered without a post');
      const isPublic = made.status === 'published';
      return {
        made: isPublic ? 'post' : 'draft',
        address: isPublic ? made.url : `${url}/ghost/#/editor/post/${made.id}`,
        ref: { id: made.id },
      } satisfies Made;
    },

    async examine(signal) {
      const { title, version } = (await ask({ method: 'GET', address: `${api}/site/`, schema: site, signal })).site;
      // Unlike the site, posts are shown to who has a key.
      await ask({ method: 'GET', address: `${api}/posts/?limit=1`, schema: posts, signal });
      return `${title} (Ghost ${version})`;
    },
  };
}

/** A tag that begins so is for the editors alone. */
function marker(article: string): string {
  return `#copydesk-${article}`;
}

/** A JSON Web Token, as the Admin API wants it: good for five minutes. */
function tokenOf(key: string): string {
  const [id = '', secret = ''] = key.split(':');
  const iat = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT', kid: id })}.${part({ iat, exp: iat + TOKEN_SECONDS, aud: '/admin/' })}`;
  return `${signed}.${createHmac('sha256', Buffer.from(secret, 'hex')).update(signed).digest('base64url')}`;
}
