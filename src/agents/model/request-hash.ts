import { createHash } from 'node:crypto';

/** Raised when what the hash is made of changes, so that old answers are not taken for new ones. */
const HASH_VERSION = 1;

/**
 * SHA-256 in hex of what decides an answer. `content` holds no secret and only plain JSON, built in one place: the order of
 * its keys is part of the hash.
 */
export function requestHash(content: object): string {
  return createHash('sha256')
    .update(JSON.stringify({ version: HASH_VERSION, ...content }))
    .digest('hex');
}
