import { toStorable } from '../lib/storable.ts';

/** JSON of which PostgreSQL keeps every string. */
export function toJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? toStorable(part) : part));
}
