import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { type ArticleGateway, createArticleGateway } from '../../src/gateway/article-gateway.ts';
import { type ArticleIds, createArticleIds } from '../../src/gateway/article-id.ts';
import type { ArticleSettings } from '../../src/protocol/settings.ts';
import { createArticleList } from '../../src/storage/article-list.ts';
import { createRequestStore } from '../../src/storage/request-store.ts';
import { TEST_SETTINGS } from './settings.ts';

/** The ids of articles in tests. */
const TEST_IDS: ArticleIds = createArticleIds('a secret of the tests, for the ids of articles');

export interface OpenGatewayOptions {
  readonly client: Client;
  readonly pool: Pool;
  /** Default: those of tests. */
  readonly settings?: ArticleSettings;
  readonly answerBudgetMs?: number;
}

/** A gateway on real servers, as bots have it. */
export function openGateway({ pool, settings = TEST_SETTINGS, ...rest }: OpenGatewayOptions): ArticleGateway {
  return createArticleGateway({
    ...rest,
    ids: TEST_IDS,
    requests: createRequestStore(pool),
    lists: createArticleList(pool),
    settings,
  });
}
