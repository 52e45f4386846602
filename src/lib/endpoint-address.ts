import { type AddressFault, literalAddress, readWebAddress } from './web-address.ts';
import { isPrivateAddress } from './public-address.ts';

/** Why nothing is sent to an address. */
export type EndpointAddressFault = AddressFault | 'not-https' | 'private-address';

/**
 * An address that events are sent to, as it is asked. What its name resolves to is looked at when it is asked, every time.
 * @param at.ports that are asked
 * @param at.allowPrivate it may be on this machine or its networks, be asked by http and on any port
 */
export function readEndpointAddress(
  address: string,
  at: { readonly ports: readonly number[]; readonly allowPrivate: boolean },
): { readonly url: URL } | { readonly fault: EndpointAddressFault } {
  const read = readWebAddress(address, 'any');
  if ('fault' in read || at.allowPrivate) return read;
  if (isPrivate(read.url)) return { fault: 'private-address' };
  if (read.url.protocol !== 'https:') return { fault: 'not-https' };
  return readWebAddress(address, at.ports);
}

/** By what stands there; of every other name it turns out when it is resolved. */
function isPrivate(url: URL): boolean {
  const literal = literalAddress(url);
  return literal === undefined ? /(^|\.)localhost$/.test(url.hostname) : isPrivateAddress(literal);
}
