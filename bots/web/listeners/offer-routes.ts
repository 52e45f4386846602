import { createRoute } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { SOURCE_ENDINGS } from '../../../src/chat/take-file.ts';
import { LENGTH_WORDS, MAX_DESCRIPTION_CHARS } from '../../../src/chat/to-article-request.ts';
import { withDefaults } from '../../../src/chat/with-defaults.ts';
import type { OrdersConfig } from '../../../src/config/orders-schema.ts';
import {
  type InterfaceLanguage,
  MAX_PASTED_CHARS,
  MAX_SOURCE_FILES,
  MAX_TOPIC_CHARS,
} from '../../../src/protocol/article.ts';
import { MAX_APPROVALS } from '../../../src/protocol/stricter.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { languageFor, wordsFor } from './problem.ts';
import { problems, SECURED } from './schemas/common.ts';
import { type Offers, offersSchema } from './schemas/offers-schema.ts';

const getOffers = createRoute({
  operationId: 'getOffers',
  method: 'get',
  path: '/offers',
  tags: ['Articles'],
  summary: 'What an article may be asked to be',
  description:
    'For a form: what the house has, what it takes an order to mean that does not say, and what is too much.',
  security: SECURED,
  middleware: allow('articles:read'),
  responses: {
    200: { description: 'What there is.', content: { 'application/json': { schema: offersSchema } } },
    ...problems(),
  },
});

export interface OfferRoutesOptions {
  readonly desk: Pick<ChatDesk, 'objectionToStart' | 'approvalRoom'>;
  readonly orders: OrdersConfig;
  readonly templates: readonly TemplateOffered[];
  readonly maxFileBytes: number;
  readonly readsSources: boolean;
}

/** A kind of text, with words by language. */
interface TemplateOffered {
  readonly id: string;
  readonly words: Readonly<Record<string, { readonly name: string; readonly useWhen: string }>>;
}

/** What may be asked for. */
export function offerRoutes({ desk, orders, templates, maxFileBytes, readsSources }: OfferRoutesOptions): Routes {
  return (app) => {
    app.openapi(getOffers, async (c) => {
      const { actor, home, scopes, session } = c.var.caller;
      const t = wordsFor(c);
      const refusal = await desk.objectionToStart(actor, home);
      // What a token may not do, whoever made it knows.
      const isVouched = session === undefined || scopes.has('articles:start');
      const objection = isVouched ? refusal && replyWords(refusal, t, '') : t.web.notVouched;
      const { topic: _, ...defaults } = withDefaults({ topic: '' }, orders, home);
      const roomFor = async (template?: string) => ({ ...(await desk.approvalRoom(actor, home, template)) });
      const kinds = await Promise.all(
        templates.map(async (template) => ({
          ...offered(template, languageFor(c)),
          approval: await roomFor(template.id),
        })),
      );
      return c.json(
        {
          ...(objection !== undefined && { objection }),
          templates: kinds,
          approval: await roomFor(defaults.template),
          languages: [...orders.choices.languages],
          lengths: [...orders.choices.lengths],
          defaults: defaults as Offers['defaults'],
          limits: {
            topicChars: MAX_TOPIC_CHARS,
            descriptionChars: MAX_DESCRIPTION_CHARS,
            leastWords: LENGTH_WORDS.least,
            mostWords: LENGTH_WORDS.most,
            pastedChars: MAX_PASTED_CHARS,
            approvals: MAX_APPROVALS,
            files: MAX_SOURCE_FILES,
            fileBytes: maxFileBytes,
            fileEndings: SOURCE_ENDINGS.map((ending) => `.${ending}`),
          },
          readsSources,
        },
        200,
      );
    });
  };
}

function offered({ id, words }: TemplateOffered, language: InterfaceLanguage) {
  const { name, useWhen } = words[language] ?? words['en'] ?? { name: id, useWhen: '' };
  return { id, name, useWhen };
}
