import { createHash } from 'node:crypto';
import type { Thread } from '../protocol/thread.ts';

/** Temporal takes 64; one more makes another key of it (`awaitedKeyOf`). */
const MAX_BYTES = 63;

/**
 * Who takes turns with whom in Temporal's task queues: a workspace, and on platforms that have none a chat. So a hundred articles of one
 * team hold up nobody else's first.
 *
 * @returns `slack:T024BE7LH` or `telegram:-100123`; what would be too long, by a hash
 */
export function fairnessKeyOf({
  platform,
  workspace,
  channel,
}: Pick<Thread, 'platform' | 'workspace' | 'channel'>): string {
  return fitting(`${platform}:${workspace ?? channel}`);
}

/** The same of an endpoint of webhooks: what one is not told in time holds up no other. */
export function fairnessKeyOfEndpoint(endpoint: string): string {
  return fitting(`webhooks:${endpoint}`);
}

function fitting(key: string): string {
  return Buffer.byteLength(key) <= MAX_BYTES ? key : createHash('sha256').update(key).digest('hex').slice(0, MAX_BYTES);
}
