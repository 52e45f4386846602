import { createHash } from 'node:crypto';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { DeliveryError, type MessageRef, type Messenger } from '../../src/delivery/messenger.ts';

/** The `platform` of the chat server's threads and actors. */
export const CHAT_PLATFORM = 'chat';

const REQUEST_TIMEOUT_MS = 4000;
/** The server may take a moment for what it was sent at last. */
const SETTLE_MARGIN_MS = 500;

/** A messenger as a platform's own would be: one HTTP request per call, and an answer that fails to come may mean anything. */
export function createChatMessenger(url: string): Messenger<ChatContent> {
  const call = async (what: string, path: string, init: RequestInit): Promise<{ readonly message?: number }> => {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    } catch (cause) {
      throw new DeliveryError(`Could not ${what}`, { failure: 'ambiguous', code: 'no-answer', cause });
    }
    if (!response.ok)
      throw new DeliveryError(`Could not ${what}`, { failure: 'refused', code: String(response.status) });
    return (await response.json()) as { readonly message?: number };
  };
  const refOf = ({ message }: { readonly message?: number }): MessageRef => ({ message: message ?? -1 });

  return {
    platform: CHAT_PLATFORM,
    settleMs: REQUEST_TIMEOUT_MS + SETTLE_MARGIN_MS,
    limits: () => [],
    render: async (content) => [
      { name: 'card', digest: createHash('sha256').update(JSON.stringify(content)).digest('hex'), body: content },
    ],
    post: async ({ body }, { key }) =>
      refOf(await call(`post ${key}`, '/messages', { method: 'POST', body: JSON.stringify({ key, content: body }) })),
    edit: async (ref, { body }, { key }) =>
      refOf(
        await call(`edit ${key}`, `/messages/${Number(ref['message'])}`, {
          method: 'PUT',
          body: JSON.stringify({ key, content: body }),
        }),
      ),
    async find(_message, { key }) {
      const found = await call(`look for ${key}`, `/messages?key=${encodeURIComponent(key)}`, {});
      return found.message === undefined ? undefined : refOf(found);
    },
  };
}
