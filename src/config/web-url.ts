/**
 * Where people open the page, as an origin alone; undefined for what is none. Nothing goes in clear over a network: over http it is this
 * machine.
 */
export function readWebUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || `${url.pathname}${url.search}${url.hash}` !== '/' || url.username !== '' || url.password !== '')
    return undefined;
  const isOpen = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  return isOpen ? url.origin : undefined;
}

/** What is wrong with one. */
export const WEB_URL_FAULT =
  'must be the address at which people open Copydesk, by https and without a path, such as https://copydesk.example.com';

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
