import { createRoute, z } from '@hono/zod-openapi';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import { interfaceLanguages } from '../../../src/messages/messages.ts';
import { MAX_LANGUAGE_TAG_CHARS } from '../../../src/protocol/article.ts';
import type { PeopleStore } from '../../../src/storage/people-store.ts';
import { STORE_BUDGET_MS } from '../connect/store-budget.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { Declined, notAccepted, problem, wordsFor } from './problem.ts';
import { problems, SECURED } from './schemas/common.ts';

const chosen = z.strictObject({
  language: z
    .string()
    .max(MAX_LANGUAGE_TAG_CHARS)
    .openapi({ description: 'One that has a dictionary.', example: 'en' }),
});

const choose = createRoute({
  operationId: 'chooseLanguage',
  method: 'patch',
  path: '/session',
  tags: ['Session'],
  summary: 'In which language the person is spoken to',
  description: 'Here, and in the chats in which they are this very person.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { body: { required: true, content: { 'application/json': { schema: chosen } } } },
  responses: {
    200: { description: 'It is, from now on.', content: { 'application/json': { schema: chosen } } },
    ...problems(400, 415),
  },
});

export interface LanguageRoutesOptions {
  readonly people: Pick<PeopleStore, 'setLanguage'>;
  readonly logger: Logger;
}

export function languageRoutes({ people, logger }: LanguageRoutesOptions): Routes {
  return (app) => {
    app.openapi(choose, async (c) => {
      const { language } = c.req.valid('json');
      if (!interfaceLanguages().includes(language)) {
        const detail = wordsFor(c).web.unknownLanguage(interfaceLanguages());
        throw new Declined(
          problem({
            status: 422,
            code: 'unknown-language',
            detail,
            more: { errors: [{ path: 'language', message: detail }] },
          }),
        );
      }
      try {
        await within(STORE_BUDGET_MS, 'PostgreSQL', people.setLanguage(c.var.caller.actor, language));
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not keep the language that somebody chose');
        throw new Declined(notAccepted(c, { kind: 'away', what: 'store' }));
      }
      return c.json({ language }, 200);
    });
  };
}
