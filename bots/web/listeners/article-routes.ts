import { createRoute } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { refused } from '../../../src/chat/reply.ts';
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
import { accepted, Declined, languageFor, notAccepted } from './problem.ts';
import { readStore } from './read-store.ts';
import { articleSchema } from './schemas/article-schema.ts';
import { articleParams, problems, SECURED } from './schemas/common.ts';

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
  readonly desk: Pick<ChatDesk, 'admission' | 'status'>;
  readonly overviews: OverviewStore;
  readonly logger: Logger;
  /** How long the desk may take, in milliseconds. Default: {@link LOOK_MS}. */
  readonly lookMs?: number;
}

/** A desk that has time answers within some ten milliseconds; one that has none would have who looks wait for what is known anyway. */
const LOOK_MS = 700;

/** Articles as they stand. */
export function articleRoutes({ desk, overviews, logger, lookMs = LOOK_MS }: ArticleRoutesOptions): Routes {
  async function statusFor({ actor }: Caller, articleId: string): Promise<ArticleStatus | undefined> {
    try {
      const reply = await within(lookMs, 'The desk', desk.status(actor, articleId));
      return reply.kind === 'status' ? reply.status : undefined;
    } catch (error) {
      logger.debug({ articleId, reason: reasonOf(error) }, 'An article is shown as it was written down last');
      return undefined;
    }
  }

  return (app) => {
    app.openapi(getArticle, async (c) => {
      const { articleId } = c.req.valid('param');
      const { caller } = c.var;
      const { admission } = accepted(c, await desk.admission(caller.actor, articleId));
      const { value: overview } = accepted(c, await readStore(logger, 'an article', overviews.find(articleId)));
      // It was told that it is not taken, just now.
      if (overview === undefined) throw new Declined(notAccepted(c, refused({ code: 'no-such-article', articleId })));
      // Nothing happens any more, and Temporal may have forgotten it.
      const status = isOver(overview.stage) ? undefined : await statusFor(caller, articleId);
      const here = channelKey(caller.home);
      const { channels = [] } = caller.actor;
      return c.json(articleJson({ overview, admission, status, here, channels, language: languageFor(c) }), 200);
    });
  };
}
