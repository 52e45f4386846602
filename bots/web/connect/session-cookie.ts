import { parse, serialize } from 'hono/utils/cookie';
import type { Origin } from './origins.ts';

/** Of a session's cookie: a browser keeps it for one host alone, and over https gives it back over nothing else. On one machine, a name for every port. */
function nameAt({ origin, isSecure }: Origin, what = ''): string {
  return `${isSecure ? '__Host-copydesk' : `copydesk-${new URL(origin).port || '80'}`}${what}`;
}

/** What is kept while somebody is at their company to sign in. */
const COMPANY = '-company';

/** The secret of the session that a request comes with. @param header `Cookie` */
export function readSessionCookie(header: string | undefined, at: Origin): string | undefined {
  return readCookie(header, nameAt(at));
}

/** What was kept while somebody was at their company. @param header `Cookie` */
export function readCompanyCookie(header: string | undefined, at: Origin): string | undefined {
  return readCookie(header, nameAt(at, COMPANY));
}

function readCookie(header: string | undefined, name: string): string | undefined {
  return header === undefined ? undefined : parse(header, name)[name];
}

/** As a `Set-Cookie` header: no script reads it, and other sites have it sent with nothing but a link. @param hours 0 takes it away */
export function sessionCookie(secret: string, at: Origin, hours: number): string {
  // Browsers keep none for longer than 400 days.
  return toCookie(nameAt(at), secret, at, Math.min(Math.round(hours * 3600), 400 * 86_400));
}

/** As a `Set-Cookie` header. @param minutes 0 takes it away */
export function companyCookie(kept: string, at: Origin, minutes: number): string {
  return toCookie(nameAt(at, COMPANY), kept, at, minutes * 60);
}

function toCookie(name: string, value: string, at: Origin, maxAge: number): string {
  return serialize(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: at.isSecure,
    maxAge,
  });
}
