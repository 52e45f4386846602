import { z } from '@hono/zod-openapi';

/** RFC 9457, as every request is answered that was not done. */
const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:copydesk:problem:not-a-reviewer' }),
    status: z.number().int().openapi({ example: 403 }),
    code: z.string().openapi({
      description: 'What programs tell apart: the codes of the chats, and those of this door.',
      example: 'not-a-reviewer',
    }),
    detail: z
      .string()
      .optional()
      .openapi({ description: 'For people, in the language that they asked for.', example: 'Only Ann may decide.' }),
    outcome: z
      .enum(['refused', 'away'])
      .optional()
      .openapi({ description: 'refused: asked again, it would be again. away: asked again, it may count.' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'Of invalid-request: what is wrong, and where.' }),
  })
  .loose()
  .openapi('Problem');

const PROBLEMS = {
  400: 'The request cannot be read: no JSON, or a header is missing.',
  401: 'Nobody is known by the token or session, or not any more.',
  403: 'The person, or the token, may not do that.',
  404: 'There is no such article, or whatever is named, for this person.',
  409: 'What it is about stands otherwise; the problem says how.',
  410: 'Its texts were deleted, because they were kept for long enough; the problem says when.',
  413: 'The request is larger than it may be.',
  415: 'The content type is none that is read here.',
  422: 'Something in the request is not as it has to be; `errors` tells what.',
  429: 'Too many requests, or articles at work; `Retry-After` says when to come back.',
  500: 'Something went wrong here.',
  502: 'The agent was asked and has no answer; `code` says why, as of a step of an article.',
  503: 'Something is away; nothing was done. `Retry-After` says when to come back.',
} as const satisfies Readonly<Record<number, string>>;

type ProblemStatus = keyof typeof PROBLEMS;

/** Of any request of somebody who has to be known. */
const ALWAYS: readonly ProblemStatus[] = [401, 403, 422, 429, 500, 503];

/** The answers of a route beside those that it gives when all is well. */
export function problems(...statuses: readonly ProblemStatus[]) {
  return Object.fromEntries(
    [...new Set([...ALWAYS, ...statuses])]
      .toSorted((one, other) => one - other)
      .map((status) => [
        status,
        { description: PROBLEMS[status], content: { 'application/problem+json': { schema: problemSchema } } },
      ]),
  );
}

/** Articles' ids: 16 characters of Crockford's base32. */
const articleId = z
  .string()
  .regex(/^[0-9a-z]{16}$/)
  .openapi({ description: 'The id of an article.', example: '7k3m9x2c4p0qrstv' });

export const articleParams = z.object({ articleId });

/** Who may call: a token, or the session of a page. */
export const SECURED = [{ token: [] }, { session: [] }];

/** ISO 8601, in UTC. */
export const moment = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-30T08:15:00.000Z' });

const MOST_LISTED = 100;
const LISTED = 20;
const MAX_CURSOR_CHARS = 200;

/** Of lists that come page by page. */
export const listLimit = z.coerce.number().int().min(1).max(MOST_LISTED).default(LISTED);
export const listCursor = z
  .string()
  .max(MAX_CURSOR_CHARS)
  .optional()
  .openapi({ description: 'As the page before named it, to go on behind it.' });
export const nextCursor = z
  .string()
  .optional()
  .openapi({ description: 'The `cursor` of the next page. Absent: this is the last one.' });

/** Of requests that may be sent again. */
export const onceHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^(?:"[\x20-\x7e]{1,255}"|[\x21-\x7e]{1,255})$/)
    .optional()
    .openapi({
      description:
        'A name of the request that you choose, such as a UUID: sent again with the same body, it is done once, and another body is refused (`idempotency-key-reused`). Without it, each request is one of its own.',
      example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
    }),
});
