import { createHash } from 'node:crypto';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { DeliveryError, type MessageRef, type Messenger } from '../../../src/delivery/messenger.ts';
import type { TerminalStore } from '../connect/terminal-store.ts';
import { PLATFORM } from '../platform.ts';

/** Posts by writing rows, which the terminal chat reads as they come: here or in another process, now or tomorrow. It takes all that comes. */
export function createTerminalMessenger(store: TerminalStore): Messenger<ChatContent> {
  return {
    platform: PLATFORM,
    settleMs: 0,
    limits: () => [],

    // Rows hold the card, not the drawing: the reader's window decides how wide it is.
    render: async (content) => [{ name: 'card', digest: digestOf(content), body: content }],

    post: ({ body }, { key }) => attempt(`post ${key}`, async () => ({ message: await store.post(key, body) })),

    edit: (ref, { body }, { key }) =>
      attempt(`edit ${key}`, async () => {
        const seq = seqOf(ref);
        if (seq !== undefined && (await store.edit(seq, body))) return ref;
        throw new DeliveryError(`Could not edit ${key}: the message it replaces is not in the thread.`, {
          failure: 'refused',
          code: 'no-such-message',
        });
      }),

    find: (_message, { key }) =>
      attempt(`look for ${key}`, async () => {
        const seq = await store.find(key);
        return seq === undefined ? undefined : { message: seq };
      }),
  };
}

function digestOf(content: ChatContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** `not-sent` even when the answer was lost: a key is posted once, so that trying again is always right. */
async function attempt<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (cause instanceof DeliveryError) throw cause;
    throw new DeliveryError(`Could not ${what}: the database did not take it. It is tried again.`, {
      failure: 'not-sent',
      code: 'database',
      cause,
    });
  }
}

function seqOf(ref: MessageRef): number | undefined {
  const { message } = ref;
  return typeof message === 'number' && Number.isSafeInteger(message) ? message : undefined;
}
