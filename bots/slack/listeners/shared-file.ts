import type { WebClient } from '@slack/web-api';
import { readBytes } from '../../../src/lib/read-bytes.ts';
import { slackCodeOf } from '../messenger/slack-failures.ts';

/** A file as an event of Slack names it. */
export interface SharedFile {
  readonly id?: string;
  readonly name?: string | null;
  readonly size?: number;
  readonly url_private_download?: string;
  readonly url_private?: string;
  /** `check_file_info`: it came from another company, and the event tells nothing else of it. */
  readonly file_access?: string;
}

/** Whether only Slack knows what it is. */
function isUntold({ id, file_access }: SharedFile): boolean {
  return file_access === 'check_file_info' && id !== undefined;
}

/** The same files, with what Slack tells of those of which the event told nothing. @throws what Slack's client throws, when Slack cannot be asked */
export async function lookUpFiles(client: WebClient, files: readonly SharedFile[]): Promise<readonly SharedFile[]> {
  return await Promise.all(
    files.map(async (file) => {
      if (!isUntold(file) || file.id === undefined) return file;
      try {
        return { ...(await client.files.info({ file: file.id })).file, id: file.id };
      } catch (error) {
        // Deleted since, or none of ours: it has no name, and is no source.
        if (slackCodeOf(error) === undefined) throw error;
        return file;
      }
    }),
  );
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
