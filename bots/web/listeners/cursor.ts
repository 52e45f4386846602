import { type Asked, Declined, problem, wordsFor } from './problem.ts';

/** What names the page behind something. Which place that is, is nobody's business but ours. */
export function toCursor(id: string): string {
  return Buffer.from(`after:${id}`).toString('base64url');
}

/**
 * Behind what a page begins.
 * @param parse undefined for what is no id of such a thing
 * @throws {Declined} when no list has named the cursor
 */
export function readCursor<T>(
  c: Asked,
  cursor: string | undefined,
  parse: (id: string) => T | undefined,
): T | undefined {
  if (cursor === undefined) return undefined;
  const [, typed = ''] = /^after:(.*)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const id = parse(typed);
  if (id !== undefined) return id;
  const { web } = wordsFor(c);
  const errors = [{ path: 'cursor', message: web.unknownCursor }];
  throw new Declined(problem({ status: 422, code: 'invalid-request', detail: web.invalid, more: { errors } }));
}
