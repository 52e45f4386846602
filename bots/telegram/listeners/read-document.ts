import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type CallTelegram, isRefusal } from '../connect/call-telegram.ts';
import type { ReadDocument } from './front.ts';
import { decodeUtf8, readBytes } from '../../../src/lib/read-bytes.ts';

const DOWNLOAD_TIMEOUT_MS = 20_000;
const TEXT_FILE = /\.(?:md|markdown|txt)$/i;
const TEXT_TYPE = /^text\//i;

export interface ReadDocumentOptions {
  readonly call: CallTelegram;
  /** With a slash at its end. */
  readonly apiRoot: string;
  readonly token: string;
  readonly maxKilobytes: number;
}

/** Reads what people hand in as a file: Markdown or plain text in UTF-8, up to the given size. */
export function createReadDocument({ call, apiRoot, token, maxKilobytes }: ReadDocumentOptions): ReadDocument {
  const maxBytes = maxKilobytes * 1024;
  return async ({ file_id, file_name = '', mime_type = '', file_size = 0 }, { telegram: { file } }) => {
    if (!TEXT_FILE.test(file_name) && !TEXT_TYPE.test(mime_type)) return { complaint: file.kinds };
    if (file_size > maxBytes) return { complaint: file.tooLarge(maxKilobytes) };
    const path = await pathOf(file_id);
    if (path === undefined) return { complaint: file.unreachable };
    // A Bot API server of one's own hands over files on its disk.
    const bytes = isAbsolute(path) ? await fromDisk(path) : await download(path);
    if (bytes === 'too-large') return { complaint: file.tooLarge(maxKilobytes) };
    if (bytes === undefined) return { complaint: file.unreachable };
    const text = decodeUtf8(bytes);
    return text === undefined ? { complaint: file.notText } : { text };
  };

  async function pathOf(fileId: string): Promise<string | undefined> {
    try {
      return (await call('getFile', { file_id: fileId })).file_path;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return undefined;
    }
  }

  async function fromDisk(path: string): Promise<Uint8Array | 'too-large' | undefined> {
    try {
      return (await stat(path)).size > maxBytes ? 'too-large' : await readFile(path);
    } catch {
      // The Bot API server runs on another machine: its path means nothing here.
      return undefined;
    }
  }

  /** @throws when Telegram cannot be reached, without its address, which holds the token. */
  async function download(path: string): Promise<Uint8Array | 'too-large' | undefined> {
    const url = new URL(`./file/bot${token}/${path}`, apiRoot);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
      if (!response.ok || response.body === null) return undefined;
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
