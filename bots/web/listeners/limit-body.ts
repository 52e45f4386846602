import type { Context, MiddlewareHandler } from 'hono';
import { readBytes } from '../../../src/lib/read-bytes.ts';
import type { WebEnv } from './app.ts';

export interface LimitBodyOptions {
  readonly maxBytes: number;
  readonly onError: (c: Context<WebEnv>) => Response;
}

/** Unless somebody says how long it is, or sends it in pieces. */
const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);

/**
 * Reads no body that is larger. One whose length nobody has told is read here. Hono's own asks for a body where there is none (`DELETE`), and
 * cannot put one back into the requests of our server.
 */
export function limitBody({ maxBytes, onError }: LimitBodyOptions): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { raw } = c.req;
    const length = raw.headers.get('content-length');
    const isChunked = raw.headers.has('transfer-encoding');
    if (length !== null && !isChunked) return Number(length) > maxBytes ? onError(c) : await next();
    if (isChunked || !WITHOUT_BODY.has(raw.method)) {
      const bytes = raw.body === null ? new Uint8Array() : await readBytes(raw.body, maxBytes);
      if (bytes === undefined) return onError(c);
      c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body: new Uint8Array(bytes) });
    }
    return await next();
  };
}
