import { z } from '@hono/zod-openapi';
import { toStorable } from '../../../../src/lib/storable.ts';
import { STAGES } from '../../../../src/protocol/article.ts';
import { MOST_COUNTED } from '../../../../src/protocol/list-view.ts';
import { listCursor, listLimit, moment, nextCursor } from './common.ts';
import { translationOfSchema } from './translation-of-schema.ts';

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
  order: z.enum(['newest', 'oldest']).optional().openapi({
    description: 'Which come first. Default: the newest; of what waits for you, what has waited longest.',
  }),
  limit: listLimit,
  cursor: listCursor,
});

/** What an article in an inbox needs. */
const waits = z
  .object({
    since: moment.openapi({ description: 'Since when people are waited for.' }),
    kind: z.enum(['decision', 'way-on', 'money']).openapi({
      description:
        'decision: about a draft or an outline · way-on: a step has failed, and somebody has to say how to go on · money: a budget is spent.',
    }),
    missing: z.string().openapi({
      description: 'What is missing, in words of your language.',
      example: 'Draft 2: 1 of 2 approvals; not heard yet: an approver in Slack',
    }),
    subject: z.enum(['draft', 'outline']).optional(),
    version: z.number().int().min(1).optional(),
    votes: z
      .object({
        approvals: z.number().int().openapi({ description: 'How many it takes.' }),
        rejections: z.number().int().openapi({ description: 'How many it takes.' }),
        done: z.number().int().openapi({ description: 'Approvals that there are.' }),
        rejected: z.number().int().openapi({ description: 'Rejections that there are.' }),
      })
      .optional()
      .openapi({ description: 'How far people are, where it takes several.' }),
    escalatedAt: moment.optional().openapi({ description: 'When others were told that nobody decides.' }),
  })
  .openapi('Waits');

/** One line of a list. */
const summary = z
  .object({
    articleId: z.string().openapi({ example: '7k3m9x2c4p0qrstv' }),
    topic: z.string().openapi({ example: 'How tides work' }),
    edition: z.number().int().min(1),
    translation: translationOfSchema.optional(),
    requester: z.object({ key: z.string(), name: z.string() }),
    stage: z.enum(STAGES),
    createdAt: moment,
    updatedAt: moment,
    closedAt: moment.optional(),
    score: z.number().optional().openapi({
      description: 'Of its latest criticised draft; of what waits for you, of the draft that you decide on.',
    }),
    costUsd: z.number().optional(),
    waitingFor: z.array(z.string()).openapi({ description: 'Who is waited for, in words.' }),
    claimedBy: z.string().optional().openapi({ description: 'Who sees to the decision that is waited for.' }),
    waits: waits.optional().openapi({ description: 'With `scope=waiting`.' }),
  })
  .openapi('ArticleSummary');
export type Summary = z.infer<typeof summary>;

export const listSchema = z
  .object({
    articles: z.array(summary),
    count: z
      .object({
        total: z
          .number()
          .int()
          .min(0)
          .openapi({ description: `At most ${MOST_COUNTED}.` }),
        isMore: z.boolean().openapi({ description: 'There are more than that.' }),
      })
      .optional()
      .openapi({ description: 'With `scope=waiting`: how many there are on all pages.' }),
    next: nextCursor,
  })
  .openapi('ArticleList');
