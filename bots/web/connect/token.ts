import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A token as it was just made. Nobody is told `token` again. */
export interface NewToken {
  /** By which it is listed, revoked and named in logs: `7k3m9x2c`. No secret. */
  readonly id: string;
  /** `cdk_7k3m9x2c_…`: what a program sends. */
  readonly token: string;
  /** SHA-256 of it, hex: what is stored. */
  readonly hash: string;
}

/** By which scanners of secrets find it in other people's files. */
const PREFIX = 'cdk_';
/** Crockford's: none of its letters reads like another or like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_CHARS = 8;
/** 160 bits: a plain hash is enough, since nobody tries so many. */
const SECRET_CHARS = 32;
/** 32 bits, five in each. */
const CHECK_CHARS = 7;

const SHAPE = new RegExp(`^${PREFIX}([${ALPHABET}]{${ID_CHARS}})_[${ALPHABET}]{${SECRET_CHARS + CHECK_CHARS}}$`);

export function makeToken(): NewToken {
  const id = randomChars(ID_CHARS);
  const body = `${PREFIX}${id}_${randomChars(SECRET_CHARS)}`;
  const token = `${body}${checkOf(body)}`;
  return { id, token, hash: hashOf(token) };
}

/** Whether something is meant to be a token of ours. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** What is stored of a token. Undefined for what was never one: cut off, or mistyped, as its last characters show. */
export function readToken(text: string): Pick<NewToken, 'id' | 'hash'> | undefined {
  const [token, id] = SHAPE.exec(text) ?? [];
  if (token === undefined || id === undefined) return undefined;
  return checkOf(token.slice(0, -CHECK_CHARS)) === token.slice(-CHECK_CHARS) ? { id, hash: hashOf(token) } : undefined;
}

function randomChars(count: number): string {
  return Array.from({ length: count }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

function checkOf(body: string): string {
  const sum = crc32(body);
  return Array.from({ length: CHECK_CHARS }, (_, at) => ALPHABET.charAt((sum >>> (5 * at)) & 31)).join('');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
