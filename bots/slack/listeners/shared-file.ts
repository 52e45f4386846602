import { readBytes } from '../../../src/lib/read-bytes.ts';

/** A file as an event of Slack names it. */
export interface SharedFile {
  readonly id?: string;
  readonly name?: string | null;
  readonly size?: number;
  readonly url_private_download?: string;
  readonly url_private?: string;
}

/** Fetches what somebody shared, never more than `maxBytes`. Never rejects. */
export type FileDownload = (
  file: SharedFile,
  token: string | undefined,
  maxBytes: number,
) => Promise<Uint8Array | 'too-large' | 'unreachable'>;

const DOWNLOAD_TIMEOUT_MS = 5000;

/** @param apiUrl of the Web API when it is not Slack's own: files lie there too */
export function createFileDownload(apiUrl: string | undefined): FileDownload {
  const own = apiUrl === undefined ? undefined : new URL(apiUrl).origin;
  /** A token goes to Slack and nowhere else, whatever an event says. */
  const isSlacks = ({ protocol, hostname, origin }: URL): boolean =>
    origin === own || (protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com')));

  return async (file, token, maxBytes) => {
    const url = URL.parse(file.url_private_download ?? file.url_private ?? '');
    if (url === null || !isSlacks(url) || token === undefined) return 'unreachable';
    if ((file.size ?? 0) > maxBytes) return 'too-large';
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
        return 'unreachable';
      }
      return (await readBytes(response.body, maxBytes)) ?? 'too-large';
    } catch {
      return 'unreachable';
    }
  };
}
