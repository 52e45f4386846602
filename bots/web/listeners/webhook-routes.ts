import { createRoute } from '@hono/zod-openapi';
import type { Identities } from '../../../src/chat/identities.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import { type Actor, keysOf } from '../../../src/protocol/actor.ts';
import { mayDecide } from '../../../src/protocol/approvers.ts';
import type { Approver } from '../../../src/protocol/settings.ts';
import type { AuditLog } from '../../../src/storage/audit-log.ts';
import type { Replayed, WebhookCounts, WebhookEndpoint } from '../../../src/storage/webhook-store.ts';
import type { WebhookRefusal, WebhookService } from '../../../src/webhooks/webhook-service.ts';
import { STORE_BUDGET_MS } from '../connect/store-budget.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { readCursor, toCursor } from './cursor.ts';
import type { Once } from './once.ts';
import { type Asked, Declined, notAccepted, problem, wordsFor } from './problem.ts';
import { onceHeaders, problems, SECURED } from './schemas/common.ts';
import {
  createdWebhookSchema,
  deliveriesSchema,
  deliveryQuery,
  EVENT_ID,
  replayedSchema,
  replaySchema,
  rotatedSchema,
  wantedSchema,
  webhookListSchema,
  type WebhookJson,
  webhookParams,
  webhookSchema,
} from './schemas/webhook-schema.ts';

const common = { tags: ['Webhooks'], security: SECURED, middleware: allow('webhooks:manage') };

const createWebhook = createRoute({
  ...common,
  operationId: 'createWebhook',
  method: 'post',
  path: '/webhooks',
  summary: 'Has a system of yours told what happens to articles',
  description:
    'From now on, signed as Standard Webhooks says. Operators are told of every article, others of those that they asked for. Sent again under its `Idempotency-Key`, it makes one endpoint and tells the same secret.',
  request: {
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: wantedSchema } } },
  },
  responses: {
    201: {
      description: 'It is told. Keep the secret: it is not told again.',
      headers: { Location: { description: 'Where it is looked at.', schema: { type: 'string' } } },
      content: { 'application/json': { schema: createdWebhookSchema } },
    },
    ...problems(400, 409, 413, 415),
  },
});

const listWebhooks = createRoute({
  ...common,
  operationId: 'listWebhooks',
  method: 'get',
  path: '/webhooks',
  summary: 'Who is told',
  description: 'Operators are shown all, others those that they made.',
  responses: {
    200: {
      description: 'In the order of their names.',
      content: { 'application/json': { schema: webhookListSchema } },
    },
    ...problems(),
  },
});

const getWebhook = createRoute({
  ...common,
  operationId: 'getWebhook',
  method: 'get',
  path: '/webhooks/{webhookId}',
  summary: 'One who is told',
  request: { params: webhookParams },
  responses: {
    200: { description: 'As it stands.', content: { 'application/json': { schema: webhookSchema } } },
    ...problems(404),
  },
});

const deleteWebhook = createRoute({
  ...common,
  operationId: 'deleteWebhook',
  method: 'delete',
  path: '/webhooks/{webhookId}',
  summary: 'Tells it nothing more',
  description: 'What is due for it is given up.',
  request: { params: webhookParams },
  responses: { 204: { description: 'It is told nothing more.' }, ...problems(404, 409) },
});

const rotateWebhook = createRoute({
  ...common,
  operationId: 'rotateWebhookSecret',
  method: 'post',
  path: '/webhooks/{webhookId}/rotate',
  summary: 'Makes a new secret',
  description: 'It signs from now on, and for a day the one before does, too.',
  request: { params: webhookParams },
  responses: {
    200: { description: 'Keep it: it is not told again.', content: { 'application/json': { schema: rotatedSchema } } },
    ...problems(404, 409),
  },
});

const listDeliveries = createRoute({
  ...common,
  operationId: 'listWebhookDeliveries',
  method: 'get',
  path: '/webhooks/{webhookId}/deliveries',
  summary: 'What became of what it is told',
  request: { params: webhookParams, query: deliveryQuery },
  responses: {
    200: { description: 'The latest first.', content: { 'application/json': { schema: deliveriesSchema } } },
    ...problems(404),
  },
});

const replayWebhook = createRoute({
  ...common,
  operationId: 'replayWebhook',
  method: 'post',
  path: '/webhooks/{webhookId}/replay',
  summary: 'Sends once more what was sent',
  description:
    'What was given up; or one event, or all since a moment. With the same ids and bodies, so that who has seen an event knows it again.',
  request: {
    params: webhookParams,
    body: { required: true, content: { 'application/json': { schema: replaySchema } } },
  },
  responses: {
    200: { description: 'So it is.', content: { 'application/json': { schema: replayedSchema } } },
    ...problems(400, 404, 409, 413, 415),
  },
});

const enableWebhook = createRoute({
  ...common,
  operationId: 'enableWebhook',
  method: 'post',
  path: '/webhooks/{webhookId}/enable',
  summary: 'Tells it again',
  description: 'After it answered 410. What it missed was given up: `replay` sends that.',
  request: { params: webhookParams },
  responses: {
    200: { description: 'From now on.', content: { 'application/json': { schema: webhookSchema } } },
    ...problems(404),
  },
});

export interface WebhookRoutesOptions {
  readonly webhooks: WebhookService;
  /** Who may know of every article. */
  readonly operators: readonly Approver[];
  /** Who somebody is in other chats. */
  readonly identities: Pick<Identities, 'know'>;
  readonly once: Once;
  readonly audit: AuditLog;
  readonly logger: Logger;
}

/** Who is told by HTTP what happens to articles. */
export function webhookRoutes({ webhooks, operators, identities, once, audit, logger }: WebhookRoutesOptions): Routes {
  const isOperator = (actor: Actor): boolean => mayDecide(actor, { approvers: operators, requester: '' });

  /** Whether somebody may look at an endpoint, and take it away. */
  const isTheirs = (actor: Actor, { createdBy }: WebhookEndpoint): boolean =>
    isOperator(actor) || (createdBy !== undefined && keysOf(actor).some((key) => keysOf(createdBy).includes(key)));

  async function reached<T>(c: Asked, what: string, work: Promise<T>): Promise<T> {
    try {
      return await within(STORE_BUDGET_MS, 'PostgreSQL', work);
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, `Could not ${what} webhooks`);
      throw new Declined(notAccepted(c, { kind: 'away', what: 'store' }));
    }
  }

  /** Done as it is, it stays done. @param id of the request, where it may come again */
  async function note(by: Actor, act: string, name: string, id?: string): Promise<void> {
    const entry = { act, by, about: `webhook:${name}`, ...(id !== undefined && { id }) };
    try {
      await within(STORE_BUDGET_MS, 'PostgreSQL', audit.note(entry));
    } catch (error) {
      logger.warn({ act, webhook: name, reason: reasonOf(error) }, 'Could not write down what was done');
    }
  }

  /** @throws {Declined} when there is none, or none of theirs */
  async function theirs(c: Asked, actor: Actor, name: string): Promise<WebhookEndpoint> {
    const endpoint = await reached(c, 'look for', webhooks.find(name));
    if (endpoint === undefined || !isTheirs(await identities.know(actor), endpoint))
      throw new Declined(refused(c, 'no-such-endpoint'));
    return endpoint;
  }

  async function shown(c: Asked, endpoints: readonly WebhookEndpoint[]): Promise<WebhookJson[]> {
    const counts = await reached(c, 'count', webhooks.counts(endpoints.map(({ name }) => name)));
    return endpoints.map((endpoint) => toJson(endpoint, counts.get(endpoint.name)));
  }

  async function shownOne(c: Asked, endpoint: WebhookEndpoint): Promise<WebhookJson> {
    const [only] = await shown(c, [endpoint]);
    return only ?? toJson(endpoint);
  }

  return (app) => {
    app.openapi(createWebhook, async (c) => {
      const { url, events, places } = c.req.valid('json');
      const { actor } = c.var.caller;
      const asked = await once(c, { url, events, places });
      const created = await reached(
        c,
        'make',
        webhooks.create({
          eventKey: asked.eventKey,
          url,
          ...(events !== undefined && { events }),
          ...(places !== undefined && { places }),
          by: actor,
          mayKnowAll: isOperator(await identities.know(actor)),
        }),
      );
      if (created.kind === 'refused') {
        await asked.release();
        throw new Declined(refused(c, created.code));
      }
      await note(actor, 'webhook-create', created.endpoint.name, asked.eventKey);
      c.header('location', `/webhooks/${created.endpoint.name}`);
      return c.json({ ...toJson(created.endpoint), secret: created.secret }, 201);
    });

    app.openapi(listWebhooks, async (c) => {
      const actor = await identities.know(c.var.caller.actor);
      const all = await reached(c, 'list', webhooks.list());
      const seen = all.filter((endpoint) => isTheirs(actor, endpoint));
      return c.json({ webhooks: await shown(c, seen) }, 200);
    });

    app.openapi(getWebhook, async (c) => {
      const { webhookId } = c.req.valid('param');
      return c.json(await shownOne(c, await theirs(c, c.var.caller.actor, webhookId)), 200);
    });

    app.openapi(deleteWebhook, async (c) => {
      const { name } = await theirs(c, c.var.caller.actor, c.req.valid('param').webhookId);
      const removed = await reached(c, 'remove', webhooks.remove(name));
      if (removed.kind === 'refused') throw new Declined(refused(c, removed.code));
      await note(c.var.caller.actor, 'webhook-delete', name);
      return c.body(null, 204);
    });

    app.openapi(rotateWebhook, async (c) => {
      const { name } = await theirs(c, c.var.caller.actor, c.req.valid('param').webhookId);
      const rotated = await reached(c, 'change', webhooks.rotate(name));
      if (rotated.kind === 'refused') throw new Declined(refused(c, rotated.code));
      await note(c.var.caller.actor, 'webhook-rotate', name);
      return c.json({ secret: rotated.secret, earlierUntil: rotated.earlierUntil }, 200);
    });

    app.openapi(listDeliveries, async (c) => {
      const { state, limit, cursor } = c.req.valid('query');
      const { name } = await theirs(c, c.var.caller.actor, c.req.valid('param').webhookId);
      const after = readCursor(c, cursor, (id) => (EVENT_ID.test(id) ? id : undefined));
      const page = {
        limit: limit + 1,
        ...(state !== undefined && { state }),
        ...(after !== undefined && { after }),
      };
      const found = await reached(c, 'look at deliveries of', webhooks.deliveries(name, page));
      const deliveries = found.slice(0, limit);
      const last = deliveries.at(-1);
      const hasMore = found.length > limit && last !== undefined;
      return c.json({ deliveries, ...(hasMore && { next: toCursor(last.eventId) }) }, 200);
    });

    app.openapi(replayWebhook, async (c) => {
      const { eventId, since } = c.req.valid('json');
      const { name } = await theirs(c, c.var.caller.actor, c.req.valid('param').webhookId);
      const replayed = await reached(c, 'replay', webhooks.replay(name, whichOf(eventId, since)));
      if (replayed.kind === 'refused') throw new Declined(refused(c, replayed.code));
      await note(c.var.caller.actor, 'webhook-replay', name);
      return c.json({ replayed: replayed.count }, 200);
    });

    app.openapi(enableWebhook, async (c) => {
      const { name } = await theirs(c, c.var.caller.actor, c.req.valid('param').webhookId);
      const enabled = await reached(c, 'enable', webhooks.enable(name));
      if (enabled.kind === 'refused') throw new Declined(refused(c, enabled.code));
      await note(c.var.caller.actor, 'webhook-enable', name);
      return c.json(await shownOne(c, enabled.endpoint), 200);
    });
  };
}

/** About the address alone: what can be put right in the request. */
const OF_THE_ADDRESS: ReadonlySet<WebhookRefusal> = new Set([
  'not-an-address',
  'credentials',
  'port-refused',
  'not-https',
  'private-address',
]);

function refused(c: Asked, code: WebhookRefusal): Response {
  const detail = wordsFor(c).web.webhooks[code];
  if (OF_THE_ADDRESS.has(code))
    return problem({ status: 422, code, detail, more: { errors: [{ path: 'url', message: detail }] } });
  return problem({ status: code === 'no-such-endpoint' ? 404 : 409, code, detail });
}

function whichOf(eventId: string | undefined, since: string | undefined): Replayed {
  if (eventId !== undefined) return { kind: 'event', id: eventId };
  return since === undefined ? { kind: 'given-up' } : { kind: 'since', at: new Date(since) };
}

function toJson(
  { name, source, url, events, places, onlyOf, createdAt, disabledAt }: WebhookEndpoint,
  counts: WebhookCounts = { pending: 0, delivered: 0, givenUp: 0 },
): WebhookJson {
  return {
    webhookId: name,
    source,
    url,
    everything: onlyOf === undefined,
    createdAt,
    ...(events !== undefined && { events: [...events] }),
    ...(places !== undefined && { places: [...places] }),
    ...(disabledAt !== undefined && { disabledAt }),
    counts,
  };
}
