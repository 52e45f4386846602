import { createRoute } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import type { SeenComment } from '../../../src/chat/passage-comments.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import type { Once } from './once.ts';
import { accepted } from './problem.ts';
import {
  type CommentJson,
  commentParam,
  commentSchema,
  commentsSchema,
  newCommentSchema,
  newReplySchema,
} from './schemas/comment-schema.ts';
import { articleParams, onceHeaders, problems, SECURED } from './schemas/common.ts';

const commentParams = articleParams.extend({ commentId: commentParam });
const asItIs = { description: 'The comment as it is now.', content: { 'application/json': { schema: commentSchema } } };

const listComments = createRoute({
  operationId: 'listComments',
  method: 'get',
  path: '/articles/{articleId}/comments',
  tags: ['Comments'],
  summary: 'What people said of passages, and what became of it',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams },
  responses: {
    200: { description: 'All of them, oldest first.', content: { 'application/json': { schema: commentsSchema } } },
    ...problems(404),
  },
});

const addComment = createRoute({
  operationId: 'addComment',
  method: 'post',
  path: '/articles/{articleId}/comments',
  tags: ['Comments'],
  summary: 'Says something of a passage',
  description:
    'Whoever may see the article may. Open comments go with the next request for changes, whose own words may then be empty: the writer answers each.',
  security: SECURED,
  middleware: allow('articles:comment'),
  request: {
    params: articleParams,
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: newCommentSchema } } },
  },
  responses: { 201: asItIs, ...problems(400, 404, 409, 413, 415) },
});

const replyToComment = createRoute({
  operationId: 'replyToComment',
  method: 'post',
  path: '/articles/{articleId}/comments/{commentId}/replies',
  tags: ['Comments'],
  summary: 'Answers a comment',
  description: 'For people: the writer is not given it.',
  security: SECURED,
  middleware: allow('articles:comment'),
  request: {
    params: commentParams,
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: newReplySchema } } },
  },
  responses: { 201: asItIs, ...problems(400, 404, 409, 413, 415) },
});

const settling = {
  method: 'post' as const,
  tags: ['Comments'],
  description: 'Whoever said it may, and who decides about the article. Done twice, it is done once.',
  security: SECURED,
  middleware: allow('articles:comment'),
  request: { params: commentParams },
  responses: { 200: asItIs, ...problems(404) },
};

const resolveComment = createRoute({
  ...settling,
  operationId: 'resolveComment',
  path: '/articles/{articleId}/comments/{commentId}/resolve',
  summary: 'Nothing is to be done about it any more',
});

const reopenComment = createRoute({
  ...settling,
  operationId: 'reopenComment',
  path: '/articles/{articleId}/comments/{commentId}/reopen',
  summary: 'Something is to be done about it again',
});

export interface CommentRoutesOptions {
  readonly desk: Pick<ChatDesk, 'comments' | 'comment' | 'replyToComment' | 'settleComment'>;
  readonly once: Once;
}

/** Comments on passages. */
export function commentRoutes({ desk, once }: CommentRoutesOptions): Routes {
  return (app) => {
    app.openapi(listComments, async (c) => {
      const { articleId } = c.req.valid('param');
      const { comments } = accepted(c, await desk.comments(c.var.caller.actor, articleId));
      return c.json({ comments: comments.map(toJson) }, 200);
    });

    app.openapi(addComment, async (c) => {
      const { articleId } = c.req.valid('param');
      const { version, sectionId, quote, words } = c.req.valid('json');
      const asked = await once(c, c.req.valid('json'));
      const reply = await desk.comment(c.var.caller.actor, {
        id: decisionIdOf(`comment:${asked.eventKey}`),
        articleId,
        version,
        quote,
        words,
        ...(sectionId !== undefined && { section: sectionId }),
      });
      if (reply.kind !== 'commented') await asked.release();
      return c.json(toJson(accepted(c, reply).comment), 201);
    });

    app.openapi(replyToComment, async (c) => {
      const { articleId, commentId } = c.req.valid('param');
      const { words } = c.req.valid('json');
      const asked = await once(c, words);
      const id = decisionIdOf(`reply:${asked.eventKey}`);
      const reply = await desk.replyToComment(c.var.caller.actor, { id, articleId, commentId, words });
      if (reply.kind !== 'commented') await asked.release();
      return c.json(toJson(accepted(c, reply).comment), 201);
    });

    app.openapi(resolveComment, async (c) => {
      const ask = { ...c.req.valid('param'), isResolved: true };
      return c.json(toJson(accepted(c, await desk.settleComment(c.var.caller.actor, ask)).comment), 200);
    });

    app.openapi(reopenComment, async (c) => {
      const ask = { ...c.req.valid('param'), isResolved: false };
      return c.json(toJson(accepted(c, await desk.settleComment(c.var.caller.actor, ask)).comment), 200);
    });
  };
}

function toJson(comment: SeenComment): CommentJson {
  const { id, version, section, quote, words, by, byName, at, outcome, resolved, replies, mayResolve } = comment;
  return {
    id,
    version,
    ...(section !== undefined && { sectionId: section }),
    quote,
    words,
    by: { key: by, name: byName },
    createdAt: at,
    state: stateOf(comment),
    ...(outcome !== undefined && { outcome }),
    ...(resolved !== undefined && { resolved }),
    replies: replies.map((reply) => ({
      id: reply.id,
      words: reply.words,
      by: { key: reply.by, name: reply.byName },
      createdAt: reply.at,
    })),
    mayResolve,
  };
}

function stateOf({ resolved, outcome, sentWith }: SeenComment): CommentJson['state'] {
  if (resolved !== undefined) return 'resolved';
  if (outcome !== undefined) return outcome.done ? 'done' : 'not-done';
  return sentWith === undefined ? 'open' : 'sent';
}
