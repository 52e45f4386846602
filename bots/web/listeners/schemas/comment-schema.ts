import { z } from '@hono/zod-openapi';
import { MAX_QUOTE_CHARS } from '../../../../src/chat/passage-comments.ts';
import { MAX_COMMENT_CHARS } from '../../../../src/protocol/decision.ts';
import { version } from './article-schema.ts';
import { moment } from './common.ts';

const words = z.string().min(1).max(MAX_COMMENT_CHARS).openapi({ example: 'Which storm was it?' });
const sectionId = z
  .string()
  .regex(/^s\d{1,9}$/)
  .openapi({ description: 'Of the section, as the draft has it.', example: 's2' });
const by = z.object({ key: z.string().openapi({ example: 'web:ann' }), name: z.string().openapi({ example: 'Ann' }) });
const id = z.uuid();

export const commentParam = id.openapi({ description: 'The id of a comment.' });

/** `POST /articles/{articleId}/comments`. */
export const newCommentSchema = z
  .strictObject({
    version,
    sectionId: sectionId.optional(),
    quote: z.string().min(1).max(MAX_QUOTE_CHARS).openapi({
      description: 'The passage, as it reads.',
      example: 'a storm of that winter',
    }),
    words,
  })
  .openapi('NewComment');

/** `POST …/comments/{commentId}/replies`. */
export const newReplySchema = z.strictObject({ words }).openapi('NewReply');

export const commentSchema = z
  .object({
    id,
    version,
    sectionId: sectionId.optional(),
    quote: z.string(),
    words: z.string(),
    by,
    createdAt: moment,
    state: z.enum(['open', 'sent', 'done', 'not-done', 'resolved']).openapi({
      description:
        'open: goes with the next request for changes · sent: a draft has been sent back with it · done, not-done: what the latest draft that answers it has made of it · resolved: somebody says that nothing is to be done any more.',
    }),
    outcome: z
      .object({
        version,
        done: z.boolean(),
        quote: z.string().optional().openapi({ description: 'Words of that draft that show it.' }),
        why: z.string().optional().openapi({ description: 'Why it is not done, or what contradicts it.' }),
      })
      .optional(),
    resolved: z.object({ byName: z.string(), at: moment }).optional(),
    replies: z.array(z.object({ id, words: z.string(), by, createdAt: moment })),
    mayResolve: z.boolean().openapi({ description: 'Of this caller.' }),
  })
  .openapi('Comment');
export type CommentJson = z.infer<typeof commentSchema>;

export const commentsSchema = z.object({ comments: z.array(commentSchema) }).openapi('Comments');
