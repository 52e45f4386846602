import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { type CallTelegram, isRefusal } from '../connect/call-telegram.ts';
import type { DownloadDocument } from './front.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { readBytes } from '../../../src/lib/read-bytes.ts';

const DOWNLOAD_TIMEOUT_MS = 20_000;

export interface DownloadDocumentOptions {
  readonly call: CallTelegram;
  /** With a slash at its end. */
  readonly apiRoot: string;
  readonly token: string;
  /** The folder below which a Bot API server of one's own keeps files, on this machine. Absent: nothing is read from the disk. */
  readonly filesRoot?: string;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Fetches what people sent as a file. */
export function createDownloadDocument({
  call,
  apiRoot,
  token,
  filesRoot,
  logger,
}: DownloadDocumentOptions): DownloadDocument {
  return async ({ file_id, file_size = 0 }, maxBytes) => {
    if (file_size > maxBytes) return 'too-large';
    const path = await pathOf(file_id);
    if (path === undefined) return 'unreachable';
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

  /** What a Bot API server in local mode answers: where the file lies on its own disk. Whatever else lies on ours is none of its business. */
  async function fromDisk(path: string, maxBytes: number): Promise<Uint8Array | 'too-large' | 'unreachable'> {
    const refuse = (why: string): 'unreachable' => {
      logger.warn({ why }, 'The Bot API server answered with a file on its disk, which was not read');
      return 'unreachable';
    };
    if (filesRoot === undefined)
      return refuse(
        'Set TELEGRAM_FILES_ROOT to the folder where it keeps files, if it runs on this machine with --local.',
      );
    try {
      const [root, found] = await Promise.all([realpath(filesRoot), realpath(path)]);
      const within = relative(root, found);
      if (within === '..' || within.startsWith(`..${sep}`) || isAbsolute(within))
        return refuse('The file does not lie below TELEGRAM_FILES_ROOT.');
      const file = await stat(found);
      // Opening a pipe would wait for whoever writes into it.
      if (!file.isFile()) return refuse('It is no file.');
      if (file.size > maxBytes) return 'too-large';
      return (await readBytes(createReadStream(found), maxBytes)) ?? 'too-large';
    } catch (error) {
      // Not where it says, or not ours to read.
      return refuse(error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
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
