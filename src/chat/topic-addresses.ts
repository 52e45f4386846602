/** What reads as a web address, up to the next space, without the marks around it. */
const ADDRESS = /(?<![\p{L}\p{N}])[<([«“"']{0,3}(https?:\/\/[^\s<>«»“”"']{1,2000})[>»”"']{0,3}/giu;

/**
 * A topic, and the addresses that were typed with it: they are its sources. `How tides work https://noaa.gov/tides`. One that is nothing
 * but addresses keeps them, so that it has a name.
 * @param line one line
 */
export function withoutAddresses(line: string): { readonly topic: string; readonly addresses: readonly string[] } {
  const addresses: string[] = [];
  const rest = line.replace(ADDRESS, (_, address: string) => {
    const [bare, behind] = apart(address);
    addresses.push(bare);
    return behind;
  });
  if (addresses.length === 0) return { topic: line, addresses };
  // Brackets and words such as “see” that led to the addresses.
  const topic = rest.replaceAll(/\s+/g, ' ').replaceAll(/^[\s.,;:)\]}»”>-]{1,20}|[\s.,;:([{«“<-]{1,20}$/g, '');
  return { topic: topic === '' ? line : topic, addresses };
}

/** A sentence ends behind an address, and so do its brackets. @returns the address, and what follows it */
function apart(address: string): readonly [string, string] {
  let end = address.length;
  while (end > 0 && '.,;:!?)]}'.includes(address.charAt(end - 1))) {
    const bare = address.slice(0, end);
    if (bare.endsWith(')') && bare.split('(').length >= bare.split(')').length) break;
    end -= 1;
  }
  return [address.slice(0, end), address.slice(end).replaceAll(/[)\]}]/g, '')];
}
