import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { typedLine } from '../../../src/lib/clean-text.ts';
import type { Person } from '../../../src/storage/web-link-store.ts';

/** What Telegram says of whoever opens the mini app, once it is known that Telegram says it. */
export interface InitData {
  readonly person: Person;
  /** Of this very opening. */
  readonly hash: string;
}

/** Telegram hands it over when the app is opened, and it is sent at once. */
export const INIT_DATA_SECONDS = 300;
const MOST_CHARS = 4096;
/** Clocks of two servers. */
const AHEAD_SECONDS = 30;

const fieldsSchema = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  auth_date: z.string().regex(/^\d{1,12}$/),
  user: z.string().max(2000),
});
const userSchema = z.object({
  id: z.number().int().positive(),
  is_bot: z.literal(false).optional(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
});

/**
 * Checks what a mini app was opened with (`Telegram.WebApp.initData`), as Telegram documents it. Undefined: it is not of this bot, was changed,
 * is too old, or of nobody.
 * @param key of the bot: `miniAppKeyOf`
 * @param now milliseconds
 */
export function readInitData(text: string, key: Buffer, now: number): InitData | undefined {
  if (text.length > MOST_CHARS) return undefined;
  const pairs = [...new URLSearchParams(text)];
  // Of two values for one name nobody knows which was signed.
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) return undefined;
  const fields = fieldsSchema.safeParse(Object.fromEntries(pairs));
  if (!fields.success) return undefined;
  const { hash, auth_date: date, user } = fields.data;
  const signed = pairs
    .filter(([name]) => name !== 'hash')
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('\n');
  const right = createHmac('sha256', key).update(signed).digest();
  if (!timingSafeEqual(right, Buffer.from(hash, 'hex'))) return undefined;
  const ageSeconds = now / 1000 - Number(date);
  if (ageSeconds > INIT_DATA_SECONDS || ageSeconds < -AHEAD_SECONDS) return undefined;
  const person = readUser(user);
  return person && { person, hash };
}

function readUser(text: string): Person | undefined {
  try {
    const { id, first_name: first, last_name: last = '', username } = userSchema.parse(JSON.parse(text));
    return {
      platform: 'telegram',
      userId: String(id),
      displayName: typedLine(`${first} ${last}`) || (username ?? String(id)),
    };
  } catch {
    return undefined;
  }
}
