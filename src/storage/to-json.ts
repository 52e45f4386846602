/** JSON that PostgreSQL keeps: neither NUL nor lone surrogates, which hostile or broken text may hold. */
export function toJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part,
  );
}
