import { z } from 'zod';
import { createAsk } from './ask.ts';
import { type Made, type Publication, PublishError, type Publisher } from './publisher.ts';
import { refOf } from './ref-of.ts';
import { shorten } from '../lib/shorten.ts';
import { telegraphNodes } from './telegraph-nodes.ts';
import { bodyMarkdown } from './words-for.ts';

export interface TelegraphTarget {
  readonly kind: 'telegraph';
  /** Of its interface, without a slash at its end. */
  readonly apiUrl: string;
  /** Names the variable that holds the access token. */
  readonly tokenEnv: string;
  /** Below the title. Absent: as the account has it. */
  readonly authorName?: string;
  readonly authorUrl?: string;
  readonly allowPrivateAddresses: boolean;
}

// Telegraph: https://telegra.ph/api
const MAX_TITLE_CHARS = 256;
const MAX_CONTENT_BYTES = 64 * 1024;
/** The latest pages among which one is looked for whose answer got lost, moments ago. */
const LATEST_PAGES = 20;

const page = z.object({ path: z.string(), url: z.string(), title: z.string(), content: z.unknown().optional() });
/** What was refused comes with status 200, too. */
const answerOf = <T>(result: z.ZodType<T>) =>
  z.union([z.object({ ok: z.literal(true), result }), z.object({ ok: z.literal(false), error: z.string() })]);

/**
 * Makes a page of each article, which the world can see at once. Telegraph has no place for a mark: of a page whose answer got lost it is
 * known that it is among the latest of the account, and says to the letter what this one would.
 */
export function createTelegraphPublisher(
  { apiUrl, authorName, authorUrl, allowPrivateAddresses }: Omit<TelegraphTarget, 'kind' | 'tokenEnv'>,
  token: string,
): Publisher {
  const ask = createAsk({ headers: () => ({}), allowPrivateAddresses });

  async function call<T>(method: string, content: object, result: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const answer = await ask({
      method: 'POST',
      address: `${apiUrl}/${method}`,
      content,
      schema: answerOf(result),
      signal,
    });
    if (answer.ok) return answer.result;
    throw toFault(answer.error);
  }

  /** Where what is there of the article is. */
  async function find(
    { known }: Publication,
    title: string,
    nodes: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const path = refOf(known, 'path');
    if (path !== undefined) return path;
    const list = z.object({ pages: z.array(page) });
    const asked = { access_token: token, limit: LATEST_PAGES };
    const { pages } = await call('getPageList', asked, list, signal);
    for (const one of pages.filter((latest) => latest.title === title)) {
      const whole = await call(`getPage/${encodeURIComponent(one.path)}`, { return_content: true }, page, signal);
      if (JSON.stringify(whole.content) === nodes) return one.path;
    }
    return undefined;
  }

  return {
    async publish(publication, signal) {
      const title = shorten(publication.title, MAX_TITLE_CHARS);
      const content = telegraphNodes(bodyMarkdown(publication));
      const nodes = JSON.stringify(content);
      if (Buffer.byteLength(nodes) > MAX_CONTENT_BYTES)
        throw new PublishError(
          'too-large',
          `It has ${Buffer.byteLength(nodes)} bytes, and Telegraph takes ${MAX_CONTENT_BYTES}`,
        );
      const path = await find(publication, title, nodes, signal);
      const fields = {
        access_token: token,
        title,
        ...(authorName !== undefined && { author_name: authorName }),
        ...(authorUrl !== undefined && { author_url: authorUrl }),
        content,
        return_content: false,
      };
      const made = await (path === undefined
        ? call('createPage', fields, page, signal)
        : call(`editPage/${encodeURIComponent(path)}`, fields, page, signal));
      return { made: 'page', address: made.url, ref: { path: made.path } } satisfies Made;
    },

    async examine(signal) {
      const account = z.object({ short_name: z.string(), page_count: z.int() });
      const fields = ['short_name', 'page_count'];
      const { short_name, page_count } = await call('getAccountInfo', { access_token: token, fields }, account, signal);
      return `the account ${short_name}, with ${page_count} pages`;
    },
  };
}

function toFault(error: string): PublishError {
  const message = `Telegraph answered ${error}`;
  const [, seconds] = /^FLOOD_WAIT_(\d{1,7})$/.exec(error) ?? [];
  if (seconds !== undefined) return new PublishError('rate-limited', message, { retryAfterMs: Number(seconds) * 1000 });
  switch (error) {
    case 'ACCESS_TOKEN_INVALID':
      return new PublishError('unauthorized', message);
    case 'PAGE_ACCESS_DENIED':
      return new PublishError('forbidden', message);
    case 'PAGE_NOT_FOUND':
      return new PublishError('not-found', message);
    case 'CONTENT_TOO_BIG':
      return new PublishError('too-large', message);
    default:
      return new PublishError('rejected', message, { detail: error });
  }
}
