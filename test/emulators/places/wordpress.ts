import { expect } from 'vitest';
import { type PlaceAnswer, type PlaceRequest, type PlaceServer, startPlaceServer, strictJson } from './place-server.ts';

export const WORDPRESS_USER = 'copydesk';
export const WORDPRESS_PASSWORD = 'abcd EFGH 1234 ijkl MNOP 6789';

export interface WordPressPost {
  id: number;
  title: string;
  content: string;
  excerpt: string;
  slug: string;
  status: string;
  categories: number[];
  meta: Record<string, string>;
}

export interface WordPress extends PlaceServer {
  readonly posts: WordPressPost[];
  /** What its user may. */
  capabilities: Record<string, boolean>;
}

const FIELDS = ['title', 'content', 'excerpt', 'slug', 'status', 'categories', 'meta'];
const STATUSES = ['publish', 'future', 'draft', 'pending', 'private'];

/** The REST API of WordPress 6, as far as posts go: https://developer.wordpress.org/rest-api/reference/posts/. What it does not know it refuses. */
export async function startWordPress(): Promise<WordPress> {
  const posts: WordPressPost[] = [];
  const wordpress = { capabilities: { edit_posts: true, publish_posts: true } as Record<string, boolean> };
  const shown = (post: WordPressPost) => ({
    ...post,
    link: `https://site.example/${post.status === 'publish' ? post.slug : `?p=${post.id}`}/`,
    title: { raw: post.title, rendered: post.title },
    content: { raw: post.content, rendered: post.content, protected: false },
    excerpt: { raw: post.excerpt, rendered: post.excerpt, protected: false },
  });

  function handle(request: PlaceRequest): PlaceAnswer {
    const { method, path, query, headers } = request;
    const [, given = ''] = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(headers.authorization ?? '') ?? [];
    const [user, password = ''] = Buffer.from(given, 'base64').toString('utf8').split(/:(.*)/s);
    if (user !== WORDPRESS_USER) return refuse(401, 'invalid_username', 'Unknown username.');
    // It takes them with and without the spaces that it shows.
    if (password.replaceAll(' ', '') !== WORDPRESS_PASSWORD.replaceAll(' ', ''))
      return refuse(401, 'incorrect_password', 'The provided password is an invalid application password.');
    if (method === 'GET' && path === '/wp-json/wp/v2/users/me') {
      expect(query.get('context')).toBe('edit');
      return { status: 200, body: { id: 7, name: 'Copydesk', capabilities: wordpress.capabilities } };
    }
    if (method === 'GET' && path === '/wp-json/wp/v2/posts') {
      expect(query.get('context')).toBe('edit');
      expect(
        query
          .get('status')
          ?.split(',')
          .every((status) => STATUSES.includes(status)),
      ).toBe(true);
      const search = query.get('search')?.toLowerCase();
      const include = query.get('include')?.split(',').map(Number);
      const found = posts.filter(
        (post) =>
          STATUSES.includes(post.status) &&
          (include === undefined || include.includes(post.id)) &&
          (search === undefined ||
            [post.title, post.content, post.excerpt].some((text) => text.toLowerCase().includes(search))),
      );
      return { status: 200, body: found.slice(0, Number(query.get('per_page') ?? 10)).map(shown) };
    }
    const [, id] = /^\/wp-json\/wp\/v2\/posts(?:\/(\d+))?$/.exec(path) ?? [];
    if (method !== 'POST' || !path.startsWith('/wp-json/wp/v2/posts'))
      return refuse(404, 'rest_no_route', 'No route was found matching the URL and request method.');
    const fields = strictJson(request, FIELDS) as Partial<WordPressPost>;
    if (wordpress.capabilities['edit_posts'] !== true)
      return refuse(403, 'rest_cannot_create', 'Sorry, you are not allowed to create posts as this user.');
    if (fields.status === 'publish' && wordpress.capabilities['publish_posts'] !== true)
      return refuse(403, 'rest_cannot_publish', 'Sorry, you are not allowed to publish posts in this post type.');
    if (fields.status !== undefined && !STATUSES.includes(fields.status))
      return refuse(400, 'rest_invalid_param', 'Invalid parameter(s): status');
    // Those that the site has registered.
    expect(
      Object.keys(fields.meta ?? {}).filter((name) => !/^(copydesk_article|seo_title|seo_description)$/.test(name)),
    ).toEqual([]);
    if (id === undefined) {
      const post: WordPressPost = {
        title: '',
        content: '',
        excerpt: '',
        slug: '',
        status: 'draft',
        categories: [1],
        meta: {},
        ...fields,
        id: 41 + posts.length,
      };
      const taken = posts.filter(({ slug }) => slug === post.slug || slug.startsWith(`${post.slug}-`)).length;
      if (taken > 0) post.slug += `-${taken + 1}`;
      posts.push(post);
      return { status: 201, body: shown(post) };
    }
    const post = posts.find((one) => one.id === Number(id));
    if (post === undefined) return refuse(404, 'rest_post_invalid_id', 'Invalid post ID.');
    Object.assign(post, fields, { meta: { ...post.meta, ...fields.meta } });
    return { status: 200, body: shown(post) };
  }

  const server = await startPlaceServer(handle);
  return Object.assign(wordpress, { ...server, posts });
}

function refuse(status: number, code: string, message: string): PlaceAnswer {
  return { status, body: { code, message, data: { status } } };
}
