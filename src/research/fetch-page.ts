import type { AddressGuard } from '../lib/public-address.ts';
import { askOnce, type ServerAnswer } from './ask-once.ts';
import { FetchFault, type FetchSettings } from './fetch-settings.ts';
import { createRobots, MAX_ROBOTS_BYTES, requireAllowed, type RobotsText } from './robots.ts';
import { readWebAddress } from '../lib/web-address.ts';

/** A page as a server sent it. */
export interface FetchedPage {
  /** Where it was in the end. */
  readonly address: string;
  readonly type: PageType;
  /** As the server names it. */
  readonly charset?: string;
  readonly bytes: Uint8Array;
}

/** What can be read. */
export type PageType = 'html' | 'text' | 'pdf' | 'docx';

const TYPES: ReadonlyMap<string, PageType> = new Map<string, PageType>([
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['text/plain', 'text'],
  ['text/markdown', 'text'],
  ['text/x-markdown', 'text'],
  ['application/pdf', 'pdf'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
]);
const ACCEPT =
  'text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9, application/pdf;q=0.8, */*;q=0.1';
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const FORBIDDEN: ReadonlySet<number> = new Set([401, 402, 403, 407, 451]);

export interface PageFetcher {
  /**
   * Every hop is checked as the first one was: address, port, all that its name resolves to, robots.txt.
   * @throws FetchFault, or the reason of `signal`
   */
  fetch(address: string, signal: AbortSignal): Promise<FetchedPage>;
}

/** Fetches pages that others name, and nothing that is not public. @param guard what is private, where it is not for the system to say */
export function createPageFetcher(settings: FetchSettings, guard: AddressGuard = {}): PageFetcher {
  const { ports, maxBytes, maxRedirects, userAgent } = settings;
  const robots = createRobots({ token: userAgent.split('/', 1)[0]?.trim().toLowerCase() ?? '', read: readRobotsAt });
  const parsed = (address: string, base?: string): URL => {
    const read = readWebAddress(address, ports, base);
    if ('url' in read) return read.url;
    throw new FetchFault(read.fault, `It is not asked: ${read.fault}`);
  };

  /** Follows redirects until an answer is none. */
  async function follow(
    from: URL,
    ask: (url: URL) => Promise<ServerAnswer>,
  ): Promise<{ readonly url: URL; readonly answer: ServerAnswer }> {
    let url = from;
    for (let hops = 0; ; hops += 1) {
      const answer = await ask(url);
      if (!REDIRECTS.has(answer.status) || answer.location === undefined) return { url, answer };
      if (hops >= maxRedirects) throw new FetchFault('too-many-redirects', `More than ${maxRedirects} redirects`);
      url = parsed(answer.location, url.href);
    }
  }

  async function readRobotsAt(at: URL, signal: AbortSignal): Promise<RobotsText> {
    const isWanted = ({ status }: ServerAnswer): boolean => status >= 200 && status < 300;
    const options = { settings, guard, accept: 'text/plain, */*;q=0.1', maxBytes: MAX_ROBOTS_BYTES, isWanted, signal };
    try {
      const { answer } = await follow(at, (url) => askOnce(url, options));
      if (answer.body !== undefined) return { text: new TextDecoder().decode(answer.body) };
      return answer.status >= 500 || answer.status === 429 ? 'unavailable' : 'none';
    } catch (error) {
      // What is no robots.txt forbids nothing; a server that cannot be asked, or a private address, is nothing to go on with.
      if (error instanceof FetchFault && NO_ROBOTS.has(error.code)) return 'none';
      throw error;
    }
  }

  return {
    async fetch(address, signal) {
      const late = AbortSignal.timeout(settings.timeoutSeconds * 1000);
      const either = AbortSignal.any([signal, late]);
      try {
        const { url, answer } = await follow(parsed(address), async (at) => {
          await requireAllowed(robots, at, either);
          return await askOnce(at, {
            settings,
            guard,
            accept: ACCEPT,
            maxBytes,
            isWanted: ({ status, type }) => status >= 200 && status < 300 && TYPES.has(type),
            signal: either,
          });
        });
        return toPage(url, answer);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (late.aborted) throw new FetchFault('timed-out', `It took more than ${settings.timeoutSeconds} s`);
        throw error;
      }
    },
  };
}

const NO_ROBOTS: ReadonlySet<string> = new Set([
  'too-large',
  'too-many-redirects',
  'unreadable-type',
  'not-an-address',
  'credentials',
  'port-refused',
]);

function toPage({ href }: URL, { status, type, charset, body }: ServerAnswer): FetchedPage {
  const known = TYPES.get(type);
  if (body !== undefined && known !== undefined)
    return { address: href, type: known, bytes: body, ...(charset !== undefined && { charset }) };
  if (status === 404 || status === 410) throw new FetchFault('not-found', `Status ${status}`, { status });
  if (FORBIDDEN.has(status)) throw new FetchFault('forbidden', `Status ${status}`, { status });
  if (status < 200 || status >= 300) throw new FetchFault('bad-status', `Status ${status}`, { status });
  throw new FetchFault('unreadable-type', `It is of type ${type.slice(0, 80) || 'unknown'}`);
}
