import { badRequest } from './api-error.ts';
import type { StoredDocument } from './world.ts';

/** Bots may upload 50 MB and download 20 MB. */
const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** Everything that was ever uploaded. */
export interface FileStore {
  /** @throws 400 for a file that Telegram refuses. */
  add(file: { readonly name: string; readonly bytes: Buffer; readonly mediaType?: string }): StoredDocument;
  get(fileId: string): StoredDocument | undefined;
  /** Where a file can be downloaded, relative to `/file/bot<token>/`. @throws 400 for a file that is too large. */
  pathOf(fileId: string): string;
  at(path: string): StoredDocument | undefined;
}

export function createFileStore(): FileStore {
  const files = new Map<string, StoredDocument>();
  return {
    add({ name, bytes, mediaType }) {
      if (bytes.length === 0) throw badRequest('file must be non-empty');
      if (bytes.length > MAX_UPLOAD_BYTES) throw badRequest('file is too big');
      const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
      const file = {
        fileId: `BQACAgIAAxkBAAE${files.size + 1}`,
        name,
        bytes,
        mediaType: mediaType ?? MEDIA_TYPES[extension] ?? 'application/octet-stream',
      };
      files.set(file.fileId, file);
      return file;
    },
    get: (fileId) => files.get(fileId),
    pathOf(fileId) {
      const file = files.get(fileId);
      if (file === undefined) throw badRequest('invalid file_id');
      if (file.bytes.length > MAX_DOWNLOAD_BYTES) throw badRequest('file is too big');
      return `documents/${fileId}${/\.\w+$/.exec(file.name)?.[0] ?? ''}`;
    },
    at: (path) => files.get(/^documents\/([^./]+)/.exec(path)?.[1] ?? ''),
  };
}
