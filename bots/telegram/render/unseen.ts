import { createHash } from 'node:crypto';

/** Telegram keeps them, apps show nothing, and between letters of ours they change nothing: word joiner, zero width non-joiner and joiner. */
const DIGITS = ['\u2060', '\u200c', '\u200d'] as const;
/** Three to the power of it are as many as 32 bits. */
const LENGTH = 20;

/** A mark that nobody sees: of no two keys the same. By it a message that got lost is told from others that say the same. */
export function unseen(key: string): string {
  let rest = createHash('sha256').update(key).digest().readUInt32BE();
  let mark = '';
  for (let at = 0; at < LENGTH; at += 1) {
    mark += DIGITS[rest % DIGITS.length] ?? '';
    rest = Math.floor(rest / DIGITS.length);
  }
  return mark;
}
