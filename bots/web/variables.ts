import { ConfigError, type ConfigFault } from '../../src/config/config-error.ts';
import type { Variables } from '../../src/config/environment.ts';
import { isLoopback } from './connect/origins.ts';
import { readWebUrl, WEB_URL_FAULT } from '../../src/config/web-url.ts';

export interface WebVariables {
  /** On which we listen. Absent: nobody chose one, and {@link DEFAULT_PORT} may be replaced by a free one. */
  readonly port?: number;
  /** Address of this machine on which we listen. Default: 127.0.0.1, for this machine alone. */
  readonly host: string;
  /** Where people reach us: the origin alone, without a slash at its end. Absent: where we listen. */
  readonly publicUrl?: string;
  /** A company's own sign-in. Absent: there is none. */
  readonly oidc?: OidcVariables;
  /** What must never be in a log. */
  readonly secrets: readonly string[];
}

/** A client that the company has registered for us. */
export interface OidcVariables {
  /** Over https, or on this machine. */
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Of the seed's API gateway. */
export const DEFAULT_PORT = 8000;
const LOOPBACK = '127.0.0.1';
const MAX_PORT = 65_535;

/**
 * Reads `WEB_PORT`, `WEB_HOST`, `WEB_URL` and `OIDC_*`.
 * @throws {ConfigError} with every fault, none of which shows a value.
 */
export function readWebVariables(variables: Variables): WebVariables {
  const read = (name: string): string | undefined => variables[name]?.trim() || undefined;
  const faults: ConfigFault[] = [];
  const port = read('WEB_PORT');
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= MAX_PORT))
    faults.push({ where: 'environment WEB_PORT', what: `must be a port from 1 to ${MAX_PORT}` });
  const url = read('WEB_URL');
  const publicUrl = url && readWebUrl(url);
  if (url !== undefined && publicUrl === undefined) faults.push({ where: 'environment WEB_URL', what: WEB_URL_FAULT });
  const oidc = readOidc(read, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    host: read('WEB_HOST') ?? LOOPBACK,
    ...(port !== undefined && { port: Number(port) }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(oidc !== undefined && { oidc }),
    secrets: oidc === undefined ? [] : [oidc.clientSecret],
  };
}

const OIDC = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** All of it or nothing. */
function readOidc(read: (name: string) => string | undefined, faults: ConfigFault[]): OidcVariables | undefined {
  const missing = OIDC.filter((name) => read(name) === undefined);
  if (missing.length === OIDC.length) return undefined;
  for (const name of missing)
    faults.push({
      where: `environment ${name}`,
      what: `must be set, too: signing in with a company takes ${OIDC.join(', ')}`,
    });
  const [typed = '', clientId = '', clientSecret = ''] = OIDC.map(read);
  const issuer = URL.parse(typed);
  const isSafe = issuer?.protocol === 'https:' || (issuer?.protocol === 'http:' && isLoopback(issuer.host));
  if (issuer !== null && isSafe && `${issuer.search}${issuer.hash}${issuer.username}${issuer.password}` === '')
    return { issuer, clientId, clientSecret };
  if (typed !== '')
    faults.push({
      where: 'environment OIDC_ISSUER',
      what: 'must be the issuer of the company, by https, such as https://login.example.com',
    });
  return undefined;
}
