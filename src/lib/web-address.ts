import { isIP } from 'node:net';

/** What browsers and servers take at least. */
const MAX_CHARS = 2000;

/** Why an address is not asked. */
export type AddressFault = 'not-an-address' | 'credentials' | 'port-refused';

/**
 * A web address as it is asked: http or https, without a fragment, with its host as the standard of URLs spells it (`0x7f.1` and `2130706433`
 * are 127.0.0.1, letters of other scripts are Punycode) and no dot behind it.
 * @param ports that may be asked
 */
export function readWebAddress(
  address: string,
  ports: readonly number[] | 'any',
  base?: string,
): { readonly url: URL } | { readonly fault: AddressFault } {
  const text = address.trim();
  if (text.length > MAX_CHARS || !URL.canParse(text, base)) return { fault: 'not-an-address' };
  const url = new URL(text, base);
  if (!/^https?:$/.test(url.protocol)) return { fault: 'not-an-address' };
  if (url.username !== '' || url.password !== '') return { fault: 'credentials' };
  if (ports !== 'any' && !ports.includes(portOf(url))) return { fault: 'port-refused' };
  // Named absolutely it is the same host, and some would take it for another.
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  if (url.hostname === '' || url.hostname.endsWith('.')) return { fault: 'not-an-address' };
  url.hash = '';
  return { url };
}

/** The IP address that a host is written as; undefined for a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? undefined : host;
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
