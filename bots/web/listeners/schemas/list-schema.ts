import { z } from '@hono/zod-openapi';
import { toStorable } from '../../../../src/lib/storable.ts';
import { STAGES } from '../../../../src/protocol/article.ts';
import { listCursor, listLimit, moment, nextCursor } from './common.ts';

const MAX_WORDS_CHARS = 200;

/** `GET /articles?…`. */
export const listQuery = z.object({
  scope: z.enum(['mine', 'waiting', 'here', 'everywhere']).default('mine').openapi({
    description:
      'mine: those that you asked for · waiting: those that wait for you · here: those that live where yours do · everywhere: for an administrator, all of their workspace, or platform.',
  }),
  state: z.enum(['running', 'done']).optional().openapi({ description: 'Only those that are under way, or over.' }),
  stage: z.enum(STAGES).optional(),
  q: z
    .string()
    .trim()
    .min(1)
    .max(MAX_WORDS_CHARS)
    // PostgreSQL looks for no such letter.
    .refine((words) => toStorable(words) === words, { error: 'has characters that no text has' })
    .optional()
    .openapi({ description: 'Words of the topic, or an id.', example: 'tides' }),
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: listLimit,
  cursor: listCursor,
});

/** One line of a list. */
const summary = z
  .object({
    articleId: z.string().openapi({ example: '7k3m9x2c4p0qrstv' }),
    topic: z.string().openapi({ example: 'How tides work' }),
    edition: z.number().int().min(1),
    requester: z.object({ key: z.string(), name: z.string() }),
    stage: z.enum(STAGES),
    createdAt: moment,
    updatedAt: moment,
    closedAt: moment.optional(),
    score: z.number().optional().openapi({ description: 'Of its latest criticised draft.' }),
    costUsd: z.number().optional(),
    waitingFor: z.array(z.string()).openapi({ description: 'Who is waited for, in words.' }),
    claimedBy: z.string().optional().openapi({ description: 'Who sees to the decision that is waited for.' }),
  })
  .openapi('ArticleSummary');
export type Summary = z.infer<typeof summary>;

export const listSchema = z
  .object({
    articles: z.array(summary),
    next: nextCursor,
  })
  .openapi('ArticleList');
