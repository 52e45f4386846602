import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { type Alike, isAccepted } from '../../../src/chat/reply.ts';
import { alikeWords } from '../../../src/chat/reply-words.ts';
import type { TypedRequest } from '../../../src/chat/to-article-request.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import type { SourceFile } from '../../../src/protocol/article.ts';
import type { SourceFileStore } from '../../../src/storage/source-file-store.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import type { Once } from './once.ts';
import { namedFiles, type NamedFilesOptions } from './named-files.ts';
import { accepted, type Asked, Declined, languageFor, problem, wordsFor } from './problem.ts';
import { onceHeaders, problems, SECURED } from './schemas/common.ts';
import { keptFileSchema, type Order, orderSchema, startedResponses } from './schemas/order-schema.ts';

const startArticle = createRoute({
  operationId: 'startArticle',
  method: 'post',
  path: '/articles',
  tags: ['Articles'],
  summary: 'Has an article written',
  description:
    'What the order leaves open is as the settings have it. It may be sent again under its `Idempotency-Key`: of all that arrive, one article is made. Where one is there of a like topic, nothing is started (`like-another`, with `other`) before it is sent with `evenIfLike`.',
  security: SECURED,
  middleware: allow('articles:start'),
  request: {
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: orderSchema } } },
  },
  responses: {
    ...startedResponses,
    ...problems(400, 409, 413, 415),
  },
});

const keepFile = createRoute({
  operationId: 'keepFile',
  method: 'post',
  path: '/files',
  tags: ['Articles'],
  summary: 'Keeps a file that is to be a source',
  description:
    'Markdown, text, PDF or Word. Nothing comes of it before an order names it, and it is gone when it was read, or after 90 days.',
  security: SECURED,
  middleware: allow('articles:start'),
  request: {
    headers: onceHeaders,
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({
            file: z
              .instanceof(File)
              .openapi({ type: 'string', format: 'binary', description: 'The file with its name.' }),
          }),
        },
      },
    },
  },
  responses: {
    201: { description: 'It is kept.', content: { 'application/json': { schema: keptFileSchema } } },
    ...problems(400, 409, 413, 415),
  },
});

export interface StartRoutesOptions {
  readonly desk: Pick<ChatDesk, 'start' | 'startHeld' | 'takeFile'>;
  readonly files: Pick<SourceFileStore, 'named'>;
  readonly once: Once;
  readonly logger: Logger;
}

/** How an article begins. */
export function startRoutes({ desk, files, once, logger }: StartRoutesOptions): Routes {
  return (app) => {
    app.openapi(startArticle, async (c) => {
      const order = c.req.valid('json');
      const { actor, home } = c.var.caller;
      const request = await readOrder(c, order, { files, logger });
      const asked = await once(c, order);
      const begun = await desk.start(actor, {
        eventKey: asked.eventKey,
        request,
        thread: home,
        language: languageFor(c),
      });
      const isMeant = begun.kind === 'alike' && order.evenIfLike === true;
      const reply = isMeant ? await desk.startHeld(actor, begun.orderId) : begun;
      if (!isAccepted(reply)) await asked.release();
      if (reply.kind === 'alike') throw new Declined(likeAnother(c, reply));
      const { articleId, topic } = accepted(c, reply);
      c.header('location', `/articles/${articleId}`);
      return c.json({ articleId, topic }, asked.isRepeated ? 200 : 201);
    });

    app.openapi(keepFile, async (c) => {
      const { file } = c.req.valid('form');
      const { actor, home } = c.var.caller;
      const bytes = new Uint8Array(await file.arrayBuffer());
      const content = createHash('sha256').update(bytes).digest('hex');
      const asked = await once(c, [file.name, content]);
      const reply = await desk.takeFile(actor, {
        thread: home,
        file: {
          // Whoever names a file in an order has to have had it: nobody guesses what is made of its content.
          eventKey: `${asked.eventKey}:${content}`,
          name: file.name,
          size: bytes.byteLength,
          fetch: (maxBytes) => Promise.resolve(bytes.byteLength > maxBytes ? 'too-large' : bytes),
        },
      });
      if (reply.kind !== 'kept') await asked.release();
      const { id, name } = accepted(c, reply).file;
      return c.json({ fileId: id, name }, 201);
    });
  };
}

/** An order as the desk takes it. @throws {Declined} when it names a file that is not there, or not any more */
export async function readOrder(c: Asked, order: Order, options: NamedFilesOptions): Promise<TypedRequest> {
  return toTyped(order, await namedFiles(c, filesIn(order), options));
}

function filesIn({ sources = [] }: Order): readonly { readonly id: string; readonly path: string }[] {
  return sources.flatMap((source, at) =>
    'fileId' in source ? [{ id: source.fileId, path: `sources.${at}.fileId` }] : [],
  );
}

function likeAnother(c: Asked, reply: Alike): Response {
  const { articleId, topic, stage, requesterName, startedAt } = reply.other;
  const other = { articleId, topic, stage, requesterName, startedAt: startedAt.toISOString() };
  const detail = alikeWords(reply, wordsFor(c));
  return problem({ status: 409, code: 'like-another', detail, more: { outcome: 'refused', other } });
}

function toTyped(
  { sources = [], evenIfLike: _, approval: { atLeast: approvals, approvers } = {}, ...order }: Order,
  files: readonly SourceFile[],
): TypedRequest {
  const addresses = sources.flatMap((source) => ('address' in source ? [source.address] : []));
  const texts = sources.flatMap((source) => ('text' in source ? [source.text] : []));
  const stated = Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined));
  return {
    ...(stated as Pick<TypedRequest, 'topic'>),
    ...(approvals !== undefined && { approvals }),
    ...(approvers !== undefined && { approvers }),
    ...(addresses.length > 0 && { sources: addresses }),
    ...(texts.length > 0 && { pasted: texts.join('\n\n') }),
    ...(files.length > 0 && { files }),
  };
}
