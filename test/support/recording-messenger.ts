import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { DeliveryError, type MessageRef, type Messenger } from '../../src/delivery/messenger.ts';

/** One message as it stands in the thread. */
export interface PostedMessage {
  readonly key: string;
  readonly thread: Thread;
  content: ChatContent;
  edits: number;
}

export interface RecordingMessenger extends Messenger {
  /** In the order in which they were posted; a message posted twice is there twice. */
  readonly messages: readonly PostedMessage[];
  /** What the next calls do instead of succeeding, first come first served. `lost`: posted, but the answer never arrives. */
  fail(...faults: readonly (DeliveryError | 'lost')[]): void;
}

/** A platform in memory, with the ways in which platforms fail. */
export function createRecordingMessenger(platform = 'memory'): RecordingMessenger {
  const messages: PostedMessage[] = [];
  const faults: (DeliveryError | 'lost')[] = [];
  const lost = new DeliveryError('The answer was lost', { failure: 'ambiguous', code: 'lost' });

  return {
    platform,
    settleMs: 0,
    messages,
    fail: (...more) => void faults.push(...more),
    async post({ key, thread, content }) {
      const fault = faults.shift();
      if (fault instanceof DeliveryError) throw fault;
      messages.push({ key, thread, content, edits: 0 });
      if (fault === 'lost') throw lost;
      return { message: messages.length - 1 };
    },
    async edit(ref: MessageRef, { content }) {
      const fault = faults.shift();
      if (fault instanceof DeliveryError) throw fault;
      const message = messages[Number(ref['message'])];
      if (message === undefined)
        throw new DeliveryError('No such message', { failure: 'refused', code: 'message_not_found' });
      message.content = content;
      message.edits += 1;
      if (fault === 'lost') throw lost;
      return ref;
    },
    async find({ key }) {
      const index = messages.findIndex((message) => message.key === key);
      return index === -1 ? undefined : { message: index };
    },
  };
}
