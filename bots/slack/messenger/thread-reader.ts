import type { WebClient } from '@slack/web-api';
import type { Address } from './upload-files.ts';

/** Distributed apps get no more at once; others would, but a look-up is rare and its message young. */
const PAGE_MESSAGES = 15;
/** A safeguard against a server that never comes to an end. */
const MOST_PAGES = 100;

export interface ReadMessage {
  readonly ts: string;
  readonly files: readonly { readonly id: string; readonly name: string; readonly title: string }[];
  /** As Slack gave it. */
  readonly raw: object;
}

/** Messages of a thread, or of a channel when none is named, not older than `since`; page by page, and no page more than is asked for. */
export async function* readMessages(
  client: WebClient,
  { channel, threadTs }: Address,
  since: Date,
): AsyncGenerator<ReadMessage> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const options = {
      channel,
      oldest: (since.getTime() / 1000).toFixed(6),
      limit: PAGE_MESSAGES,
      include_all_metadata: true,
      ...(cursor !== undefined && { cursor }),
    };
    const { messages = [], response_metadata } =
      threadTs === undefined
        ? await client.conversations.history(options)
        : await client.conversations.replies({ ...options, ts: threadTs });
    for (const message of messages) {
      const { ts, files = [] } = message;
      // A server that knows no `oldest` gives all there are.
      if (ts === undefined || Number(ts) * 1000 < since.getTime()) continue;
      yield {
        ts,
        files: files.map(({ id = '', name, title }) => ({ id, name: name ?? '', title: title ?? '' })),
        raw: message,
      };
    }
    cursor = response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return;
  }
}
