import type { Listed } from '../../src/chat/chat-desk.ts';
import type { ArticleSummary, Home } from '../../src/gateway/article-list.ts';
import type { Waiting } from '../../src/cards/list-card.ts';
import { SECOND_DRAFT, story } from './story.ts';

const HOUR_MS = 3_600_000;
const ANN = 'slack:T024BE7LH:U024BE7LH';
const BEN = 'telegram:123456789';

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);

const one = (articleId: string, topic: string, hours: number, more: Partial<ArticleSummary>): ArticleSummary => ({
  articleId,
  topic,
  requesterName: story.requester,
  requester: ANN,
  approvers: ['requester', BEN],
  stage: 'waiting',
  startedAt: hoursAgo(hours + 1),
  updatedAt: hoursAgo(hours),
  ...more,
});

const WAITING: readonly ArticleSummary[] = [
  one('4kx9m2c7pz0qrstv', 'What the packaging directive means for small shops', 51, {
    requesterName: story.approver,
    requester: BEN,
    score: 8.1,
    usd: 0.22,
    waits: {
      since: hoursAgo(51),
      escalatedAt: hoursAgo(3),
      missing: {
        kind: 'decision',
        about: { kind: 'draft', version: 3 },
        votes: { approvals: 3, rejections: 1, done: 1, rejected: 0 },
        waitingFor: ['requester', 'slack:T024BE7LH:group:S0614TZR7'],
      },
    },
  }),
  one('7k3m9x2c4p0qrstv', story.topic, 2, {
    score: 8.4,
    usd: 0.05,
    claimedBy: story.approver,
    waits: {
      since: hoursAgo(2),
      missing: { kind: 'decision', about: { kind: 'draft', version: 2 }, waitingFor: ['requester', BEN] },
    },
  }),
  one('9m2c7pz4kx0qrstv', 'Heat pumps in old houses', 0.4, {
    stage: 'stuck',
    score: 5.9,
    usd: 2.1,
    waits: { since: hoursAgo(0.4), missing: { kind: 'money', spentUsd: 2.1, capUsd: 2 } },
  }),
];

/** What waits for Ann, as each chat is told. */
export const INBOX: Listed = {
  kind: 'list',
  view: { scope: 'waiting', page: 1 },
  articles: WAITING,
  hasMore: false,
  count: { total: WAITING.length, isMore: false },
};

export const HOME: Home = {
  waitingForMe: { articles: WAITING, total: WAITING.length, isMore: false },
  askedByMe: [
    one('3k7m9x2c4p0qrstv', 'A short history of the paper clip', 0.1, { stage: 'drafting', startedAt: hoursAgo(0.1) }),
  ],
  running: [],
  finishedLastWeek: [
    one('5k7m9x2c4p0qrstv', 'Why clocks run clockwise', 50, { stage: 'delivered', score: 9, closedAt: hoursAgo(50) }),
  ],
};

/** How the drafts begin on which Ann may decide. */
export const OPENINGS: ReadonlyMap<string, Waiting> = new Map([
  [
    '7k3m9x2c4p0qrstv',
    {
      text: SECOND_DRAFT,
      status: {
        articleId: '7k3m9x2c4p0qrstv',
        topic: story.topic,
        requesterName: story.requester,
        stage: 'waiting',
        iteration: 2,
        maxIterations: 10,
        scores: [6.4, 8.4],
        drafts: [],
        waitingFor: ['requester'],
        decidable: [{ kind: 'draft', version: 2, hash: '591785b7', gate: 'g1' }],
        controls: [],
      },
    },
  ],
]);
