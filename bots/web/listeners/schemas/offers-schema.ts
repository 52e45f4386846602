import { z } from '@hono/zod-openapi';

const tag = z.string().openapi({ description: 'A BCP 47 tag.', example: 'en' });

const approval = z
  .object({
    approvals: z.number().int().openapi({
      description: 'How many people approve an article whose order does not say. 0: nobody is asked.',
      example: 1,
    }),
    most: z.number().int().optional().openapi({
      description: 'How many there are without naming others (`approval.approvers`). Absent: nobody knows.',
      example: 2,
    }),
  })
  .openapi('ApprovalRoom');

/** `GET /offers`. */
export const offersSchema = z
  .object({
    objection: z
      .string()
      .optional()
      .openapi({ description: 'Why the caller may not ask for articles, in words. Absent: they may.' }),
    templates: z
      .array(
        z.object({
          id: z.string().openapi({ example: 'how-to' }),
          name: z.string().openapi({ example: 'How-to' }),
          useWhen: z.string().openapi({ example: 'Readers want to do something themselves.' }),
          approval,
        }),
      )
      .openapi({ description: 'Kinds of text that the house has, in the language of the caller.' }),
    approval: approval.openapi({ description: 'Of an order that names no kind of text.' }),
    languages: z.array(tag).openapi({ description: 'Those that are offered; an article may be in any.' }),
    lengths: z.array(z.number().int()).openapi({ description: 'Words that are offered.', example: [300, 600, 900] }),
    defaults: z
      .object({
        template: z.string().optional(),
        purpose: z.string().optional(),
        audience: z.string().optional(),
        tone: z.string().optional(),
        lengthWords: z.number().int().optional(),
        language: tag.optional(),
        mustMention: z.array(z.string()).optional(),
        mustAvoid: z.array(z.string()).optional(),
      })
      .openapi({ description: 'What holds for an order of the caller that does not say otherwise.' }),
    limits: z.object({
      topicChars: z.number().int(),
      descriptionChars: z.number().int().openapi({ description: 'Of purpose, audience and tone each.' }),
      leastWords: z.number().int(),
      mostWords: z.number().int(),
      pastedChars: z.number().int(),
      approvals: z.number().int().openapi({ description: 'The most people that an order may want to approve it.' }),
      files: z.number().int(),
      fileBytes: z.number().int(),
      fileEndings: z.array(z.string()).openapi({ example: ['.md', '.pdf'] }),
    }),
    readsSources: z.boolean().openapi({ description: 'False: the settings say that no sources are read.' }),
  })
  .openapi('Offers');
export type Offers = z.infer<typeof offersSchema>;
