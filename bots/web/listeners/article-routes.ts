import { createRoute } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import { isOver } from '../../../src/protocol/article.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import { channelKey } from '../../../src/protocol/thread.ts';
import type { OverviewStore } from '../../../src/storage/overview-store.ts';
import { articleJson } from '../render/article.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import type { Caller } from './caller.ts';
import { accepted, languageFor } from './problem.ts';
import { articleSchema } from './schemas/article-schema.ts';
import { articleParams, problems, SECURED } from './schemas/common.ts';

/** Some joins over the rows of one article. */
const FIND_BUDGET_MS = 2000;

const getArticle = createRoute({
  operationId: 'getArticle',
  method: 'get',
  path: '/articles/{articleId}',
  tags: ['Articles'],
  summary: 'How an article stands, and what the caller may do about it',
  description:
    'Current to the moment while the article runs. When its workflow cannot be asked, what was written down last is shown.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams },
  responses: {
    200: { description: 'How it stands.', content: { 'application/json': { schema: articleSchema } } },
    ...problems(404),
  },
});

export interface ArticleRoutesOptions {
  readonly desk: ChatDesk;
  readonly overviews: OverviewStore;
  readonly logger: Logger;
}

/** Articles as they stand. */
export function articleRoutes({ desk, overviews, logger }: ArticleRoutesOptions): Routes {
  async function statusFor({ actor }: Caller, articleId: string): Promise<ArticleStatus | undefined> {
    const reply = await desk.status(actor, articleId);
    return reply.kind === 'status' ? reply.status : undefined;
  }

  return (app) => {
    app.openapi(getArticle, async (c) => {
      const { articleId } = c.req.valid('param');
      const { caller } = c.var;
      const { admission } = accepted(c, await desk.admission(caller.actor, articleId));
      const { overview } = accepted(c, await find(articleId));
      // Nothing happens any more, and Temporal may have forgotten it.
      const status = isOver(overview.stage) ? undefined : await statusFor(caller, articleId);
      const here = channelKey(caller.home);
      return c.json(articleJson({ overview, admission, status, here, language: languageFor(c) }), 200);
    });
  };

  async function find(articleId: string) {
    try {
      const overview = await within(FIND_BUDGET_MS, 'PostgreSQL', overviews.find(articleId));
      if (overview === undefined)
        return { kind: 'refused' as const, refusal: { code: 'no-such-article' as const, articleId } };
      return { kind: 'found' as const, overview };
    } catch (error) {
      logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read how an article stands');
      return { kind: 'away' as const, what: 'store' as const };
    }
  }
}
