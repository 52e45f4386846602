/** JSON as it travels. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** The object, or an empty one. */
export function object(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !isList(value) ? value : {};
}

/** The list, or an empty one. */
export function list(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** The text, or an empty one. */
export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
