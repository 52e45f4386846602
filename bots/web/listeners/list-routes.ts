import { createRoute } from '@hono/zod-openapi';
import { shownName } from '../../../src/cards/waiting-for.ts';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { parseArticleId } from '../../../src/gateway/article-id.ts';
import type { ArticleSummary } from '../../../src/gateway/article-list.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { withAssigned } from '../../../src/protocol/assignment.ts';
import { waitedFor } from '../../../src/protocol/approvers.ts';
import { allow } from './allow.ts';
import { readCursor, toCursor } from './cursor.ts';
import type { Routes } from './app.ts';
import { accepted, wordsFor } from './problem.ts';
import { problems, SECURED } from './schemas/common.ts';
import { listQuery, listSchema, type Summary } from './schemas/list-schema.ts';

const listArticles = createRoute({
  operationId: 'listArticles',
  method: 'get',
  path: '/articles',
  tags: ['Articles'],
  summary: 'Articles, page by page',
  description: 'Whoever may not see an article is not shown it. What is added meanwhile moves no page.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { query: listQuery },
  responses: {
    200: { description: 'A page of them.', content: { 'application/json': { schema: listSchema } } },
    ...problems(),
  },
});

/** Lists of articles. */
export function listRoutes(desk: ChatDesk): Routes {
  return (app) => {
    app.openapi(listArticles, async (c) => {
      const { scope, state, stage, q, order, limit, cursor } = c.req.valid('query');
      const { actor, home } = c.var.caller;
      const t = wordsFor(c);
      const after = readCursor(c, cursor, parseArticleId);
      const search = {
        scope,
        limit,
        ...(state !== undefined && { state }),
        ...(stage !== undefined && { stages: [stage] }),
        ...(q !== undefined && { words: q }),
        ...(after !== undefined && { after }),
        ...(order === 'oldest' && { oldestFirst: true }),
      };
      const { articles, hasMore } = accepted(c, await desk.search(actor, search, home));
      const last = articles.at(-1);
      return c.json(
        {
          articles: articles.map((one) => toSummary(one, t)),
          ...(hasMore && last !== undefined && { next: toCursor(last.articleId) }),
        },
        200,
      );
    });
  };
}

function toSummary(one: ArticleSummary, t: Messages): Summary {
  const {
    articleId,
    topic,
    edition = 1,
    requester,
    requesterName,
    approvers,
    stage,
    score,
    usd,
    claimedBy,
    assigned,
  } = one;
  const { startedAt, updatedAt, closedAt } = one;
  const name = shownName(requesterName);
  return {
    articleId,
    topic,
    edition,
    requester: { key: requester, name },
    stage,
    createdAt: startedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    ...(closedAt !== undefined && { closedAt: closedAt.toISOString() }),
    ...(score !== undefined && { score }),
    ...(usd !== undefined && { costUsd: usd }),
    ...(claimedBy !== undefined && { claimedBy: shownName(claimedBy) }),
    waitingFor: withAssigned(waitedFor(stage, { approvers }), assigned).map((rule) =>
      rule === assigned?.key ? shownName(assigned.name) : t.words.approver(rule, name),
    ),
  };
}
