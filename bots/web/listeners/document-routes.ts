import type { OpenAPIHono } from '@hono/zod-openapi';
import { languageFor, wordsFor } from './problem.ts';
import type { Routes, WebEnv } from './app.ts';
import { drawReference, REFERENCE_STYLE } from '../render/reference.ts';
import { type ApiDocument, referenceOf } from '../render/reference-of.ts';

export interface DocumentRoutesOptions {
  /** Of the product: `0.2.0`. */
  readonly version: string;
  /** Where people reach it: `http://127.0.0.1:8000`. Absent: where they asked. */
  readonly url?: string;
}

/** The style of the reference, which the policy of its page lets it load. */
const STYLE_PATH = '/docs.css';
const CACHE = 'public, max-age=300';

/** What all routes that were added before it do, for programs and for people. It has to come last. */
export function documentRoutes({ version, url }: DocumentRoutesOptions): Routes {
  return (app) => {
    let document: ApiDocument | undefined;
    const describe = (): ApiDocument => (document ??= describeApi(app, { version, ...(url !== undefined && { url }) }));
    app.get('/openapi.json', (c) => {
      c.header('cache-control', CACHE);
      return c.json(describe());
    });
    app.get('/docs', (c) => {
      c.header('cache-control', CACHE);
      c.header('vary', 'accept-language');
      return c.html(
        drawReference(referenceOf(describe()), {
          language: languageFor(c),
          words: wordsFor(c).web.reference,
          style: STYLE_PATH,
        }),
      );
    });
    app.get(STYLE_PATH, (c) =>
      c.body(REFERENCE_STYLE, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': CACHE }),
    );
  };
}

/** The document of OpenAPI 3.1 of all that an app answers. */
function describeApi(app: OpenAPIHono<WebEnv>, { version, url }: DocumentRoutesOptions): ApiDocument {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token, as `npm run token` makes it: `Authorization: Bearer cdk_…`.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-copydesk',
    description: 'The session of somebody who is signed in to the page.',
  });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Copydesk',
      version,
      description:
        'A newsroom for programs: an article is asked for, written, criticised, checked, decided on by people and delivered, by the same rules as in chats. What is answered with 2xx does not get lost; what is not was not done.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    ...(url !== undefined && { servers: [{ url }] }),
    tags: [
      { name: 'Articles', description: 'Asked for, listed, read.' },
      { name: 'Decisions', description: 'What people decide, and how they act on an article.' },
      { name: 'Schedules', description: 'Articles that are asked for again and again.' },
      { name: 'Agents', description: 'Asked by themselves: JSON in, JSON out, and no article.' },
      { name: 'Service', description: 'Of the server itself.' },
      { name: 'Comments', description: 'What is said of passages.' },
      { name: 'Webhooks', description: 'Who is told what happens to articles, and what became of it.' },
      { name: 'Session', description: 'Who somebody is, and where they are signed in.' },
    ],
  });
  // Of what it may have, the parts that ours have.
  return document as unknown as ApiDocument;
}
