import { createRoute, z } from '@hono/zod-openapi';
import { withShownNames } from '../../../src/cards/list-card.ts';
import { shownName } from '../../../src/cards/waiting-for.ts';
import type { ArticleSearch, ChatDesk } from '../../../src/chat/chat-desk.ts';
import { parseArticleId } from '../../../src/gateway/article-id.ts';
import type { ArticleSummary, Missing, Waits } from '../../../src/gateway/article-list.ts';
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
  description:
    'Whoever may not see an article is not shown it. What is added meanwhile moves no page. What waits for you (`scope=waiting`) is the inbox that the chats show, with the same numbers: what has waited longest comes first, and what you have voted on is not in it.',
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
      const after = readCursor(c, cursor, scope === 'waiting' ? parseWaiting : parseListed);
      const search = {
        scope,
        limit,
        ...(state !== undefined && { state }),
        ...(stage !== undefined && { stages: [stage] }),
        ...(q !== undefined && { words: q }),
        ...(after !== undefined && { after }),
        ...(order !== undefined && { first: order }),
      };
      const { articles, hasMore, count } = accepted(c, await desk.search(actor, search, home));
      const last = articles.at(-1);
      return c.json(
        {
          articles: articles.map((one) => toSummary(one, t)),
          ...(count !== undefined && { count }),
          ...(hasMore && last !== undefined && { next: toCursor(placeOf(last)) }),
        },
        200,
      );
    });
  };
}

/** What has waited longest may be decided on before the next page is asked for: its place is known without it. */
function placeOf({ articleId, waits }: ArticleSummary): string {
  return waits === undefined ? articleId : `${articleId}@${waits.since.toISOString()}`;
}

function parseListed(typed: string): ArticleSearch['after'] {
  const articleId = parseArticleId(typed);
  return articleId === undefined ? undefined : { articleId };
}

function parseWaiting(typed: string): ArticleSearch['after'] {
  const [, id = '', moment = ''] = /^([^@]+)@(.+)$/.exec(typed) ?? [];
  const articleId = parseArticleId(id);
  const since = z.iso.datetime().safeParse(moment).data;
  return articleId === undefined || since === undefined ? undefined : { articleId, since: new Date(since) };
}

function toSummary(one: ArticleSummary, t: Messages): Summary {
  const shown = withShownNames(one);
  const {
    articleId,
    topic,
    edition = 1,
    translation,
    requester,
    requesterName: name,
    approvers,
    stage,
    score,
    usd,
    claimedBy,
    assigned,
  } = shown;
  const { startedAt, updatedAt, closedAt, waits } = shown;
  return {
    articleId,
    topic,
    edition,
    ...(translation !== undefined && { translation }),
    requester: { key: requester, name },
    stage,
    createdAt: startedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    ...(closedAt !== undefined && { closedAt: closedAt.toISOString() }),
    ...(score !== undefined && { score }),
    ...(usd !== undefined && { costUsd: usd }),
    ...(claimedBy !== undefined && { claimedBy }),
    waitingFor: withAssigned(waitedFor(stage, { approvers }), assigned).map((rule) =>
      rule === assigned?.key ? shownName(assigned.name) : t.words.approver(rule, name),
    ),
    ...(waits !== undefined && { waits: toWaits(waits, name, t) }),
  };
}

function toWaits({ since, missing, escalatedAt }: Waits, requesterName: string, t: Messages): Summary['waits'] {
  return {
    since: since.toISOString(),
    kind: missing.kind,
    missing: t.chat.inbox.missing(missing, requesterName),
    ...detailsOf(missing),
    ...(escalatedAt !== undefined && { escalatedAt: escalatedAt.toISOString() }),
  };
}

function detailsOf(missing: Missing): Pick<NonNullable<Summary['waits']>, 'subject' | 'version' | 'votes'> {
  if (missing.kind !== 'decision') return {};
  const { about, votes } = missing;
  return {
    ...(about !== undefined && { subject: about.kind, version: about.version }),
    ...(votes !== undefined && { votes }),
  };
}
