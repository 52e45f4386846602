import { toStorable } from '../lib/storable.ts';

/** A value of which PostgreSQL keeps every string, for who puts others into it. */
export function storable<T extends object>(value: T): T {
  // JSON of a value of this shape.
  return JSON.parse(toJson(value)) as T;
}

/** JSON of which PostgreSQL keeps every string. */
export function toJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? toStorable(part) : part));
}
