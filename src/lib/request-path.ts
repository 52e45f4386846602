import type { IncomingMessage } from 'node:http';

/**
 * The path that a request asks for, as it was sent: neither decoded nor resolved, without query and fragment. `/healthz` for
 * `/healthz?now` and for `http://copydesk.example/healthz`; `//` for `//`, which `new URL` takes for an address and throws.
 * Whatever the target is, there is an answer.
 */
export function requestPath({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  // Proxies may send a whole address (RFC 9112, 3.2.2).
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' ? '/' : path;
}
