import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { Typesetter } from '../../../src/document/html/typesetter.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import type { DraftPageStore } from '../../../src/storage/draft-page-store.ts';
import { diffView } from '../render/diff-view.ts';
import { draftView } from '../render/draft-view.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { accepted, type Asked, Declined, hasTexts, problem, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';
import { articleParams, problems, SECURED } from './schemas/common.ts';
import { diffSchema, draftSchema } from './schemas/draft-schema.ts';

/** More drafts than any article has. */
const MOST_DRAFTS = 100_000;
export const version = z.coerce.number().int().min(1).max(MOST_DRAFTS).openapi({ example: 2 });

const getDraft = createRoute({
  operationId: 'getDraft',
  method: 'get',
  path: '/articles/{articleId}/drafts/{version}',
  tags: ['Articles'],
  summary: 'A draft, with what is said of it beside the words that it is said of',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams.extend({ version }) },
  responses: {
    200: { description: 'The draft.', content: { 'application/json': { schema: draftSchema } } },
    ...problems(404, 410),
  },
});

const compareDrafts = createRoute({
  operationId: 'compareDrafts',
  method: 'get',
  path: '/articles/{articleId}/diff',
  tags: ['Articles'],
  summary: 'What changed between two drafts, section by section and word by word',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams, query: z.object({ from: version, to: version }) },
  responses: {
    200: { description: 'What changed.', content: { 'application/json': { schema: diffSchema } } },
    ...problems(404, 410),
  },
});

export interface DraftRoutesOptions {
  readonly desk: Pick<ChatDesk, 'admission'>;
  readonly drafts: Pick<DraftPageStore, 'find' | 'text'>;
  readonly typesetter: Typesetter;
  readonly logger: Logger;
}

/** Drafts to be read and compared. */
export function draftRoutes({ desk, drafts, typesetter, logger }: DraftRoutesOptions): Routes {
  return (app) => {
    app.openapi(getDraft, async (c) => {
      const { articleId, version: number } = c.req.valid('param');
      hasTexts(c, accepted(c, await desk.admission(c.var.caller.actor, articleId)));
      const { value } = accepted(c, await readStore(logger, 'a draft', drafts.find(articleId, number)));
      if (value === undefined) throw noSuchDraft(c, number);
      return c.json(await draftView(value, { typesetter, words: wordsFor(c).web.notes }), 200);
    });

    app.openapi(compareDrafts, async (c) => {
      const { articleId } = c.req.valid('param');
      const { from, to } = c.req.valid('query');
      hasTexts(c, accepted(c, await desk.admission(c.var.caller.actor, articleId)));
      const both = Promise.all([drafts.text(articleId, from), drafts.text(articleId, to)]);
      const [older, newer] = accepted(c, await readStore(logger, 'two drafts', both)).value;
      if (older === undefined || newer === undefined) throw noSuchDraft(c, older === undefined ? from : to);
      return c.json(await diffView(older, newer, typesetter), 200);
    });
  };
}

export function noSuchDraft(c: Asked, number: number): Declined {
  const detail = wordsFor(c).web.noSuchDraft(number);
  return new Declined(problem({ status: 404, code: 'no-such-draft', detail }));
}
