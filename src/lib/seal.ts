import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what is stored and must not be readable there: AES-256-GCM. */
export interface Seal {
  /** @param label what it is, in clear: a sealed text opens under the label it was sealed with and no other. */
  close(text: string, label: string): Buffer;
  /** @throws {UnsealError} when no key opens it, or it was changed. */
  open(sealed: Buffer, label: string): string;
}

export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D: 96 bits, random. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A secret of its own for every use of one, so that what is known of one tells nothing of another: HKDF. */
export function deriveSecret(secret: string, use: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', use, 32)).toString('hex');
}

/** @param secrets the first closes, all open: put a new one in front to replace an old one. Any length; each is hashed to a key. */
export function createSeal(secrets: readonly [string, ...string[]]): Seal {
  const keyOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
  const [closing] = secrets;
  return {
    close(text, label) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, keyOf(closing), iv);
      cipher.setAAD(Buffer.from(label));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },

    open(sealed, label) {
      const iv = sealed.subarray(0, IV_BYTES);
      const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
      const body = sealed.subarray(IV_BYTES + TAG_BYTES);
      for (const secret of secrets) {
        try {
          const decipher = createDecipheriv(ALGORITHM, keyOf(secret), iv, { authTagLength: TAG_BYTES });
          decipher.setAAD(Buffer.from(label));
          decipher.setAuthTag(tag);
          return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
        } catch {
          // Another key, perhaps.
        }
      }
      throw new UnsealError(
        `What is stored as ${label} cannot be decrypted: it was encrypted with another key, or changed. Put the earlier key behind the new one, after a comma, or install again.`,
      );
    },
  };
}
