import type { ArticleLine, ArticlePage } from '../../../bots/web/page/core/articles.ts';
import type { Article, Draft } from '../../../bots/web/page/core/article.ts';
import type { Session } from '../../../bots/web/page/core/session.ts';
import { toHtml } from '../../../src/document/html/to-html.ts';
import { SECOND_DRAFT, story } from '../story.ts';

const HOUR_MS = 60 * 60 * 1000;
const ANN = { key: 'web:ann', name: story.requester };
const BEN = { key: 'web:ben', name: story.approver };

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

const session: Session = { person: ANN, csrfToken: 'none', scopes: [], language: 'en' };

const current = { version: 2, hash: '591785b7' };

const article: Article = {
  articleId: '7k3m9x2c4p0qrstv',
  topic: story.topic,
  language: 'en',
  interfaceLanguage: 'en',
  edition: 1,
  requester: ANN,
  home: { platform: 'web', channel: ANN.key },
  createdAt: hoursAgo(3),
  updatedAt: hoursAgo(2),
  stage: 'waiting',
  iteration: 2,
  maxIterations: 10,
  qualityThreshold: 8,
  scores: [6.4, 8.4],
  stopReason: 'threshold',
  waitingFor: [ANN.name, BEN.name],
  costUsd: 0.05,
  current,
  drafts: [
    {
      draftId: 'draft-1',
      version: 1,
      hash: 'b1946ac9',
      author: 'agent',
      authorName: 'writer',
      score: 6.4,
      createdAt: hoursAgo(3),
      decided: {
        kind: 'request-changes',
        byName: BEN.name,
        at: hoursAgo(2.5),
        words: 'Say what a sailor makes of it.',
      },
    },
    { draftId: 'draft-2', ...current, author: 'agent', authorName: 'writer', score: 8.4, createdAt: hoursAgo(2) },
  ],
  gate: { id: 'g1', subject: 'draft', ...current },
  mayDecide: ['approve', 'request-changes', 'edit', 'reject', 'bring-back'],
  mayControl: ['pause', 'finish', 'cancel'],
  revision: 7,
};

/** While votes come in: Ann has said nothing yet. */
const voted: Article = {
  ...article,
  articleId: '4kx9m2c7pz0qrstv',
  waitingFor: [ANN.name, 'Dee'],
  gate: {
    id: 'g1',
    subject: 'draft',
    ...current,
    tally: {
      approvals: 3,
      rejections: 1,
      done: 2,
      approved: [BEN.name, 'Cy'],
      rejected: [],
      waitingFor: [ANN.name, 'Dee'],
    },
  },
  mayControl: ['claim', 'pause', 'another', 'finish', 'cancel', 'assign'],
};

/** Words of the draft that something is said of. */
const bulges = { id: 'f0', words: 'the sea bulges on both' };
const lunarDay = { id: 'f1', words: '24 hours and 50 minutes' };
const comment = { id: 'l0', words: 'half of the rise comes in the middle two of them' };

const draft: Draft = {
  draftId: 'draft-2',
  ...current,
  author: 'agent',
  authorName: 'writer',
  createdAt: hoursAgo(2),
  language: 'en',
  title: 'How Tides Work',
  markdown: SECOND_DRAFT,
  html: '',
  sections: SECOND_DRAFT.split(/^(?=#+ )/m).map((markdown, at) => ({
    id: `s${at}`,
    heading: /^#+ (.*)$/m.exec(markdown)?.[1] ?? '',
    level: at === 0 ? 1 : 2,
    markdown,
    html: toHtml({ text: markdown, passages: [bulges, lunarDay, comment] }),
    sha256: '',
    author: 'agent' as const,
  })),
  sources: [],
  factReport: {
    verified: true,
    claims: [
      {
        claim: 'The sea bulges on the near and on the far side of the Earth.',
        verdict: 'supported',
        why: '',
        quote: 'two bulges of water, one facing the Moon and one opposite',
        title: 'NOAA, Tides and Water Levels',
        address: 'https://oceanservice.noaa.gov/education/tutorial_tides/tides03_gravity.html',
        provider: 'perplexity',
        verified: true,
        passage: bulges.id,
      },
      {
        claim: 'A lunar day lasts 24 hours and 50 minutes.',
        verdict: 'supported',
        why: '',
        quote: 'a lunar day lasts 24 hours and 50 minutes',
        title: 'NOAA, The Lunar Day',
        address: 'https://oceanservice.noaa.gov/education/tutorial_tides/tides05_lunarday.html',
        provider: 'perplexity',
        verified: true,
        passage: lunarDay.id,
      },
    ],
  },
  ledger: [
    {
      id: 'c1',
      kind: 'comment',
      saidBy: BEN.name,
      words: 'Say what a sailor makes of it.',
      done: true,
      quote: 'half of the rise comes in the middle two of them',
      passage: comment.id,
    },
  ],
};

const line = (articleId: string, topic: string, more: Partial<ArticleLine>): ArticleLine => ({
  articleId,
  topic,
  edition: 1,
  requester: ANN,
  stage: 'waiting',
  createdAt: hoursAgo(30),
  updatedAt: hoursAgo(2),
  waitingFor: [],
  ...more,
});

const LISTS: Readonly<Record<string, readonly ArticleLine[]>> = {
  waiting: [
    line('w1', 'What the packaging directive means for small shops', {
      requester: BEN,
      updatedAt: hoursAgo(26),
      score: 8.1,
      costUsd: 0.22,
      waits: { since: hoursAgo(26), missing: `Draft 3: 1 of 2 approvals; not heard yet: ${ANN.name} and Legal` },
    }),
    line('w2', story.topic, {
      score: 8.4,
      costUsd: 0.05,
      claimedBy: BEN.name,
      waits: { since: hoursAgo(2), missing: 'Draft 2 waits' },
    }),
    line('w3', 'Heat pumps in old houses', {
      stage: 'stuck',
      updatedAt: hoursAgo(0.3),
      score: 5.9,
      costUsd: 0.31,
      waits: { since: hoursAgo(0.3), missing: 'Stuck: the draft could not be written' },
    }),
  ],
  running: [
    line('r1', 'A short history of the paper clip', { stage: 'drafting', updatedAt: hoursAgo(0.1), score: 6.7 }),
  ],
  done: [
    line('d1', 'Why clocks run clockwise', { stage: 'delivered', updatedAt: hoursAgo(50), score: 9, costUsd: 0.18 }),
    line('d2', 'Seven words nobody needs', { stage: 'rejected', requester: BEN, updatedAt: hoursAgo(75), score: 4.2 }),
  ],
};

/** What the server would say at a path. Undefined: nothing. */
export function answerAt({ pathname, searchParams }: URL): unknown {
  if (pathname === '/session') return session;
  if (pathname === `/articles/${article.articleId}`) return article;
  if (pathname === VOTED_PATH) return voted;
  if (pathname === `/articles/${article.articleId}/drafts/2` || pathname === `${VOTED_PATH}/drafts/2`) return draft;
  if (pathname === `${VOTED_PATH}/comments`) return { comments: [] };
  if (pathname === `/articles/${article.articleId}/comments`) return { comments: [] };
  if (pathname === '/articles') return listOf(searchParams.get('scope') ?? searchParams.get('state') ?? 'running');
  return undefined;
}

function listOf(name: string): ArticlePage {
  const articles = LISTS[name] ?? [];
  return { articles, ...(name === 'waiting' && { count: { total: articles.length, isMore: false } }) };
}

export const VOTED_PATH = `/articles/${voted.articleId}`;
export const ARTICLE_PATH = `/articles/${article.articleId}`;
