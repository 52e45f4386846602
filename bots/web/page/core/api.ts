/** What was not done, said so that a person can go on. */
export interface Problem {
  /** 0: no answer came. */
  readonly status: number;
  /** `not-a-reviewer`, `offline` */
  readonly code: string;
  /** A sentence in the language of the page. */
  readonly detail: string;
  /** What else the server says of it. */
  readonly more: Readonly<Record<string, unknown>>;
}

export type Answer<T> =
  | { readonly ok: true; readonly status: number; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Talks to the server that served the page. Never rejects. */
export interface Api {
  get<T>(path: string, options?: GetOptions): Promise<Answer<T>>;
  /** `key`: sent again with the same one, it counts once. */
  post<T>(path: string, body: unknown, options?: PostOptions): Promise<Answer<T>>;
  /** Sends a file as it is. */
  upload<T>(path: string, file: File, options?: PostOptions): Promise<Answer<T>>;
}

export interface GetOptions {
  readonly signal?: AbortSignal;
}

export interface PostOptions {
  readonly key?: string;
  readonly method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
}

export interface ApiOptions {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly csrfToken: () => string | undefined;
  /** Sentences for what the server does not say itself. */
  readonly sentences: () => { readonly offline: string; readonly unsaid: (status: number) => string };
  /** Nobody is known any more: the session has ended. */
  readonly onSignedOut: () => void;
  /** Default: 30 seconds. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const NOT_SIGNED_IN = 401;

export function createApi({ fetch, csrfToken, sentences, onSignedOut, timeoutMs = TIMEOUT_MS }: ApiOptions): Api {
  const ask = async <T>(path: string, init: RequestInit): Promise<Answer<T>> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    try {
      const response = await fetch(path, { ...init, signal, credentials: 'same-origin' });
      const body = await read(response);
      // The server and this page are made of the same sources.
      if (response.ok) return { ok: true, status: response.status, value: body as T };
      if (response.status === NOT_SIGNED_IN) onSignedOut();
      return { ok: false, problem: problemOf(response.status, body, sentences().unsaid) };
    } catch {
      return { ok: false, problem: { status: 0, code: 'offline', detail: sentences().offline, more: {} } };
    }
  };
  const unsafe = ({ key, method = 'POST' }: PostOptions, headers: Readonly<Record<string, string>>): RequestInit => {
    const token = csrfToken();
    return {
      method,
      headers: {
        ...headers,
        ...(token !== undefined && { 'x-csrf-token': token }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
    };
  };
  return {
    get: async (path, { signal } = {}) => await ask(path, signal === undefined ? {} : { signal }),
    post: async (path, body, options = {}) =>
      await ask(path, {
        ...unsafe(options, { 'content-type': 'application/json' }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async upload(path, file, options = {}) {
      const body = new FormData();
      body.append('file', file, file.name);
      return await ask(path, { ...unsafe(options, {}), body });
    },
  };
}

/** A key by which what is sent twice counts once. `randomUUID` is only where the connection is safe, and a page may be served in a plain network. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text;
  return JSON.parse(text) as unknown;
}

function problemOf(status: number, body: unknown, unsaid: (status: number) => string): Problem {
  const { code, detail, ...more } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return {
    status,
    code: typeof code === 'string' ? code : 'broken',
    detail: typeof detail === 'string' && detail !== '' ? detail : unsaid(status),
    more,
  };
}
