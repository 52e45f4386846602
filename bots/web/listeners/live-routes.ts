import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { hasAskedFor } from '../../../src/delivery/feed-cards.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { createSharing } from '../../../src/lib/share.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { FeedPageStore } from '../../../src/storage/feed-page-store.ts';
import type { ArticleHub } from '../messenger/article-hub.ts';
import { eventsSince, idOf, NOTHING_KNOWN, readId } from '../messenger/events.ts';
import type { ShowFeed } from '../messenger/show-feed.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import type { Authenticate } from './caller.ts';
import { accepted, Declined, languageFor, notAccepted, problem, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';
import { articleParams, problems, SECURED } from './schemas/common.ts';
import { eventSchema, feedSchema } from './schemas/feed-schema.ts';
import { createStreams, type StreamLimits } from './streams.ts';

/** Until somebody has closed another one: nobody can tell when, and a browser that is told nothing asks every three seconds. */
const RETRY_SECONDS = 10;

const getFeed = createRoute({
  operationId: 'getFeed',
  method: 'get',
  path: '/articles/{articleId}/feed',
  tags: ['Articles'],
  summary: 'Everything that an article has said, as cards',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams },
  responses: {
    200: { description: 'The whole thread.', content: { 'application/json': { schema: feedSchema } } },
    ...problems(404),
  },
});

const watchArticle = createRoute({
  operationId: 'watchArticle',
  method: 'get',
  path: '/articles/{articleId}/events',
  tags: ['Articles'],
  summary: 'What an article says and how it stands, as it happens',
  description:
    'Server-sent events: `entry` (an Entry; sent again with the same `seq` when its card says something else), `state` (how the article stands) and `text` (what is being written: `text` stands from the UTF-16 unit `at` on). Who comes back with `Last-Event-ID`, or `after`, gets what they have not seen, and nothing twice. `gone`: the article is not to be seen any more.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: {
    params: articleParams,
    query: z.object({ after: z.string().optional().openapi({ description: '`lastEventId` of a feed.' }) }),
    headers: z.object({ 'last-event-id': z.string().optional() }),
  },
  responses: {
    200: { description: 'Events.', content: { 'text/event-stream': { schema: eventSchema } } },
    ...problems(404),
  },
});

export interface LiveRoutesOptions {
  readonly desk: Pick<ChatDesk, 'admission'>;
  readonly feeds: FeedPageStore;
  readonly hub: ArticleHub;
  readonly show: ShowFeed;
  /** Who a caller is, asked again. */
  readonly authenticate: Authenticate;
  readonly logger: Logger;
  readonly limits: StreamLimits;
}

/** Articles as they are made: all that they said so far, and what they say from now on. */
export function liveRoutes({ desk, feeds, hub, show, authenticate, limits, logger }: LiveRoutesOptions): Routes {
  const streams = createStreams(limits);
  const share = createSharing<Awaited<ReturnType<ChatDesk['admission']>>>();
  // After a restart all who watch come back in one moment.
  const admit = (actor: Actor, articleId: string) =>
    share(`${articleId} ${JSON.stringify(actor)}`, () => desk.admission(actor, articleId));

  return (app) => {
    app.openapi(getFeed, async (c) => {
      const { articleId } = c.req.valid('param');
      const { actor } = c.var.caller;
      const { admission } = accepted(c, await desk.admission(actor, articleId));
      const { value } = accepted(c, await readStore(logger, 'a feed', feeds.read([articleId])));
      const [page] = value;
      if (page === undefined)
        throw new Declined(notAccepted(c, { kind: 'refused', refusal: { code: 'no-such-article', articleId } }));
      const shown = await show(page, { language: languageFor(c), isRequester: hasAskedFor(admission.actor, page) });
      const { wordsSoFar: words } = page.work.article;
      const { known } = eventsSince(NOTHING_KNOWN, { ...shown, ...(words !== undefined && { words }) });
      const { card } = shown.state;
      const entries = shown.entries.map(({ data }) => data).join(',');
      // The entries are JSON already.
      const body = `{"entries":[${entries}],${card === undefined ? '' : `"status":${JSON.stringify(card)},`}"lastEventId":${JSON.stringify(idOf(known))}}`;
      return c.body(body, 200, { 'content-type': 'application/json' }) as never;
    });

    app.openapi(watchArticle, async (c) => {
      const { articleId } = c.req.valid('param');
      const { caller } = c.var;
      const { admission } = accepted(c, await admit(caller.actor, articleId));
      const place = streams.enter(caller.name);
      if (place === undefined)
        return problem({
          status: 429,
          code: 'too-many-streams',
          detail: wordsFor(c).web.tooManyStreams,
          retryAfter: RETRY_SECONDS,
        });
      const language = languageFor(c);
      const after = c.req.header('last-event-id') ?? c.req.valid('query').after;
      const { raw } = c.req;
      const stream = place.open({
        signal: raw.signal,
        async maySee() {
          const known = await authenticate(raw);
          if (known === 'refused' || known === 'none') return false;
          if (known === 'away' || !known.scopes.has('articles:read')) return known === 'away';
          const seen = await admit(known.actor, articleId);
          return seen.kind !== 'refused';
        },
        begin: (send, end) =>
          hub.watch({
            articleId,
            known: readId(after),
            readerOf: (page) => ({ language, isRequester: hasAskedFor(admission.actor, page) }),
            send,
            end,
          }),
      });
      return c.body(stream, 200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // For proxies that would hold it back.
        'x-accel-buffering': 'no',
      }) as never;
    });
  };
}
