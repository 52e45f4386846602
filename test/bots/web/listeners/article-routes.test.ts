import { describe, expect, it } from 'vitest';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import { articleRoutes } from '../../../../bots/web/listeners/article-routes.ts';
import type { Caller } from '../../../../bots/web/listeners/caller.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import type { ArticleStatus } from '../../../../src/protocol/desk-state.ts';
import type { ArticleOverview } from '../../../../src/storage/overview-store.ts';
import { TEST_SETTINGS } from '../../../support/settings.ts';

const ARTICLE_ID = '7k3m9x2c4p0qrstv';
const ANN = { platform: 'web', userId: 'ann', displayName: 'Ann', groups: [] };
const CALLER: Caller = {
  actor: ANN,
  scopes: new Set(['articles:read']),
  name: 'token:1',
  home: { platform: 'web', channel: 'web:ann' },
};
const WRITTEN_DOWN: ArticleOverview = {
  articleId: ARTICLE_ID,
  request: { topic: 'Tides', language: 'en' },
  language: 'en',
  edition: 1,
  requester: ANN,
  home: { platform: 'web', channel: 'web:ann' },
  settings: TEST_SETTINGS,
  stage: 'drafting',
  createdAt: new Date(0),
  updatedAt: new Date(0),
  drafts: [],
};
const TOLD: ArticleStatus = {
  articleId: ARTICLE_ID,
  topic: 'Tides',
  requesterName: 'Ann',
  stage: 'paused',
  iteration: 1,
  maxIterations: 10,
  scores: [],
  drafts: [],
  waitingFor: [],
  decidable: [],
  controls: [],
};

async function stageOf(told: Promise<ArticleStatus>, lookMs: number): Promise<unknown> {
  const logger = createLogger({ level: 'silent' });
  const app = createApp({
    routes: [
      articleRoutes({
        desk: {
          admission: async (actor) => ({
            kind: 'admitted',
            admission: { actor, rules: { approvers: ['requester'], requester: 'web:ann' }, isSeen: true },
          }),
          status: async () => ({ kind: 'status', status: await told }),
        },
        overviews: { find: () => Promise.resolve(WRITTEN_DOWN) },
        lookMs,
        logger,
      }),
    ],
    authenticators: [() => Promise.resolve(CALLER)],
    origins: createOrigins(undefined),
    logger,
  });
  const answer = await app.request(`http://127.0.0.1/articles/${ARTICLE_ID}`, { headers: { host: '127.0.0.1' } });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { readonly stage: unknown }).stage;
}

describe('an article that is looked at', () => {
  it('is as its desk tells', async () => {
    expect(await stageOf(Promise.resolve(TOLD), 60_000)).toBe('paused');
  });

  it('is as it was written down last while the desk has no time', async () => {
    expect(await stageOf(new Promise(() => undefined), 1)).toBe('drafting');
  });
});
