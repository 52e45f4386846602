import { lookup as resolveBySystem, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Networks that are nobody's on the internet: RFC 6890 and its updates (IANA's registries of special-purpose addresses). */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Where clouds keep the keys of their machines.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  // An IPv4 address within one of IPv6: 6to4.
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv6');

/**
 * All that IANA gives out in IPv6 for use on the internet. What lies outside leads to this machine, its networks or, as a translator would
 * reach it (`64:ff9b::`), to an IPv4 address.
 */
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
const MAPPED = new BlockList();
MAPPED.addSubnet('::ffff:0:0', 96, 'ipv6');

/** Whether an IP address belongs to this machine, its networks or nobody. @param address without brackets */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  // One with a zone (`fe80::1%eth0`) is of a network by its nature.
  if (family === 0 || address.includes('%')) return true;
  if (family === 4) return PRIVATE.check(address, 'ipv4');
  // BlockList compares `::ffff:10.0.0.1` with the networks of IPv4 by itself.
  return PRIVATE.check(address, 'ipv6') || !(GLOBAL.check(address, 'ipv6') || MAPPED.check(address, 'ipv6'));
}

/** An address that nothing is sent to. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'private-address';

  constructor(host: string) {
    super(`${host} is an address of this machine or its networks`);
  }
}

/** Resolves a name to all its addresses, as `dns.lookup` does with `all`. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** What says which addresses are nobody else's business. */
export interface AddressGuard {
  /** Default: that of the system. */
  readonly resolve?: ResolveName;
  /** Default: {@link isPrivateAddress}. */
  readonly isPrivate?: (address: string) => boolean;
}

/**
 * For `lookup` of a request: resolves a name and refuses it when any of its addresses is private. At the moment of connecting, so that a name
 * cannot become another address between a check and the request: the connection goes to what was checked.
 */
export function createPublicLookup({
  resolve = resolveBySystem,
  isPrivate = isPrivateAddress,
}: AddressGuard = {}): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isPrivate(address)))
        return done(new PrivateAddressError(hostname), '', 0);
      if (options.all === true) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}
