import { createDraftPageStore } from '../../../../src/storage/draft-page-store.ts';
import { createOverviewStore } from '../../../../src/storage/overview-store.ts';
import { actRoutes } from '../act-routes.ts';
import type { Routes } from '../app.ts';
import { commentRoutes } from '../comment-routes.ts';
import { listRoutes } from '../list-routes.ts';
import { peopleRoutes } from '../people-routes.ts';
import { offerRoutes } from '../offer-routes.ts';
import { scheduleRoutes } from '../schedule-routes.ts';
import { startRoutes } from '../start-routes.ts';
import { translationRoutes } from '../translation-routes.ts';
import { statsRoutes } from '../stats-routes.ts';
import type { House } from './house.ts';

/** What people ask of articles: to have one written, now or again and again, which there are, and what they decide. */
export function routesOfAsking({ config, platform, desk, once, logger }: House): readonly Routes[] {
  const { pool, files } = platform;
  return [
    offerRoutes({
      desk,
      orders: config.orders,
      templates: config.agents.house.templates,
      maxFileBytes: config.fetch.maxBytes,
      readsSources: config.article.research?.when !== 'never',
    }),
    listRoutes(desk),
    peopleRoutes(desk),
    actRoutes({ desk, drafts: createDraftPageStore(pool), overviews: createOverviewStore(pool), files, once, logger }),
    commentRoutes({ desk, once }),
    startRoutes({ desk, files, once, logger }),
    translationRoutes({ desk, once }),
    scheduleRoutes({ desk, files, once, logger }),
    statsRoutes(desk),
  ];
}
