/** A text that PostgreSQL keeps: neither NUL nor halves of surrogate pairs, which hostile or broken text may hold. */
export function toStorable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
