import { createRoute } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { isAccepted } from '../../../src/chat/reply.ts';
import { shownName } from '../../../src/cards/waiting-for.ts';
import { readSections } from '../../../src/document/sections/draft-sections.ts';
import type { OriginalText, Translations } from '../../../src/storage/translation-store.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import type { Once } from './once.ts';
import { accepted, languageFor } from './problem.ts';
import { articleParams, onceHeaders, problems, SECURED } from './schemas/common.ts';
import { startedResponses } from './schemas/order-schema.ts';
import {
  newTranslationSchema,
  type OriginalJson,
  originalSchema,
  type TranslationsJson,
  translationsSchema,
} from './schemas/translation-schema.ts';

const listTranslations = createRoute({
  operationId: 'listTranslations',
  method: 'get',
  path: '/articles/{articleId}/translations',
  tags: ['Articles'],
  summary: 'In which other languages an article is',
  description: 'Also of a translation: then of what it translates. One for each language.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams },
  responses: {
    200: { description: 'As it is now.', content: { 'application/json': { schema: translationsSchema } } },
    ...problems(404),
  },
});

const translateArticle = createRoute({
  operationId: 'translateArticle',
  method: 'post',
  path: '/articles/{articleId}/translations',
  tags: ['Articles'],
  summary: 'Has a delivered article translated',
  description:
    'By an article of its own, with a gate and people of its own, in the place where your articles live. Of one language there is one at a time (`translation-under-way`), and none where it would say the same again (`translation-there`).',
  security: SECURED,
  middleware: allow('articles:start'),
  request: {
    params: articleParams,
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: newTranslationSchema } } },
  },
  responses: {
    ...startedResponses,
    ...problems(400, 404, 409, 410, 413, 415),
  },
});

const readOriginal = createRoute({
  operationId: 'readOriginal',
  method: 'get',
  path: '/articles/{articleId}/original',
  tags: ['Articles'],
  summary: 'What a translation is made of',
  description: 'For whoever may see the translation: who decides about it reads both, section beside section.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams },
  responses: {
    200: {
      description: 'The text that is translated, as it was delivered.',
      content: { 'application/json': { schema: originalSchema } },
    },
    ...problems(404, 410),
  },
});

export interface TranslationRoutesOptions {
  readonly desk: Pick<ChatDesk, 'translate' | 'translations' | 'original'>;
  readonly once: Once;
}

/** Articles in other languages. */
export function translationRoutes({ desk, once }: TranslationRoutesOptions): Routes {
  return (app) => {
    app.openapi(listTranslations, async (c) => {
      const { articleId } = c.req.valid('param');
      const { translations } = accepted(c, await desk.translations(c.var.caller.actor, articleId));
      return c.json(translationsJson(translations), 200);
    });

    app.openapi(readOriginal, async (c) => {
      const { articleId } = c.req.valid('param');
      const { original } = accepted(c, await desk.original(c.var.caller.actor, articleId));
      return c.json(originalJson(original), 200);
    });

    app.openapi(translateArticle, async (c) => {
      const { articleId: source } = c.req.valid('param');
      const { language: into } = c.req.valid('json');
      const { actor, home } = c.var.caller;
      const asked = await once(c, { into });
      const reply = await desk.translate(actor, {
        articleId: source,
        eventKey: asked.eventKey,
        into,
        thread: home,
        language: languageFor(c),
      });
      if (!isAccepted(reply)) await asked.release();
      const { articleId, topic } = accepted(c, reply);
      c.header('location', `/articles/${articleId}`);
      return c.json({ articleId, topic }, asked.isRepeated ? 200 : 201);
    });
  };
}

function originalJson({ text, sections, ...original }: OriginalText): OriginalJson {
  return {
    ...original,
    sections: readSections(text, sections, 'agent').map(({ id, heading, text: markdown }) => ({
      id,
      heading,
      markdown,
    })),
  };
}

function translationsJson({ language, delivered, translations }: Translations): TranslationsJson {
  return {
    ...(delivered !== undefined && { original: delivered }),
    language,
    translations: translations.map(
      ({ language: into, newest: { asked: _, byName, ...newest }, delivered: there, isStale }) => ({
        language: into,
        newest: { ...newest, byName: shownName(byName) },
        ...(there !== undefined && {
          delivered: { articleId: there.articleId, edition: there.edition, title: there.title, of: there.of },
        }),
        isStale,
      }),
    ),
  };
}
