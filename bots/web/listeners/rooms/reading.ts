import { createFeedCards } from '../../../../src/delivery/feed-cards.ts';
import { createTypesetter } from '../../../../src/document/html/typesetter.ts';
import { createDraftPageStore } from '../../../../src/storage/draft-page-store.ts';
import { createFeedPageStore } from '../../../../src/storage/feed-page-store.ts';
import { createOverviewStore } from '../../../../src/storage/overview-store.ts';
import type { Routes } from '../app.ts';
import { articleRoutes } from '../article-routes.ts';
import type { Authenticate } from '../caller.ts';
import { draftRoutes } from '../draft-routes.ts';
import { fileRoutes } from '../file-routes.ts';
import { liveRoutes } from '../live-routes.ts';
import { createArticleHub } from '../../messenger/article-hub.ts';
import { createShowFeed } from '../../messenger/show-feed.ts';
import { PLATFORM } from '../../platform.ts';
import type { House } from './house.ts';

/** Articles as they are read: how they stand, as set type, as files, and while they are being written. */
export interface ReadingRoom {
  readonly routes: readonly Routes[];
  /** Shows articles to those who watch them, until the signal. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** For a file of 40,000 characters, on a machine that does a lot else. */
const FILE_DEADLINE_MS = 30_000;

/** @param authenticate says who somebody is who watches, again and again */
export function openReading({ config, platform, desk, logger }: House, authenticate: Authenticate): ReadingRoom {
  const { pool, reader, runUrl } = platform;
  const withReceipt = config.receipt.deliver;
  const typesetter = createTypesetter({
    report: (failure) => logger.warn({ err: failure }, 'A text is shown as it is written'),
  });
  // A PDF takes longer than whoever reads a draft would wait for it.
  const filesetter = createTypesetter({
    deadlineMs: FILE_DEADLINE_MS,
    report: (failure) => logger.warn({ err: failure }, 'A file could not be made'),
  });
  const drafts = createDraftPageStore(pool);
  const feeds = createFeedPageStore(pool);
  const cards = createFeedCards({
    reader,
    ...(runUrl !== undefined && { runUrl }),
    templates: config.agents.house.templates,
    withReceipt,
    door: PLATFORM,
  });
  const show = createShowFeed(cards, typesetter);
  const hub = createArticleHub({ feeds, show, logger });
  return {
    routes: [
      articleRoutes({ desk, overviews: createOverviewStore(pool), logger }),
      draftRoutes({ desk, drafts, typesetter, logger }),
      fileRoutes({ desk, drafts, typesetter: filesetter, reader, withReceipt, logger }),
      liveRoutes({ desk, feeds, hub, show, authenticate, limits: config.web.streams, logger }),
    ],
    run: (signal) => hub.run(signal),
    async close() {
      await Promise.all([typesetter.close(), filesetter.close()]);
    },
  };
}
