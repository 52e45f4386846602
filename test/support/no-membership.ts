import type { Membership } from '../../src/chat/access.ts';

/** A platform that knows nobody but who acts. */
export const NO_MEMBERSHIP: Membership = { isMember: async () => false, canRead: async () => false };
