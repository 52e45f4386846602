import { createHash } from 'node:crypto';

/** JSON in the one way of RFC 8785: keys in the order of their UTF-16 units, no white space, numbers and strings as JavaScript has them. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** The same, laid out for people, with a line feed at its end. */
export function readableJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), undefined, 2)}\n`;
}

/** SHA-256, 64 hex digits; of a text as UTF-8. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, field]) => [key, sorted(field)]),
  );
}
