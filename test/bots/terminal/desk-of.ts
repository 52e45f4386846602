import { OPEN_DOOR } from '../../../src/chat/door.ts';
import { type ChatDesk, createChatDesk } from '../../../src/chat/chat-desk.ts';
import type { ArticleGateway } from '../../../src/gateway/article-gateway.ts';
import { sha256 } from '../../../src/storage/draft-store.ts';
import type { Editions } from '../../../src/storage/edition-store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { NO_MEMBERSHIP } from '../../support/no-membership.ts';
import { NO_AUDIT } from '../../support/no-audit.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';

const TEXT = '# How tides work\n\nIt does not lower the level.\n';

/** What was delivered of every article, whose final edit had proposed two things. */
const DELIVERED: Editions = {
  count: 1,
  newest: { articleId: '', edition: 1, stage: 'delivered' },
  proposals: [
    { approved: 'It does not lower the level.', wanted: 'It lowers the level.', reason: 'negation' },
    { approved: '', wanted: 'And one sentence more.', reason: 'added' },
  ],
  editor: 'editor',
  delivered: {
    articleId: '7k3m9x2c4p0qrstv',
    first: '7k3m9x2c4p0qrstv',
    edition: 1,
    request: { topic: 'How tides work', language: 'en' },
    requester: { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] },
    language: 'en',
    thread: { platform: 'terminal', channel: 'ann' },
    text: TEXT,
    sha256: sha256(TEXT),
    author: 'agent',
    sections: [{ id: 's1', heading: 'How tides work', hash: sha256(TEXT), author: 'agent', chars: TEXT.length }],
  },
};

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
    editions: { find: async (articleId) => ({ ...DELIVERED, newest: { ...DELIVERED.newest, articleId } }) },
    translations: {
      find: (articleId) =>
        Promise.resolve({
          first: articleId,
          topic: 'How tides work',
          language: 'en',
          delivered: { articleId, edition: 1, title: 'How tides work' },
          translations: [],
        }),
      original: (articleId) =>
        Promise.resolve({
          articleId,
          edition: 1,
          language: 'ru',
          title: 'Отчего бывают приливы',
          text: 'Луна притягивает воду.',
          sections: [],
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
    style: {
      adopt: (_articleId, _number, { displayName }) =>
        Promise.resolve({ ours: 'e-mail', others: ['email'], byName: displayName, at: '2026-11-23T14:07:00.000Z' }),
    },
    operators: [],
    audit: NO_AUDIT,
    door: OPEN_DOOR,
    membership: NO_MEMBERSHIP,
    articleLanguage: 'auto',
    logger: createLogger({ level: 'silent' }),
  });
}
