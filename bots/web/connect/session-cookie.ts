import { parse, serialize } from 'hono/utils/cookie';
import type { Origin } from './origins.ts';

/** Of a session's cookie: a browser keeps it for one host alone, and over https gives it back over nothing else. On one machine, a name for every port. */
function nameAt({ origin, isSecure }: Origin): string {
  return isSecure ? '__Host-copydesk' : `copydesk-${new URL(origin).port || '80'}`;
}

/** The secret of the session that a request comes with. @param header `Cookie` */
export function readSessionCookie(header: string | undefined, at: Origin): string | undefined {
  if (header === undefined) return undefined;
  const name = nameAt(at);
  return parse(header, name)[name];
}

/** As a `Set-Cookie` header: no script reads it, and other sites have it sent with nothing but a link. @param hours 0 takes it away */
export function sessionCookie(secret: string, at: Origin, hours: number): string {
  return serialize(nameAt(at), secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: at.isSecure,
    // Browsers keep none for longer than 400 days.
    maxAge: Math.min(Math.round(hours * 3600), 400 * 86_400),
  });
}
