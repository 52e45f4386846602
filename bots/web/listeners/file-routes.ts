import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { DocumentReader } from '../../../src/document/document-reader.ts';
import { draftFileStem } from '../../../src/document/file-name.ts';
import type { Typesetter } from '../../../src/document/html/typesetter.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { withFootnotes } from '../../../src/protocol/citations.ts';
import type { DeliveredPage, DraftPageStore } from '../../../src/storage/draft-page-store.ts';
import { disposition, makeFile, type TextToFile } from '../render/files.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import type { Caller } from './caller.ts';
import { noSuchDraft, version } from './draft-routes.ts';
import { accepted, type Asked, Declined, hasTexts, notAccepted, problem, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';
import { articleParams, problems, SECURED } from './schemas/common.ts';

/** File systems take no longer ones. */
const MAX_NAME_CHARS = 255;
const RETRY_SECONDS = 5;
const fileName = z.string().min(1).max(MAX_NAME_CHARS).openapi({ example: 'how-tides-work.pdf' });

const file = {
  200: {
    description: 'The file.',
    content: {
      'text/markdown': { schema: z.string() },
      'text/html': { schema: z.string() },
      'application/pdf': { schema: z.string().openapi({ format: 'binary' }) },
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
        schema: z.string().openapi({ format: 'binary' }),
      },
      'application/json': { schema: z.looseObject({}) },
    },
  },
} as const;

const getFile = createRoute({
  operationId: 'getFile',
  method: 'get',
  path: '/articles/{articleId}/files/{name}',
  tags: ['Articles'],
  summary: 'A file of what was delivered',
  description:
    'Called as `delivered.files` of the article says, ending in .md, .docx, .html or .pdf; also .extras.md, and receipt.json.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams.extend({ name: fileName }) },
  responses: { ...file, ...problems(404, 409, 410) },
});

const getDraftFile = createRoute({
  operationId: 'getDraftFile',
  method: 'get',
  path: '/articles/{articleId}/drafts/{version}/files/{name}',
  tags: ['Articles'],
  summary: 'A draft as a file',
  description:
    'Called `draft.md`, `draft.docx`, `draft.html` or `draft.pdf`; it is kept under the name of its article.',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams.extend({ version, name: fileName }) },
  responses: { ...file, ...problems(404, 409, 410) },
});

const getReceipt = createRoute({
  operationId: 'getReceipt',
  method: 'get',
  path: '/articles/{articleId}/receipt',
  tags: ['Articles'],
  summary: 'The receipt of what was delivered: hashes, decisions, whose words it is made of, models, facts',
  security: SECURED,
  middleware: allow('articles:read'),
  request: { params: articleParams },
  responses: {
    200: { description: 'The receipt, to the byte.', content: { 'application/json': { schema: z.looseObject({}) } } },
    ...problems(404, 409, 410),
  },
});

export interface FileRoutesOptions {
  readonly desk: Pick<ChatDesk, 'admission'>;
  readonly drafts: Pick<DraftPageStore, 'find' | 'delivered'>;
  /** Not the one that people wait for to read something: a file takes longer. */
  readonly typesetter: Pick<Typesetter, 'page' | 'pdf'>;
  readonly reader: DocumentReader;
  /** Whether articles come with their receipt. */
  readonly withReceipt: boolean;
  readonly logger: Logger;
}

/** What people take away: the delivered article, or a draft, as files. */
export function fileRoutes({ desk, drafts, typesetter, reader, withReceipt, logger }: FileRoutesOptions): Routes {
  async function deliveredTo(c: Asked, { actor }: Caller, articleId: string) {
    hasTexts(c, accepted(c, await desk.admission(actor, articleId)));
    const { value } = accepted(c, await readStore(logger, 'what was delivered', drafts.delivered(articleId)));
    if (value?.article === null || value?.article === undefined) throw notDelivered(c, articleId, value);
    return { article: value.article, language: value.textLanguage, finishedAt: value.finishedAt };
  }

  async function answer(c: Asked, text: TextToFile, name: string): Promise<Response> {
    const { web } = wordsFor(c);
    const made = await makeFile(text, name, { typesetter, reader, words: web.notes });
    switch (made.kind) {
      case 'file':
        return new Response(made.bytes.slice(), {
          headers: {
            'content-type': made.mediaType,
            'content-length': String(made.bytes.byteLength),
            'content-disposition': disposition(made.name),
            'x-content-type-options': 'nosniff',
            'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
          },
        });
      case 'none':
        return problem({ status: 404, code: 'no-such-file', detail: web.noSuchFile });
      case 'letters':
        return problem({ status: 409, code: 'no-pdf', detail: web.noPdf });
      case 'late':
        return problem({ status: 503, code: 'file-late', detail: web.fileLate, retryAfter: RETRY_SECONDS });
      default:
        return made satisfies never;
    }
  }

  return (app) => {
    app.openapi(getFile, async (c) => {
      const { articleId, name } = c.req.valid('param');
      const { article, language, finishedAt } = await deliveredTo(c, c.var.caller, articleId);
      const { receipt, ...rest } = article;
      const text: TextToFile = {
        ...rest,
        ...(withReceipt && receipt !== undefined && { receipt }),
        ...(language !== null && { language }),
        madeAt: finishedAt?.getTime() ?? 0,
      };
      return (await answer(c, text, name)) as never;
    });

    app.openapi(getDraftFile, async (c) => {
      const { articleId, version: number, name } = c.req.valid('param');
      hasTexts(c, accepted(c, await desk.admission(c.var.caller.actor, articleId)));
      const { value } = accepted(c, await readStore(logger, 'a draft', drafts.find(articleId, number)));
      if (value === undefined) throw noSuchDraft(c, number);
      const { topic, edition, isOutline, textLanguage, notes, extras, createdAt } = value;
      const stem = draftFileStem(topic, { version: number, ...(isOutline && { outline: true }) }, edition);
      const text: TextToFile = {
        title: topic,
        text: withFootnotes(value.text, notes),
        fileName: `${stem}.md`,
        extras,
        ...(textLanguage !== null && { language: textLanguage }),
        madeAt: createdAt.getTime(),
      };
      return (await answer(c, text, name.replace(/^draft(?=\.)/, stem))) as never;
    });

    app.openapi(getReceipt, async (c) => {
      const { articleId } = c.req.valid('param');
      const { article } = await deliveredTo(c, c.var.caller, articleId);
      if (!withReceipt || article.receipt === undefined)
        return problem({ status: 404, code: 'no-receipt', detail: wordsFor(c).web.noReceipt }) as never;
      return c.body(article.receipt, 200, { 'content-type': 'application/json' }) as never;
    });
  };
}

function notDelivered(c: Asked, articleId: string, found: DeliveredPage | undefined): Declined {
  const refusal =
    found === undefined
      ? ({ code: 'no-such-article', articleId } as const)
      : ({ code: 'not-delivered', stage: found.stage } as const);
  return new Declined(notAccepted(c, { kind: 'refused', refusal }));
}
