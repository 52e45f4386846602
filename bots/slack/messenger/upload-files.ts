import type { WebClient } from '@slack/web-api';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import type { FileToSend } from '../render/part.ts';
import { REQUEST_TIMEOUT_MS } from '../connect/slack-client.ts';
import { type About, toDeliveryError, underWay, unsent } from './slack-failures.ts';

/** Where messages go. */
export interface Address {
  readonly channel: string;
  readonly threadTs?: string;
}

interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

/**
 * Uploads files and shows them together in one message. Only the last of the requests shows anything, so whatever fails before it
 * was surely not sent; and it begins soon after the first, or not at all.
 * @returns what became of each, in order
 */
export async function uploadFiles(
  client: WebClient,
  { channel, threadTs }: Address,
  files: readonly FileToSend[],
  about?: About,
): Promise<readonly UploadedFile[]> {
  const doing = `post a file in Slack channel ${channel}`;
  const startedAt = Date.now();
  // All are waited for: whoever tries again is the only one at work.
  const uploads = await Promise.allSettled(files.map((file) => upload(client, file, doing)));
  const [first, ...rest] = uploads.map((result) => {
    if (result.status === 'rejected') throw unsent(toDeliveryError(result.reason, doing, about));
    return result.value;
  });
  if (first === undefined)
    throw new DeliveryError(`Could not ${doing}: there is none.`, { failure: 'refused', code: 'no-file' });
  if (Date.now() - startedAt > REQUEST_TIMEOUT_MS)
    throw new DeliveryError(`Could not ${doing}: the upload took too long.`, {
      failure: 'not-sent',
      code: 'slow-upload',
    });
  try {
    await client.apiCall('files.completeUploadExternal', {
      files: [first, ...rest].map(({ id, title }) => ({ id, title })),
      channel_id: channel,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    });
    return [first, ...rest];
  } catch (error) {
    // Files are shown some time after they were taken.
    throw underWay(toDeliveryError(error, doing, about));
  }
}

async function upload(client: WebClient, file: FileToSend, doing: string): Promise<UploadedFile> {
  const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({
    filename: file.fileName,
    length: file.bytes.byteLength,
  });
  if (url === undefined || id === undefined) throw noAnswer(doing);
  // The address is a secret of its own: it goes into no error.
  const answer = await fetch(url, {
    method: 'POST',
    body: Buffer.from(file.bytes),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  await answer.arrayBuffer();
  if (!answer.ok)
    throw new DeliveryError(`Could not ${doing}: the upload was answered with ${answer.status}.`, {
      failure: 'not-sent',
      code: `http_${answer.status}`,
    });
  return { id, name: file.fileName, title: file.title };
}

function noAnswer(doing: string): DeliveryError {
  return new DeliveryError(`Could not ${doing}: Slack gave no address for it.`, {
    failure: 'not-sent',
    code: 'no-upload-url',
  });
}
