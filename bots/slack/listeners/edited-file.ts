import { decodeUtf8, readBytes } from '../../../src/lib/read-bytes.ts';

/** A file as an event of Slack names it. */
export interface SharedFile {
  readonly name?: string | null;
  readonly size?: number;
  readonly url_private_download?: string;
  readonly url_private?: string;
}

/** The text of a file, or why there is none. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' | 'not-utf8' | 'unreadable' };

/** Reads a text file that somebody shared. Never rejects. */
export type FileReader = (file: SharedFile, token: string | undefined) => Promise<FileText>;

/** What an edited text may have: 100,000 characters of up to four bytes. */
const MAX_FILE_BYTES = 400_000;
const DOWNLOAD_TIMEOUT_MS = 5000;

/** Whether a file can be the text of a draft. */
export function isTextFile({ name }: SharedFile): boolean {
  return /\.(?:md|markdown|txt)$/i.test(name ?? '');
}

/** @param apiUrl of the Web API when it is not Slack's own: files lie there too */
export function createFileReader(apiUrl: string | undefined): FileReader {
  const own = apiUrl === undefined ? undefined : new URL(apiUrl).origin;
  /** A token goes to Slack and nowhere else, whatever an event says. */
  const isSlacks = ({ protocol, hostname, origin }: URL): boolean =>
    origin === own || (protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com')));

  return async (file, token) => {
    const url = URL.parse(file.url_private_download ?? file.url_private ?? '');
    if (url === null || !isSlacks(url) || token === undefined) return { kind: 'unreadable' };
    if ((file.size ?? 0) > MAX_FILE_BYTES) return { kind: 'too-large' };
    try {
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${token}` },
        // Without the scope files:read, Slack sends us on to its login page.
        redirect: 'error',
        signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
      });
      if (
        !response.ok ||
        response.body === null ||
        response.headers.get('content-type')?.startsWith('text/html') === true
      ) {
        await response.body?.cancel();
        return { kind: 'unreadable' };
      }
      const bytes = await readBytes(response.body, MAX_FILE_BYTES);
      if (bytes === undefined) return { kind: 'too-large' };
      const text = decodeUtf8(bytes);
      return text === undefined ? { kind: 'not-utf8' } : { kind: 'text', text };
    } catch {
      return { kind: 'unreadable' };
    }
  };
}
