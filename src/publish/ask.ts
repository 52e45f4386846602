import type { z } from 'zod';
import { PrivateAddressError } from '../lib/public-address.ts';
import { sendRequest, type SendOptions, type SentAnswer } from '../lib/send-request.ts';
import { COPYDESK_VERSION } from '../lib/version.ts';
import type { PublishFailureCode } from '../protocol/publication.ts';
import { PublishError } from './publisher.ts';

export interface AskRequest<T> extends Pick<SendOptions, 'method' | 'headers'> {
  readonly address: string;
  /** As JSON. Absent: none. */
  readonly content?: object;
  /** What is read of the answer. */
  readonly schema: z.ZodType<T>;
  readonly signal: AbortSignal;
}

export interface AskOptions {
  /** With every request, made anew for each. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly allowPrivateAddresses: boolean;
}

/**
 * Asks a place over HTTP, as one that may refuse anything. Follows no redirect: keys do not go along.
 * @throws PublishError, or the reason of the signal
 */
export type Ask = <T>(request: AskRequest<T>) => Promise<T>;

/** A list of whole posts. */
const MAX_ANSWER_BYTES = 10_000_000;

export function createAsk({ headers, allowPrivateAddresses }: AskOptions): Ask {
  return async ({ address, method, content, schema, signal, headers: more }) => {
    const answer = await sendTo(address, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': `Copydesk/${COPYDESK_VERSION}`,
        ...headers(),
        ...more,
        ...(content !== undefined && { 'content-type': 'application/json' }),
      },
      ...(content !== undefined && { body: JSON.stringify(content) }),
      allowPrivateAddresses,
      signal,
    });
    const read = schema.safeParse(jsonOf(answer.body));
    if (read.success) return read.data;
    throw new PublishError('unusable-answer', `${method} ${shown(address)}: its answer is not what it should be`);
  };
}

/** One request of whatever kind. @throws PublishError for whatever is no success, or the reason of the signal */
export async function sendTo(address: string, options: Omit<SendOptions, 'maxBytes'>): Promise<SentAnswer> {
  const { method, signal } = options;
  let answer: SentAnswer;
  try {
    answer = await sendRequest(address, { ...options, maxBytes: MAX_ANSWER_BYTES });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const code = error instanceof PrivateAddressError ? 'private-address' : 'unavailable';
    throw new PublishError(code, `${method} ${shown(address)}: ${messageOf(error)}`, { cause: error });
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const detail = detailIn(answer);
  const retryAfterMs = retryAfterMsOf(answer);
  throw new PublishError(
    codeOf(answer, retryAfterMs),
    `${method} ${shown(address)}: ${status} ${detail ?? ''}`.trim(),
    {
      ...(detail !== undefined && { detail }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  );
}

const CODES: ReadonlyMap<number, PublishFailureCode> = new Map<number, PublishFailureCode>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'timeout'],
  [409, 'conflict'],
  [410, 'not-found'],
  [412, 'conflict'],
  [413, 'too-large'],
  [425, 'unavailable'],
  [429, 'rate-limited'],
]);

function codeOf({ status, headers }: SentAnswer, retryAfterMs: number | undefined): PublishFailureCode {
  // GitHub says so of its limits.
  if (status === 403 && (retryAfterMs !== undefined || headers['x-ratelimit-remaining'] === '0')) return 'rate-limited';
  if (status >= 500) return 'unavailable';
  if (status >= 300 && status < 400) return 'moved';
  return CODES.get(status) ?? 'rejected';
}

/** `Retry-After` in seconds or as a date; else when the limit begins anew, where there is one. */
function retryAfterMsOf({ headers }: SentAnswer): number | undefined {
  const after = headers['retry-after'];
  if (typeof after === 'string') {
    const ms = /^\d{1,9}$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
    if (ms >= 0) return ms;
  }
  const reset = headers['x-ratelimit-reset'];
  if (headers['x-ratelimit-remaining'] !== '0' || typeof reset !== 'string' || !/^\d{1,12}$/.test(reset))
    return undefined;
  return Math.max(0, Number(reset) * 1000 - Date.now());
}

/** What it says in words: of JSON or an S3 error where those have it, else nothing: pages of proxies say nothing to people. */
function detailIn({ body }: SentAnswer): string | undefined {
  const [, error] = /<Error>[^]*<Message>([^<]{1,500})<\/Message>/.exec(body.slice(0, 5000)) ?? [];
  if (error !== undefined) return error;
  const found = wordsIn(jsonOf(body));
  return found.length === 0 ? undefined : [...new Set(found)].join(' · ');
}

/** Where the interfaces that we know have their words. */
const WORDS = ['message', 'context', 'error', 'detail', 'title'] as const;
const LISTS = ['errors'] as const;

function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = WORDS.flatMap((name) => {
    const word: unknown = Reflect.get(value, name);
    return typeof word === 'string' ? [word] : [];
  });
  return [...own, ...LISTS.flatMap((name) => wordsIn(Reflect.get(value, name)))];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without what may be a secret. */
function shown(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
