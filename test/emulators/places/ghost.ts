import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { type PlaceAnswer, type PlaceRequest, type PlaceServer, startPlaceServer, strictJson } from './place-server.ts';

export const GHOST_ID = '64a1b2c3d4e5f60718293a4b';
const SECRET = 'ab'.repeat(32);
export const GHOST_ADMIN_KEY = `${GHOST_ID}:${SECRET}`;

export interface GhostPost {
  id: string;
  title: string;
  slug: string;
  html: string;
  status: string;
  updated_at: string;
  custom_excerpt: string | null;
  meta_title: string | null;
  meta_description: string | null;
  tags: { id: string; name: string; slug: string }[];
}

export interface Ghost extends PlaceServer {
  readonly posts: GhostPost[];
  /** Somebody else saves it between a look and a save. */
  touchBeforeSave(): void;
}

const FIELDS = [
  'title',
  'slug',
  'html',
  'status',
  'updated_at',
  'custom_excerpt',
  'meta_title',
  'meta_description',
  'tags',
];

/** The Admin API of Ghost 5, as far as posts go: https://docs.ghost.org/admin-api. What it does not know it refuses. */
export async function startGhost(): Promise<Ghost> {
  const posts: GhostPost[] = [];
  let minutes = 0;
  let touches = false;
  const now = (): string => new Date(Date.UTC(2026, 10, 23, 14, (minutes += 1))).toISOString();
  const shown = (post: GhostPost) => ({
    ...post,
    html: undefined,
    url: `https://blog.example/${post.status === 'published' ? post.slug : `p/${post.id}`}/`,
  });

  function handle(request: PlaceRequest): PlaceAnswer {
    const { method, path, query } = request;
    expect(request.headers['accept-version']).toBe('v5.0');
    if (method === 'GET' && path === '/ghost/api/admin/site/')
      return { status: 200, body: { site: { title: 'Our blog', url: 'https://blog.example/', version: '5.130' } } };
    const objection = objectionTo(request);
    if (objection !== undefined) return refuse(401, 'UnauthorizedError', 'Authorization failed', objection);
    if (method === 'GET' && path === '/ghost/api/admin/posts/') {
      const filter = query.get('filter');
      const [, field = '', value = ''] = /^(id|tag):'?([^']+)'?$/.exec(filter ?? '') ?? [];
      if (filter !== null && field === '') return refuse(400, 'BadRequestError', 'Error parsing filter');
      const found = posts.filter(({ id, tags }) =>
        field === 'id' ? id === value : field === 'tag' ? tags.some(({ slug }) => slug === value) : true,
      );
      return { status: 200, body: { posts: found.slice(0, Number(query.get('limit') ?? 15)).map(shown) } };
    }
    if (method === 'POST' && path === '/ghost/api/admin/posts/') {
      expect(query.get('source')).toBe('html');
      const fields = oneOf(request);
      const fault = faultIn(fields);
      if (fault !== undefined) return fault;
      const slug = freeSlug(String(fields['slug'] ?? fields['title']));
      const id = posts.length.toString(16).padStart(24, 'a');
      const post = {
        id,
        custom_excerpt: null,
        meta_title: null,
        meta_description: null,
        status: 'draft',
        ...fields,
        slug,
      } as GhostPost;
      posts.push({ ...post, tags: tagsOf(fields['tags']), updated_at: now() });
      return { status: 201, body: { posts: posts.slice(-1).map(shown) } };
    }
    const id = /^\/ghost\/api\/admin\/posts\/([0-9a-f]{24})\/$/.exec(path)?.[1];
    if (method === 'PUT' && id !== undefined) {
      expect(query.get('source')).toBe('html');
      const fields = oneOf(request);
      const post = posts.find((one) => one.id === id);
      if (post === undefined)
        return refuse(404, 'NotFoundError', 'Resource not found error, cannot edit post.', 'Post not found.');
      if (touches) post.updated_at = now();
      touches = false;
      if (fields['updated_at'] !== post.updated_at)
        return refuse(409, 'UpdateCollisionError', 'Saving failed! Someone else is editing this post.');
      const fault = faultIn(fields);
      if (fault !== undefined) return fault;
      Object.assign(post, fields, { tags: tagsOf(fields['tags']), updated_at: now() });
      return { status: 200, body: { posts: [shown(post)] } };
    }
    return refuse(404, 'NotFoundError', 'Resource not found');
  }

  function freeSlug(wanted: string): string {
    const slug = wanted.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
    const taken = posts.filter((one) => one.slug === slug || one.slug.startsWith(`${slug}-`)).length;
    return taken === 0 ? slug : `${slug}-${taken + 1}`;
  }

  const server = await startPlaceServer(handle);
  return {
    ...server,
    posts,
    touchBeforeSave() {
      touches = true;
    },
  };
}

/** What is wrong with its token: https://docs.ghost.org/admin-api/#token-authentication */
function objectionTo({ headers }: PlaceRequest): string | undefined {
  const [, head = '', body = '', signature = ''] =
    /^Ghost ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  if (signature === '') return 'No token';
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const { alg, typ, kid } = read(head);
  expect([alg, typ]).toEqual(['HS256', 'JWT']);
  if (kid !== GHOST_ID) return 'Unknown Admin API Key';
  const expected = createHmac('sha256', Buffer.from(SECRET, 'hex')).update(`${head}.${body}`).digest('base64url');
  if (signature !== expected) return 'Invalid token: invalid signature';
  const { iat, exp, aud } = read(body);
  expect(aud).toBe('/admin/');
  const now = Date.now() / 1000;
  expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(300);
  return Number(exp) > now && Number(iat) <= now + 1 ? undefined : 'Invalid token: jwt expired';
}

function oneOf(request: PlaceRequest): Record<string, unknown> {
  const { posts } = strictJson(request, ['posts']) as { readonly posts: readonly Record<string, unknown>[] };
  expect(posts).toHaveLength(1);
  const [fields = {}] = posts;
  expect(Object.keys(fields).filter((name) => !FIELDS.includes(name))).toEqual([]);
  return fields;
}

const MOST: Readonly<Record<string, number>> = {
  title: 255,
  custom_excerpt: 300,
  meta_title: 300,
  meta_description: 500,
  slug: 191,
};

function faultIn(fields: Record<string, unknown>): PlaceAnswer | undefined {
  if (typeof fields['title'] !== 'string' || fields['title'] === '')
    return refuse(
      422,
      'ValidationError',
      'Validation error, cannot save post.',
      'Value in [posts.title] cannot be blank.',
    );
  const long = Object.entries(MOST).find(([name, most]) => textOf(fields[name]).length > most);
  if (long !== undefined)
    return refuse(
      422,
      'ValidationError',
      'Validation error, cannot save post.',
      `Value in [posts.${long[0]}] exceeds maximum length of ${long[1]} characters.`,
    );
  expect(fields['status'] ?? 'draft').toMatch(/^(draft|published)$/);
  return undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function tagsOf(given: unknown): GhostPost['tags'] {
  return (given as readonly { readonly name: string }[]).map(({ name }) => {
    const slug = name
      .toLowerCase()
      .replace(/^#/, 'hash-')
      .replaceAll(/[^a-z0-9]+/g, '-');
    return { id: Buffer.from(slug).toString('hex').slice(0, 24).padEnd(24, '0'), name, slug };
  });
}

function refuse(status: number, type: string, message: string, context: string | null = null): PlaceAnswer {
  const error = { message, context, type, details: null, property: null, help: null, code: null, id: 'e1' };
  return { status, body: { errors: [error] } };
}
