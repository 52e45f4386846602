import { domainToUnicode } from 'node:url';

/**
 * Whether the words of a link look like an address that it does not lead to: of another host, of another page of the same host where they
 * name one, of another mailbox, or of a host that only looks like theirs. @param href an absolute address
 */
export function isMisleading(words: string, href: string): boolean {
  const seen = asSeen(words);
  const target = URL.parse(href);
  const truth = hostOf(href);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(seen.trim()) && URL.parse(words.trim())?.href !== target?.href) return true;
  if (IPV6.test(seen)) return true;
  const mailboxes = seen.match(MAILBOX) ?? [];
  if (target?.protocol === 'mailto:' && mailboxes.length > 0)
    return mailboxes.some((mailbox) => mailbox.toLowerCase() !== mailboxOf(href));
  return addressesIn(seen).some(
    ({ host, rest }) => hostOf(`http://${host}`) !== truth || isDisguised(host) || !isPageOf(target, host, rest),
  );
}

/** What stands for a dot in some script, or looks like one. Not between two letters l, where Catalan has it. */
const DOTS = /[。｡︒﹒․۔։܁܂ꓸ]|(?<!l)[·‧∙⋅]|[·‧∙⋅](?!l)/giu;
/** Nothing that a reader sees between two letters: braille's blank is no format character, hair spaces are as thin as hairs. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;
const HAIR_SPACES = /[\u2006-\u200a\u202f\u205f]/g;
const IPV6 = /\[[\da-f]{0,4}:[\da-f:.]{1,45}\]|(?<!\S)[\da-f:]{0,40}::[\da-f:.]{0,40}\d(?!\S)/i;
const MAILBOX = /[\p{L}\p{M}\p{N}_.+-]{1,64}@[\p{L}\p{M}\p{N}_.-]{1,255}/gu;
const RUN = /([\p{L}\p{M}\p{N}_.-]+)(:\d+)?([/?#][^\s]*)?/gu;
/** Ends a sentence, not an address. */
const BEHIND = /[.,;:!?)\]}'"»”…]{1,10}$/;

function asSeen(words: string): string {
  return words.replaceAll(HAIR_SPACES, '').normalize('NFKC').replaceAll(UNSEEN, '').replaceAll(DOTS, '.');
}

interface ShownAddress {
  readonly host: string;
  /** Port, path, and what follows it; empty: only a host is named. */
  readonly rest: string;
}

/** What a reader would take for an address. */
function addressesIn(seen: string): readonly ShownAddress[] {
  return [...seen.matchAll(RUN)]
    .flatMap(([, run = '', port = '', path = '']) =>
      // An ellipsis parts words, and is no part of a host.
      run.split(/\.{2,}/).map((part, at, parts) => ({
        host: part.replace(/^\./, '').replace(/\.$/, ''),
        rest: at === parts.length - 1 ? `${port}${path}` : '',
      })),
    )
    .filter(({ host }) => looksLikeHost(host));
}

/** Labels with dots between them, one of them behind a dot a word; or numbers as the hosts of a network have them. */
function looksLikeHost(host: string): boolean {
  return (
    /\.\p{L}[^.]/u.test(host) ||
    /^\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){3}$/u.test(host) ||
    /^0x[\da-f]+(?:\.(?:0x)?[\da-f]+){0,3}$/i.test(host) ||
    /^localhost$/i.test(host)
  );
}

/** Letters that look Latin and are not. */
const LOOKALIKES = /[асеорхуіјѕһӏԁԛԝοαυνικρ]/gu;

/** Whether a host in letters of one script is made to look like one in another: `аррӏе.com`, and all of it is Cyrillic. */
function isDisguised(host: string): boolean {
  const labels = domainToUnicode(URL.parse(`http://${host}`)?.hostname ?? '').split('.');
  if (!/^[a-z\d-]+$/.test(labels.at(-1) ?? '')) return false;
  const isShownAsItIs = host.toLowerCase().includes('xn--');
  return !isShownAsItIs && labels.some((label) => isMixed(label) || isOfLookalikes(label));
}

function isOfLookalikes(label: string): boolean {
  const rest = label.replaceAll(LOOKALIKES, '');
  return rest !== label && /^[\d-]*$/.test(rest);
}

function isMixed(label: string): boolean {
  return /\p{Script=Latin}/u.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(label);
}

/** Whether it leads to the page that is named, where one is. */
function isPageOf(target: URL | null, host: string, rest: string): boolean {
  if (rest === '' || target === null) return true;
  return [rest, rest.replace(BEHIND, '')].some((page) => {
    const shown = URL.parse(`${target.protocol}//${host}${page}`);
    return shown !== null && (page === '' || pageOf(shown) === pageOf(target));
  });
}

function pageOf({ port, pathname, search, hash }: URL): string {
  const page = `${pathname}${search}${hash}`;
  try {
    return asSeen(`${port}${decodeURIComponent(page)}`);
  } catch {
    return asSeen(`${port}${page}`);
  }
}

function mailboxOf(mailto: string): string {
  return mailto.slice('mailto:'.length).replace(/\?.*$/s, '').toLowerCase();
}

function hostOf(address: string): string {
  const host = /^mailto:/i.test(address) ? mailboxOf(address).replace(/^.*@/s, '') : URL.parse(address)?.hostname;
  return (host ?? address).toLowerCase().replace(/^www\./, '');
}
