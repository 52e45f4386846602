import { LRUCache } from 'lru-cache';
import { FetchFault } from './fetch-settings.ts';

/** Whether a page may be fetched by a robot, by the robots.txt of its server (RFC 9309). */
export interface Robots {
  /** @throws FetchFault when the server cannot be asked, or the reason of `signal` */
  allows(url: URL, signal: AbortSignal): Promise<boolean>;
}

export interface RobotsOptions {
  /** Our name in a robots.txt: `copydesk`. */
  readonly token: string;
  readonly read: (url: URL, signal: AbortSignal) => Promise<RobotsText>;
}

/** `none`: the server says that there is none · `unavailable`: it has trouble, and nothing is allowed (RFC 9309, 2.3.1.4). */
export type RobotsText = { readonly text: string } | 'none' | 'unavailable';

/** RFC 9309, 2.5: at least as much is read. */
export const MAX_ROBOTS_BYTES = 512_000;
const REMEMBERED_SERVERS = 1000;
/** RFC 9309, 2.4: no longer than a day. */
const REMEMBERED_MS = 60 * 60 * 1000;

/** What each server's robots.txt says is remembered for an hour. */
export function createRobots({ token, read }: RobotsOptions): Robots {
  const known = new LRUCache<string, readonly Rule[]>({ max: REMEMBERED_SERVERS, ttl: REMEMBERED_MS });
  return {
    async allows(url, signal) {
      const rules = known.get(url.origin) ?? (await rulesOf(url, signal));
      known.set(url.origin, rules);
      return isAllowed(rules, pathOf(url));
    },
  };

  async function rulesOf({ origin }: URL, signal: AbortSignal): Promise<readonly Rule[]> {
    const found = await read(new URL('/robots.txt', origin), signal);
    if (found === 'none') return [];
    return found === 'unavailable' ? [{ isAllowed: false, path: '/' }] : readRobots(found.text, token);
  }
}

export interface Rule {
  readonly isAllowed: boolean;
  /** `*` stands for anything, `$` at the end for the end. */
  readonly path: string;
}

/** The rules for whoever is called `token`; those for all where there are none. Linear in the length of the text. */
export function readRobots(text: string, token: string): readonly Rule[] {
  const ours: Rule[] = [];
  const forAll: Rule[] = [];
  let isNamed = false;
  let isOurs = false;
  let isForAll = false;
  let isAmongNames = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [said = ''] = line.split('#', 1);
    const colon = said.indexOf(':');
    if (colon === -1) continue;
    const field = said.slice(0, colon).trim().toLowerCase();
    const value = said.slice(colon + 1).trim();
    if (field === 'user-agent') {
      // Names that follow one another head one group.
      if (!isAmongNames) isOurs = isForAll = false;
      isAmongNames = true;
      const name = value.split('/', 1)[0]?.trim().toLowerCase();
      isOurs ||= name === token;
      isForAll ||= name === '*';
      isNamed ||= name === token;
    } else if (field === 'allow' || field === 'disallow') {
      isAmongNames = false;
      // An empty one forbids nothing.
      if (value === '') continue;
      const rule: Rule = { isAllowed: field === 'allow', path: comparablePath(value) };
      if (isOurs) ours.push(rule);
      if (isForAll) forAll.push(rule);
    }
  }
  return isNamed ? ours : forAll;
}

/** The longest rule that matches counts; of two as long the one that allows. */
export function isAllowed(rules: readonly Rule[], path: string): boolean {
  let best: Rule | undefined;
  for (const rule of rules) {
    const isBetter =
      best === undefined ||
      rule.path.length > best.path.length ||
      (rule.path.length === best.path.length && rule.isAllowed);
    if (isBetter && matches(rule.path, path)) best = rule;
  }
  return best?.isAllowed ?? true;
}

function pathOf({ pathname, search }: URL): string {
  return comparablePath(pathname + search);
}

function matches(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$');
  const pieces = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  const [first = '', ...rest] = pieces;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = isWhole ? rest.pop() : undefined;
  // The earliest place leaves most for what follows.
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  if (!isWhole) return true;
  return last === undefined ? path.length === at : path.length - last.length >= at && path.endsWith(last);
}

/** `/ü` and `/%c3%bc` are one path. */
function comparablePath(path: string): string {
  const encoded = path.isWellFormed() ? encodeURI(path).replaceAll('%25', '%') : path;
  return encoded.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** @throws FetchFault when the page is not for robots */
export async function requireAllowed(robots: Robots, url: URL, signal: AbortSignal): Promise<void> {
  if (!(await robots.allows(url, signal))) throw new FetchFault('robots', `The robots.txt of ${url.host} says no`);
}
