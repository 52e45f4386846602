import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type CallTelegram, isRefusal } from '../connect/call-telegram.ts';
import type { DownloadDocument } from './front.ts';
import { readBytes } from '../../../src/lib/read-bytes.ts';

const DOWNLOAD_TIMEOUT_MS = 20_000;

export interface DownloadDocumentOptions {
  readonly call: CallTelegram;
  /** With a slash at its end. */
  readonly apiRoot: string;
  readonly token: string;
}

/** Fetches what people sent as a file. */
export function createDownloadDocument({ call, apiRoot, token }: DownloadDocumentOptions): DownloadDocument {
  return async ({ file_id, file_size = 0 }, maxBytes) => {
    if (file_size > maxBytes) return 'too-large';
    const path = await pathOf(file_id);
    if (path === undefined) return 'unreachable';
    // A Bot API server of one's own hands over files on its disk.
    return isAbsolute(path) ? await fromDisk(path, maxBytes) : await download(path, maxBytes);
  };

  async function pathOf(fileId: string): Promise<string | undefined> {
    try {
      return (await call('getFile', { file_id: fileId })).file_path;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return undefined;
    }
  }

  async function fromDisk(path: string, maxBytes: number): Promise<Uint8Array | 'too-large' | 'unreachable'> {
    try {
      return (await stat(path)).size > maxBytes ? 'too-large' : await readFile(path);
    } catch {
      // The Bot API server runs on another machine: its path means nothing here.
      return 'unreachable';
    }
  }

  /** @throws when Telegram cannot be reached, without its address, which holds the token. */
  async function download(path: string, maxBytes: number): Promise<Uint8Array | 'too-large' | 'unreachable'> {
    const url = new URL(`./file/bot${token}/${path}`, apiRoot);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
      if (!response.ok || response.body === null) return 'unreachable';
      // The size that was announced is only what the sender says.
      return (await readBytes(response.body, maxBytes)) ?? 'too-large';
    } catch (error) {
      throw new Error(
        `A file could not be downloaded from Telegram: ${error instanceof Error ? error.name : 'unknown'}`,
        {
          cause: error,
        },
      );
    }
  }
}
