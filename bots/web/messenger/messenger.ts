import { createHash } from 'node:crypto';
import type { Messenger } from '../../../src/delivery/messenger.ts';
import { PLATFORM } from '../platform.ts';

/** Whoever looks at an article here reads its feed itself: what is in it has arrived. */
export function createWebMessenger(): Messenger<undefined> {
  return {
    platform: PLATFORM,
    settleMs: 0,
    limits: () => [],
    render: async (content) => [
      { name: 'card', digest: createHash('sha256').update(JSON.stringify(content)).digest('hex'), body: undefined },
    ],
    post: async (_message, { key }) => ({ key }),
    edit: async (ref) => ref,
    find: async (_message, { key }) => ({ key }),
  };
}
