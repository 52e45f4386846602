import { z } from '@hono/zod-openapi';

const edition = z.number().int().min(1);
const tag = z.string().openapi({ description: 'A BCP 47 tag.', example: 'de' });

/** Of an article and of a line of a list. */
export const translationOfSchema = z
  .object({
    from: tag,
    into: tag,
    of: edition.openapi({ description: 'Which edition of the original it translates.' }),
    newer: edition.optional().openapi({ description: 'A later edition of the original: it is stale.' }),
  })
  .openapi('TranslationOf');
