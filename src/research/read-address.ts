import type { AddressGuard } from '../lib/public-address.ts';
import { createPageFetcher } from './fetch-page.ts';
import type { FetchSettings } from './fetch-settings.ts';
import { type ReadPage, readPage } from './read-page.ts';

/**
 * Fetches a page that others name, and reads it.
 * @throws FetchFault, or the reason of `signal`
 */
export type ReadAddress = (address: string, signal: AbortSignal) => Promise<ReadPage>;

/** @param guard what is private, where it is not for the system to say */
export function createReadAddress(settings: FetchSettings, guard?: AddressGuard): ReadAddress {
  const fetcher = createPageFetcher(settings, guard);
  return async (address, signal) => await readPage(await fetcher.fetch(address, signal), signal);
}
