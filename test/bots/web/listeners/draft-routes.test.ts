import { describe, expect, it, onTestFinished } from 'vitest';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import type { Caller } from '../../../../bots/web/listeners/caller.ts';
import { draftRoutes } from '../../../../bots/web/listeners/draft-routes.ts';
import { diffSchema, draftSchema } from '../../../../bots/web/listeners/schemas/draft-schema.ts';
import { refused } from '../../../../src/chat/reply.ts';
import { createTypesetter } from '../../../../src/document/html/typesetter.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { sha256 } from '../../../../src/storage/draft-store.ts';
import type { DraftPage, DraftPageStore } from '../../../../src/storage/draft-page-store.ts';

const logger = createLogger({ level: 'silent' });
const CALLER: Caller = {
  actor: { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] },
  scopes: new Set(['articles:read']),
  name: 'token:1',
  home: { platform: 'web', channel: 'terminal:ann' },
};

function page(version: number, text: string): DraftPage {
  return {
    topic: 'Tides',
    textLanguage: 'en',
    edition: 1,
    draftId: `d${version}`,
    version,
    sha256: sha256(text),
    author: 'agent',
    authorName: 'writer',
    createdAt: new Date(0),
    isOutline: false,
    text,
    lineage: [{ draftId: `d${version}`, version, text, author: 'agent', sections: [] }],
    notes: [],
    critique: null,
    factReports: [],
    citations: null,
    ledger: [],
    extras: [],
  };
}

function appWith({
  store,
  isHidden = false,
  textsGoneAt,
  caller = CALLER,
}: {
  store?: Pick<DraftPageStore, 'find' | 'text'>;
  isHidden?: boolean;
  textsGoneAt?: Date;
  caller?: Caller;
} = {}) {
  const pages = [page(1, 'The tide falls.'), page(2, 'The tide rises.')];
  const find = (_: string, version: number) => Promise.resolve(pages[version - 1]);
  const typesetter = createTypesetter();
  onTestFinished(() => typesetter.close());
  const routes = draftRoutes({
    desk: {
      admission: async (actor, articleId) =>
        isHidden
          ? refused({ code: 'no-such-article', articleId })
          : {
              kind: 'admitted',
              admission: {
                actor,
                rules: { approvers: [], requester: '' },
                isSeen: true,
                ...(textsGoneAt && { textsGoneAt }),
              },
            },
    },
    drafts: store ?? { find, text: find },
    typesetter,
    logger,
  });
  return createApp({
    routes: [routes],
    authenticators: [() => Promise.resolve(caller)],
    origins: createOrigins(undefined),
    logger,
  });
}

describe('GET /articles/{id}/drafts/{n}', () => {
  it.each(['/drafts/2', '/diff?from=1&to=2'])('says that the texts are deleted, and since when: %s', async (path) => {
    const app = appWith({ textsGoneAt: new Date('2026-11-30T12:00:00Z') });
    const answer = await app.request(`/articles/7k3m9x2c4p0qrstv${path}`);
    expect(answer.status).toBe(410);
    expect(await answer.json()).toMatchObject({
      code: 'texts-gone',
      at: '2026-11-30T12:00:00.000Z',
      detail: expect.stringContaining('30 Nov 2026'),
    });
  });

  it('answers the draft as it is described', async () => {
    const answer = await appWith().request('/articles/7k3m9x2c4p0qrstv/drafts/2');
    expect(answer.status).toBe(200);
    const body: unknown = await answer.json();
    expect(draftSchema.strict().parse(body)).toEqual(body);
    expect(body).toMatchObject({ version: 2, markdown: 'The tide rises.', html: '<p dir="auto">The tide rises.</p>' });
  });

  it.each([
    ['/articles/7k3m9x2c4p0qrstv/drafts/7', 404, 'no-such-draft'],
    ['/articles/7k3m9x2c4p0qrstv/drafts/0', 422, 'invalid-request'],
    ['/articles/7k3m9x2c4p0qrstv/drafts/x', 422, 'invalid-request'],
    ['/articles/7k3m9x2c4p0qrstv/drafts/99999999999', 422, 'invalid-request'],
    ['/articles/7k3m9x2c4p0qrstv/diff?from=1', 422, 'invalid-request'],
    ['/articles/7k3m9x2c4p0qrstv/diff?from=1&to=3', 404, 'no-such-draft'],
  ])('%s is a problem', async (path, status, code) => {
    const answer = await appWith().request(path);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });

  it.each(['/articles/7k3m9x2c4p0qrstv/drafts/1', '/articles/7k3m9x2c4p0qrstv/diff?from=1&to=2'])(
    '%s does not say that there is an article to who may not see it',
    async (path) => {
      const answer = await appWith({ isHidden: true }).request(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'no-such-article', outcome: 'refused' });
    },
  );

  it('wants the scope to read', async () => {
    const answer = await appWith({ caller: { ...CALLER, scopes: new Set(['articles:start']) } }).request(
      '/articles/7k3m9x2c4p0qrstv/drafts/1',
    );
    expect(answer.status).toBe(403);
  });

  it('says when to come again while the database is away', async () => {
    const fail = () => Promise.reject(new Error('ECONNREFUSED'));
    const answer = await appWith({ store: { find: fail, text: fail } }).request('/articles/7k3m9x2c4p0qrstv/drafts/1');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'away' });
  });
});

describe('GET /articles/{id}/diff', () => {
  it('answers what changed as it is described', async () => {
    const answer = await appWith().request('/articles/7k3m9x2c4p0qrstv/diff?from=1&to=2');
    const body: unknown = await answer.json();
    expect(diffSchema.strict().parse(body)).toEqual(body);
    expect(body).toMatchObject({ from: 1, to: 2, sections: [{ kind: 'changed' }] });
  });
});
