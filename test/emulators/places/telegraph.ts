import { expect } from 'vitest';
import { type PlaceAnswer, type PlaceRequest, type PlaceServer, startPlaceServer, strictJson } from './place-server.ts';

export const TELEGRAPH_TOKEN = 'b968da509bb76866c35425099bc0989a5ec3b32997d55286c657e6994bbb';

export interface TelegraphPage {
  readonly path: string;
  title: string;
  author_name?: string;
  author_url?: string;
  content: unknown;
}

export interface Telegraph extends PlaceServer {
  readonly pages: TelegraphPage[];
}

const TAGS =
  'a aside b blockquote br code em figcaption figure h3 h4 hr i iframe img li ol p pre s strong u ul video'.split(' ');

/** https://telegra.ph/api: everything is answered with status 200. What it does not know it refuses. */
export async function startTelegraph(): Promise<Telegraph> {
  const pages: TelegraphPage[] = [];
  const shown = ({ path, title, content }: TelegraphPage, withContent: boolean) => ({
    path,
    url: `https://telegra.ph/${path}`,
    title,
    description: '',
    views: 0,
    can_edit: true,
    ...(withContent && { content }),
  });

  function handle(request: PlaceRequest): PlaceAnswer {
    const [, method = '', path = ''] = /^\/(\w+)(?:\/([^/]+))?$/.exec(request.path) ?? [];
    const page = pages.find((one) => one.path === decodeURIComponent(path));
    if (method === 'getPage') {
      const asked = strictJson(request, ['path', 'return_content']);
      return page === undefined ? refuse('PAGE_NOT_FOUND') : answer(shown(page, asked['return_content'] === true));
    }
    const fields = strictJson(request, [
      'access_token',
      'title',
      'author_name',
      'author_url',
      'content',
      'return_content',
      'limit',
      'offset',
      'fields',
    ]);
    if (fields['access_token'] !== TELEGRAPH_TOKEN) return refuse('ACCESS_TOKEN_INVALID');
    switch (method) {
      case 'getAccountInfo':
        return answer({ short_name: 'Newsroom', page_count: pages.length });
      case 'getPageList':
        return answer({
          total_count: pages.length,
          pages: pages
            .toReversed()
            .slice(0, Number(fields['limit'] ?? 50))
            .map((one) => shown(one, false)),
        });
      case 'createPage':
      case 'editPage': {
        if (method === 'editPage' && page === undefined) return refuse('PAGE_ACCESS_DENIED');
        const { title, content } = fields;
        if (typeof title !== 'string' || title === '') return refuse('TITLE_REQUIRED');
        if (title.length > 256) return refuse('TITLE_TOO_LONG');
        if (!Array.isArray(content) || content.length === 0) return refuse('CONTENT_REQUIRED');
        if (Buffer.byteLength(JSON.stringify(content)) > 65_536) return refuse('CONTENT_TOO_BIG');
        for (const node of content) expectNode(node);
        const said = fields as { readonly author_name?: string; readonly author_url?: string };
        const made = {
          title,
          content: content as unknown,
          ...(said.author_name !== undefined && { author_name: said.author_name }),
          ...(said.author_url !== undefined && { author_url: said.author_url }),
        };
        if (page !== undefined) return answer(shown(Object.assign(page, made), false));
        const taken = pages.filter((one) => one.title === title).length;
        const name = `${title.replaceAll(/[^A-Za-z0-9]+/g, '-')}-11-23${taken === 0 ? '' : `-${taken + 1}`}`;
        pages.push({ path: name, ...made });
        return answer(shown({ path: name, ...made }, false));
      }
      default:
        return refuse('METHOD_NOT_FOUND');
    }
  }

  return { ...(await startPlaceServer(handle, ({ path }) => /^\/(?:create|edit)Page/.test(path))), pages };
}

function expectNode(node: unknown): void {
  if (typeof node === 'string') return;
  const { tag, attrs, children, ...rest } = node as {
    tag: string;
    attrs?: Record<string, string>;
    children?: unknown[];
  };
  expect(rest).toEqual({});
  expect(TAGS).toContain(tag);
  expect(Object.keys(attrs ?? {}).filter((name) => name !== 'href' && name !== 'src')).toEqual([]);
  for (const child of children ?? []) expectNode(child);
}

const answer = (result: object): PlaceAnswer => ({ status: 200, body: { ok: true, result } });
const refuse = (error: string): PlaceAnswer => ({ status: 200, body: { ok: false, error } });
