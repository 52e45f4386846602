import { z } from '@hono/zod-openapi';
import {
  LENGTH_WORDS,
  MAX_DESCRIPTION_CHARS,
  MAX_MENTION_CHARS,
  MAX_MENTIONS,
  MAX_SOURCES,
} from '../../../../src/chat/to-article-request.ts';
import {
  MAX_FILE_NAME_CHARS,
  MAX_LANGUAGE_TAG_CHARS,
  MAX_PASTED_CHARS,
  MAX_SOURCE_FILES,
  MAX_TOPIC_CHARS,
} from '../../../../src/protocol/article.ts';
import { MAX_APPROVALS, MAX_MORE_APPROVERS, WANTED_GATES } from '../../../../src/protocol/stricter.ts';

/** A template's name is that of a file. */
const MAX_TEMPLATE_CHARS = 100;
const MAX_ADDRESS_CHARS = 2000;

const description = (about: string, example: string) =>
  z.string().max(MAX_DESCRIPTION_CHARS).optional().openapi({ description: about, example });
const mentions = (about: string) =>
  z.array(z.string().min(1).max(MAX_MENTION_CHARS)).max(MAX_MENTIONS).optional().openapi({ description: about });

const source = z
  .union([
    z.strictObject({
      address: z.string().min(1).max(MAX_ADDRESS_CHARS).openapi({ example: 'https://example.org/tides' }),
    }),
    z.strictObject({ text: z.string().min(1).max(MAX_PASTED_CHARS).openapi({ description: 'A text as such.' }) }),
    z.strictObject({ fileId: z.uuid().openapi({ description: 'As `POST /files` named it.' }) }),
  ])
  .openapi('Source');

/** `POST /articles`. */
export const orderSchema = z
  .strictObject({
    topic: z.string().min(1).max(MAX_TOPIC_CHARS).openapi({
      description: 'What it is to be about. Addresses in it are sources.',
      example: 'How tides work',
    }),
    language: z.string().max(MAX_LANGUAGE_TAG_CHARS).optional().openapi({
      description: 'Of the article: a BCP 47 tag. Without it, that of the topic.',
      example: 'en',
    }),
    template: z
      .string()
      .max(MAX_TEMPLATE_CHARS)
      .optional()
      .openapi({ description: 'A kind of text.', example: 'how-to' }),
    purpose: description('What it is for, or its genre.', 'a column'),
    audience: description('Who will read it.', 'sailors who begin'),
    tone: description('How it sounds.', 'dry, with a wink'),
    lengthWords: z.number().int().min(LENGTH_WORDS.least).max(LENGTH_WORDS.most).optional().openapi({ example: 600 }),
    mustMention: mentions('What the article has to name.'),
    mustAvoid: mentions('Words and names that are not to be in it.'),
    sources: z
      .array(source)
      .max(MAX_SOURCES + MAX_SOURCE_FILES)
      .optional()
      .openapi({ description: 'What the article should rest on.' }),
    approval: z
      .strictObject({
        atLeast: z.number().int().min(1).max(MAX_APPROVALS).optional().openapi({
          description: 'How many different people have to approve it: as many as the settings ask for, or more.',
          example: 2,
        }),
        approvers: z
          .array(z.string().min(1).max(200))
          .max(MAX_MORE_APPROVERS)
          .optional()
          .openapi({ description: 'Who has to approve it besides, each of them.', example: ['telegram:123456789'] }),
      })
      .optional()
      .openapi({ description: 'More than the settings ask for; less is refused (`bad-approval`).' }),
    gates: z
      .array(z.enum(WANTED_GATES))
      .max(WANTED_GATES.length)
      .optional()
      .openapi({ description: 'When people are asked besides: on the plan, on the best draft, on every draft.' }),
    evenIfLike: z.boolean().optional().openapi({
      description:
        'true: it is wanted although the place has an article of a like topic. Otherwise 409 `like-another`.',
    }),
  })
  .openapi('ArticleOrder', { example: { topic: 'How tides work', language: 'en', lengthWords: 600 } });
export type Order = z.infer<typeof orderSchema>;

/** The answer to it. */
const startedSchema = z
  .object({ articleId: z.string().openapi({ example: '7k3m9x2c4p0qrstv' }), topic: z.string() })
  .openapi('Started');
const started = {
  headers: { Location: { description: 'Where it is looked at.', schema: { type: 'string' as const } } },
  content: { 'application/json': { schema: startedSchema } },
};

/** Of whatever begins an article. */
export const startedResponses = {
  201: { description: 'It was taken, and will not get lost.', ...started },
  200: { description: 'It had been taken before, under the same key.', ...started },
};

/** `POST /files`. */
export const keptFileSchema = z
  .object({ fileId: z.uuid(), name: z.string().max(MAX_FILE_NAME_CHARS).openapi({ example: 'report.pdf' }) })
  .openapi('KeptFile');
