import { z } from '@hono/zod-openapi';

const names = z.array(z.string());

export const tallySchema = z
  .object({
    approvals: z.number().int().openapi({ description: 'How many people have to approve.' }),
    rejections: z.number().int().openapi({ description: 'How many people have to reject.' }),
    done: z.number().int().openapi({ description: 'How many of the approvals there are.' }),
    approved: names.openapi({ description: 'Who has approved, by name, in that order.', example: ['Ann'] }),
    rejected: names.openapi({ description: 'Who has rejected.' }),
    waitingFor: names.openapi({ description: 'Who may still say something that matters, in words.', example: ['Ben'] }),
    later: z
      .array(names)
      .optional()
      .openapi({
        description:
          'One after another: who may approve each of the steps after that, in words. Absent: nobody comes after them.',
        example: [['Cy', 'Dee']],
      }),
    needsEach: z.literal(true).optional().openapi({
      description: 'It takes every one of the several who are waited for. Absent: some of them are enough.',
    }),
    yours: z.enum(['approve', 'reject']).optional().openapi({ description: 'What this caller has said.' }),
  })
  .openapi('Tally', {
    description: 'How far people are, where it takes several. A vote may be changed until the gate closes.',
  });
