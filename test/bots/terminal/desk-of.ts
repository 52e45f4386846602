import { type ChatDesk, createChatDesk } from '../../../src/chat/chat-desk.ts';
import type { ArticleGateway } from '../../../src/gateway/article-gateway.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { NO_MEMBERSHIP } from '../../support/no-membership.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';

/** The desk as the terminal has it, in front of a gateway that a test plays: every article is Ann's, who decides. */
export function deskOf(gateway: ArticleGateway): ChatDesk {
  return createChatDesk({
    gateway,
    drafts: {
      storeEdited: ({ draftId }) => Promise.resolve({ draftId, hash: 'e5f7a1b2' }),
      storeCopy: ({ draftId, of }) => Promise.resolve({ draftId, hash: of.hash }),
    },
    articles: {
      find: (articleId) =>
        Promise.resolve({
          articleId,
          request: { topic: 'How tides work', language: 'en' },
          requester: { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] },
          language: 'en',
          settings: TEST_SETTINGS,
          home: { platform: 'terminal', channel: 'ann' },
        }),
    },
    costs: {
      read: () =>
        Promise.resolve({
          person: { today: { calls: 0, unpriced: 0, usd: 0 }, month: { calls: 14, unpriced: 12, usd: 0.34 } },
          articles: [
            {
              articleId: '7k3m9x2c4p0qrstv',
              topic: 'How tides work',
              stage: 'waiting',
              calls: 2,
              unpriced: 0,
              usd: 0.34,
            },
          ],
        }),
    },
    operators: [],
    membership: NO_MEMBERSHIP,
    articleLanguage: 'auto',
    logger: createLogger({ level: 'silent' }),
  });
}
