import { z } from '@hono/zod-openapi';
import { STAGES } from '../../../../src/protocol/article.ts';

/** BCP 47 leaves 35 characters; names of languages are no longer than these. */
const MAX_LANGUAGE_CHARS = 60;

const articleId = z.string().openapi({ example: '7k3m9x2c4p0qrstv' });
const edition = z.number().int().min(1);
const title = z.string().openapi({ example: 'How tides work' });
const language = z.string().openapi({ description: 'A BCP 47 tag.', example: 'de' });

const translation = z
  .object({
    language,
    newest: z
      .object({
        articleId,
        stage: z.enum(STAGES),
        of: edition.openapi({ description: 'Which edition of the original it translates.' }),
        byName: z.string().openapi({ description: 'Who asked for it.', example: 'Ann' }),
      })
      .openapi({ description: 'What is made, or was made last.' }),
    delivered: z
      .object({ articleId, edition, title, of: edition })
      .optional()
      .openapi({ description: 'What was delivered last.' }),
    isStale: z
      .boolean()
      .openapi({ description: 'What was delivered translates an edition after which another one was delivered.' }),
  })
  .openapi('Translation');

/** `GET /articles/{articleId}/translations`. */
export const translationsSchema = z
  .object({
    original: z
      .object({ articleId, edition, title })
      .optional()
      .openapi({ description: 'The latest edition that was delivered. Absent: there is nothing to translate yet.' }),
    language: language.openapi({ description: 'Of the original: a BCP 47 tag.', example: 'en' }),
    translations: z.array(translation),
  })
  .openapi('Translations');
export type TranslationsJson = z.infer<typeof translationsSchema>;

/** `GET /articles/{articleId}/original`. */
export const originalSchema = z
  .object({
    articleId,
    edition,
    language,
    title,
    sections: z.array(
      z.object({
        id: z.string().openapi({ description: 'The same as of the section that translates it.', example: 's2' }),
        heading: z.string(),
        markdown: z.string(),
      }),
    ),
  })
  .openapi('Original');
export type OriginalJson = z.infer<typeof originalSchema>;

export const newTranslationSchema = z
  .object({
    language: z.string().min(1).max(MAX_LANGUAGE_CHARS).openapi({
      description: 'Into which language: a BCP 47 tag, or its name in English or Russian.',
      example: 'de',
    }),
  })
  .strict()
  .openapi('NewTranslation');
