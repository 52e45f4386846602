import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { UnsealError } from './seal.ts';

/** A key with a name, which stands beside what it has encrypted. */
export interface DataKey {
  /** `2026-11`: letters, digits, `.`, `_` and `-`. */
  readonly id: string;
  /** {@link DATA_KEY_BYTES}. */
  readonly key: Buffer;
}

/** A key that some process has encrypted with, by its name. */
export interface UsedKey {
  readonly keyId: string;
  /** Something that was sealed with it. */
  readonly proof: Buffer;
  /** Some process encrypts with it now. */
  readonly isInUse: boolean;
}

/** AES-256. */
export const DATA_KEY_BYTES = 32;

/** What is encrypted, and by which key. */
export interface Sealed {
  readonly keyId: string;
  readonly bytes: Buffer;
}

/** Encrypts bytes under keys that have names, so that what was encrypted with an earlier one is opened with it: AES-256-GCM. */
export interface Vault {
  /** With the first key. @param label what it is, in clear: it opens under the label it was sealed with and no other */
  close(bytes: Uint8Array, label: string): Sealed;
  /** @throws {UnsealError} when there is no key of that name, or it was changed. */
  open(sealed: Sealed, label: string): Buffer;
}

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D: 96 bits, random. One key is good for 2^32 of them. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param keys the first closes, all open: put a new one in front to rotate
 * @param use what it is for: each use has keys of its own, derived of these, so that what one has closed the other does not open
 */
export function createVault(keys: readonly [DataKey, ...DataKey[]], use: string): Vault {
  const derived = ({ id, key }: DataKey) => ({
    id,
    key: Buffer.from(hkdfSync('sha256', key, '', use, DATA_KEY_BYTES)),
  });
  const closing = derived(keys[0]);
  const byId = new Map(keys.map(derived).map(({ id, key }) => [id, key]));
  return {
    close(bytes, label) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, closing.key, iv);
      cipher.setAAD(Buffer.from(label));
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return { keyId: closing.id, bytes: Buffer.concat([iv, cipher.getAuthTag(), body]) };
    },

    open({ keyId, bytes }, label) {
      const key = byId.get(keyId);
      if (key === undefined)
        throw new UnsealError(
          `What is stored as ${label} was encrypted with the key ${keyId}, which is not among COPYDESK_DATA_KEYS. Put it there, behind the one that is in use.`,
        );
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(label));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      } catch (error) {
        throw new UnsealError(
          `What is stored as ${label} cannot be decrypted: it was changed, or the key ${keyId} in COPYDESK_DATA_KEYS is another one than then.`,
          { cause: error },
        );
      }
    },
  };
}
