/** A text that PostgreSQL keeps: neither NUL nor lone surrogates, which hostile or broken text may hold. */
export function toStorable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** JSON of which PostgreSQL keeps every string. */
export function toJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? toStorable(part) : part));
}
