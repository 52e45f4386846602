import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';

/** By what a message is known again, in three places at once. None of them is a secret or says anything to other apps. */
export interface MessageMark {
  /** Of the key: in the metadata, and within a `block_id`. */
  readonly digest: string;
  /** Slack does not promise to drop a second message with the same; where it does, that is a second belt. */
  readonly clientMsgId: string;
}

/** Of our name space, made once. */
const NAME_SPACE = Buffer.from('7d1c9b0e5a5f4c3c8e0f3f5a1b6c2d94', 'hex');
const EVENT_TYPE = 'copydesk_post';

export function messageMark(workspace: string | undefined, channel: string, key: string): MessageMark {
  return {
    digest: createHash('sha256').update(`copydesk/${key}`).digest('hex').slice(0, 32),
    clientMsgId: uuidOf(`${workspace ?? ''}/${channel}/${key}`),
  };
}

export function metadataOf({ digest }: MessageMark) {
  return { event_type: EVENT_TYPE, event_payload: { key: digest } };
}

/** Names a block after the message; Slack forgets the names of `markdown` blocks. */
export function markBlocks(blocks: readonly KnownBlock[], { digest }: MessageMark): readonly KnownBlock[] {
  const at = blocks.findIndex(({ type }) => type !== 'markdown');
  return blocks.map((block, index) => (index === at ? { ...block, block_id: blockId(digest) } : block));
}

/** Whether a message, as Slack's API gives it, is the one. */
export function bearsMark(message: object, { digest, clientMsgId }: MessageMark): boolean {
  const { metadata, client_msg_id, blocks } = message as {
    readonly metadata?: { readonly event_payload?: { readonly key?: unknown } };
    readonly client_msg_id?: unknown;
    readonly blocks?: readonly { readonly block_id?: unknown }[];
  };
  return (
    metadata?.event_payload?.key === digest ||
    client_msg_id === clientMsgId ||
    blocks?.some(({ block_id }) => block_id === blockId(digest)) === true
  );
}

function blockId(digest: string): string {
  return `copydesk-${digest}`;
}

/** UUID version 5: the same name, the same id. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(NAME_SPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
