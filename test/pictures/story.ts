import type { ArticleFrame, ChatContent, ToldDecision } from '../../src/delivery/chat-content.ts';
import { CRITERION_NAMES } from '../../src/protocol/critique.ts';
import type { Draft, DraftRecord } from '../../src/protocol/draft.ts';

const FIRST_DRAFT = `# How Tides Work

Twice a day the sea climbs a harbour wall and sinks back again, **two hours later** every day. The *Moon* does most of it. When the Sun pulls in the same line, tides are at their strongest.
`;

export const SECOND_DRAFT = `# How Tides Work

Twice a day the sea climbs a harbour wall and sinks back again, and each day it does so about fifty minutes later than the day before. That delay is the clue: the sea keeps the Moon’s time, not ours.

## A difference of pull

The Moon pulls hardest on the near side of the Earth and least on the far side, so the sea **bulges on both**. The turning Earth carries each coast through both bulges in a [lunar day](https://oceanservice.noaa.gov/education/tutorial_tides/tides05_lunarday.html) of 24 hours and 50 minutes. The Sun helps, or hinders, a little less than half as strongly.

## What a sailor makes of it

From low to high water takes some six hours, and half of the rise comes in the middle two of them.

| Hour | 1 | 2 | 3 | 4 | 5 | 6 |
|---|--:|--:|--:|--:|--:|--:|
| Rise, twelfths | 1 | 2 | 3 | 3 | 2 | 1 |

> Whoever waits for water under the keel waits for the third hour: that is when the sea begins to hurry.
`;

const REQUESTER = 'Ann';
const APPROVER = 'Ben';

const frame: ArticleFrame = {
  articleId: '7k3m9x2c4p0qrstv',
  request: { topic: 'How tides work', language: 'en' },
  requesterName: REQUESTER,
  requester: { platform: 'slack', userId: 'U024BE7LH' },
  language: 'en',
  maxIterations: 10,
  qualityThreshold: 8,
  runUrl: 'https://temporal.example.com/namespaces/default/workflows/article-7k3m9x2c4p0qrstv',
};

const firstDraft: DraftRecord = { version: 1, hash: 'b1946ac9', draftId: 'draft-1', author: 'agent', score: 6.4 };
const secondDraft: DraftRecord = { version: 2, hash: '591785b7', draftId: 'draft-2', author: 'agent' };

function textOf({ version, hash, draftId }: DraftRecord, text: string): Draft {
  const { articleId } = frame;
  return { draftId, articleId, version, sha256: hash.padEnd(64, '0'), author: 'agent', authorName: 'writer', text };
}

const changes: ToldDecision = {
  id: 'decision-1',
  kind: 'request-changes',
  version: 1,
  byName: APPROVER,
  at: '2026-11-23T14:09:00.000Z',
  words: 'Say what a sailor makes of it.',
};
const approval: ToldDecision = {
  id: 'decision-2',
  kind: 'approve',
  version: 2,
  byName: REQUESTER,
  at: '2026-11-23T14:21:00.000Z',
};

/** An article as it is told in the pictures: Ann asks, Ben wants changes, Ann approves. */
export const story = {
  requester: REQUESTER,
  approver: APPROVER,
  topic: frame.request.topic,
  status: {
    kind: 'status',
    frame,
    stage: 'drafting',
    step: 'critiquing',
    iteration: 2,
    scores: [6.4],
    waitingFor: [],
    controls: ['pause', 'finish', 'cancel'],
    lastDecision: changes,
    cost: { modelCalls: 5, cachedCalls: 0, inputTokens: 14_310, outputTokens: 2_480, usd: 0.05 },
  },
  firstDraft: {
    kind: 'draft',
    frame,
    draft: firstDraft,
    buttons: false,
    isFolded: true,
    decided: changes,
    text: textOf(firstDraft, FIRST_DRAFT),
  },
  firstCritique: {
    kind: 'critique',
    frame,
    version: 1,
    critique: {
      score: 6.4,
      strengths: ['Opens with what everybody has seen'],
      weaknesses: ['Never says why the tide is later every day'],
      suggestions: ['Explain the lunar day'],
      factsQuestionable: true,
    },
    isFolded: true,
  },
  factReport: {
    kind: 'fact-report',
    frame,
    version: 1,
    report: {
      provider: 'perplexity',
      verified: true,
      claims: [
        {
          claim: 'Tides are at their strongest when Sun and Moon pull in one line.',
          verdict: 'supported',
          note: '',
          sources: [
            {
              title: 'NOAA, Tidal Variations',
              url: 'https://oceanservice.noaa.gov/education/tutorial_tides/tides06_variations.html',
            },
          ],
        },
        {
          claim: 'The tide comes two hours later every day.',
          verdict: 'contradicted',
          note: 'It comes about 50 minutes later.',
          quote: 'a lunar day lasts 24 hours and 50 minutes',
          sources: [
            {
              title: 'NOAA, The Lunar Day',
              url: 'https://oceanservice.noaa.gov/education/tutorial_tides/tides05_lunarday.html',
            },
          ],
        },
      ],
    },
  },
  secondDraft: {
    kind: 'draft',
    frame,
    draft: secondDraft,
    buttons: true,
    text: textOf(secondDraft, SECOND_DRAFT),
  },
  secondCritique: {
    kind: 'critique',
    frame,
    version: 2,
    critique: {
      score: 8.4,
      strengths: ['The delay as a clue carries the reader on', 'Ben’s sailor is there, with a rule to remember'],
      weaknesses: ['The rule of twelfths could be shown on a clock'],
      suggestions: [],
      factsQuestionable: false,
      criteria: CRITERION_NAMES.map((criterion, at) => ({
        criterion,
        quote: 'the sea keeps the Moon’s time, not ours',
        judgement: '',
        score: [8.6, 8.2, 8.4, 8.8, 8.0][at] ?? 8.4,
        fix: '',
        section: 's1',
      })),
    },
  },
  sources: {
    kind: 'sources',
    frame,
    report: {
      read: [
        {
          title: 'NOAA, The Lunar Day',
          address: 'https://oceanservice.noaa.gov/education/tutorial_tides/tides05_lunarday.html',
          notes: 3,
        },
        { title: 'Tide table 2026', file: 'tide-table-2026.pdf', notes: 2 },
      ],
      failed: [{ address: 'https://example.org/tides', fault: 'timed-out' }],
    },
  },
  gate: {
    kind: 'gate',
    gate: 'g1',
    frame,
    draft: { ...secondDraft, score: 8.4 },
    stopReason: 'threshold',
    buttons: true,
    text: textOf(secondDraft, SECOND_DRAFT),
    waitingFor: ['requester'],
    ledger: [
      { id: 'd1', kind: 'comment', byName: APPROVER, text: 'Say what a sailor makes of it.', done: true },
      { id: 'k1.1', kind: 'suggestion', byName: 'critic', text: 'Explain the lunar day', done: true },
    ],
    sources: {
      kind: 'judged',
      report: {
        sentences: [
          {
            sentence:
              'The turning Earth carries each coast through both bulges in a lunar day of 24 hours and 50 minutes.',
            noteIds: ['e1'],
            support: 'supported',
            note: '',
          },
          {
            sentence: 'Half of the rise comes in the middle two hours.',
            noteIds: ['e4'],
            support: 'partly',
            note: 'The table says so of spring tides.',
          },
        ],
      },
    },
  },
  approved: {
    kind: 'gate',
    gate: 'g1',
    frame,
    draft: { ...secondDraft, score: 8.4 },
    stopReason: 'threshold',
    buttons: false,
    isFolded: true,
    decided: approval,
    text: textOf(secondDraft, SECOND_DRAFT),
    waitingFor: ['requester'],
  },
  final: {
    kind: 'final',
    frame,
    version: 2,
    article: {
      title: 'How Tides Work',
      summary: 'Why the sea rises and falls twice a day, why it is late every day, and what a sailor makes of it.',
      text: SECOND_DRAFT,
      sha256: secondDraft.hash.padEnd(64, '0'),
      fileName: 'how-tides-work.md',
    },
  },
} as const satisfies Record<string, ChatContent | string>;
