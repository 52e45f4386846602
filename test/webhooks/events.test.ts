import { describe, expect, it } from 'vitest';
import type { ArticleState } from '../../src/protocol/article-state.ts';
import type { FeedMessage } from '../../src/protocol/feed.ts';
import type { ToldArticle, ToldDecision } from '../../src/storage/told-article.ts';
import { eventsOf } from '../../src/webhooks/events.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: ['S1'] };
const STATE: ArticleState = { revision: 9, stage: 'drafting', iteration: 1, scores: [] };

const minute = (n: number): string => `2026-11-29T09:${String(n).padStart(2, '0')}:00.000Z`;

/** What an article has said, one entry a minute. */
function told(messages: readonly FeedMessage[], more: Partial<ToldArticle> = {}): ToldArticle {
  return {
    articleId: '7k3m9p2q4r6s8t0v',
    topic: 'How tides work',
    language: 'en',
    edition: 1,
    first: '7k3m9p2q4r6s8t0v',
    requester: ANN,
    approvers: ['requester'],
    thread: { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '1718000000.000100' },
    startedAt: minute(0),
    state: STATE,
    isCertain: true,
    entries: messages.map((message, index) => ({ seq: index + 1, at: minute(index + 1), message })),
    drafts: [
      { version: 1, sha256: 'a'.repeat(64), author: 'agent', authorName: 'gpt-5', score: 7.5 },
      { version: 2, sha256: 'b'.repeat(64), author: 'agent', authorName: 'gpt-5', score: 9 },
      { version: 3, sha256: 'c'.repeat(64), author: 'person', authorName: 'Ann' },
    ],
    decisions: [],
    ...more,
  };
}

const draft = (version: number): FeedMessage => ({ kind: 'draft', draftId: `d${version}`, version });
const critique = (version: number): FeedMessage => ({ kind: 'critique', version, critiqueId: `c${version}` });
const gate = (id: string, version: number): FeedMessage => ({
  kind: 'gate',
  gate: id,
  draftId: `d${version}`,
  version,
  stopReason: 'threshold',
});
const decided = (
  kind: ToldDecision['kind'],
  version: number,
  at: string,
  more: Partial<ToldDecision> = {},
): ToldDecision => ({ id: `${kind}-${version}`, kind, version, by: ANN, at, ...more });

const typesOf = (article: ToldArticle): readonly string[] => eventsOf(article).map(({ type }) => type.slice(8));
const dataOf = (article: ToldArticle, index: number): Record<string, unknown> =>
  (JSON.parse(eventsOf(article).at(index)?.body ?? '{}') as { data: Record<string, unknown> }).data;

describe('eventsOf', () => {
  it('tells of an article in the order of its life', () => {
    const article = told(
      [
        draft(1),
        critique(1),
        draft(2),
        critique(2),
        gate('g1', 2),
        { kind: 'notice', notice: { code: 'retrying', byName: 'Ann' } },
        { kind: 'final', draftId: 'd2', version: 2 },
      ],
      {
        state: { ...STATE, stage: 'delivered', scores: [7.5, 9] },
        decisions: [decided('approve', 2, minute(6), { gate: 'g1' })],
        closedAt: minute(9),
        finished: {
          version: 2,
          title: 'How Tides Work',
          fileName: 'how-tides-work.md',
          sha256: 'f'.repeat(64),
          hasExtras: true,
          receipt: { sha256: 'e'.repeat(64), disclosure: 'ai' },
        },
      },
    );
    expect(typesOf(article)).toEqual(['started', 'draft', 'draft', 'waiting', 'decided', 'delivered']);
    expect(dataOf(article, -1)).toEqual({
      format: 1,
      article: {
        id: '7k3m9p2q4r6s8t0v',
        edition: 1,
        firstEdition: '7k3m9p2q4r6s8t0v',
        topic: 'How tides work',
        language: 'en',
        template: null,
        translates: null,
        requester: { platform: 'slack', workspace: 'T1', userId: 'U1', name: 'Ann' },
        place: { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '1718000000.000100' },
      },
      delivered: {
        version: 2,
        title: 'How Tides Work',
        sha256: 'f'.repeat(64),
        disclosure: 'ai',
        receiptSha256: 'e'.repeat(64),
        files: ['how-tides-work.md', 'how-tides-work.docx', 'how-tides-work.extras.md', 'how-tides-work.receipt.json'],
      },
      scores: [7.5, 9],
    });
  });

  it('tells of a draft with its score, or of one that was left as soon as something else happens', () => {
    expect(typesOf(told([draft(1)]))).toEqual(['started']);
    expect(dataOf(told([draft(1), critique(1)]), 1)['draft']).toEqual({
      version: 1,
      subject: 'draft',
      sha256: 'a'.repeat(64),
      author: 'agent',
      authorName: 'gpt-5',
      score: 7.5,
    });
    expect(typesOf(told([draft(1)], { state: { ...STATE, stage: 'cancelled' }, closedAt: minute(5) }))).toEqual([
      'started',
      'draft',
      'cancelled',
    ]);
    expect(typesOf(told([draft(1)], { decisions: [decided('approve', 1, minute(2))] }))).toEqual([
      'started',
      'draft',
      'decided',
    ]);
    expect(typesOf(told([draft(3)]))).toEqual(['started', 'draft']);
  });

  it('puts a decision behind the gate that it resolved, also when both of a later gate are about the same draft', () => {
    const article = told([draft(2), critique(2), gate('g1', 2), gate('g2', 2)], {
      decisions: [decided('request-changes', 2, minute(3), { gate: 'g1' })],
    });
    expect(typesOf(article)).toEqual(['started', 'draft', 'waiting', 'decided', 'waiting']);
  });

  it('puts what was written down with a decision behind it', () => {
    // The edit and what followed from it were written in one transaction, later than it was made.
    const article = told([draft(2), critique(2), gate('g1', 2), draft(3), gate('g2', 3)], {
      decisions: [decided('edit', 2, '2026-11-29T09:03:30.000Z', { gate: 'g1', editedVersion: 3 })],
    });
    expect(typesOf(article)).toEqual(['started', 'draft', 'waiting', 'decided', 'draft', 'waiting']);
    expect(dataOf(article, 3)['decision']).toEqual({
      id: 'edit-2',
      kind: 'edit',
      subject: 'draft',
      gate: 'g1',
      editedVersion: 3,
      by: { platform: 'slack', workspace: 'T1', userId: 'U1', name: 'Ann' },
    });
  });

  it('says for what an article is stuck, and no word of who failed', () => {
    const article = told([
      { kind: 'failure', failure: { step: 'writing', code: 'model-unavailable', message: 'https://10.0.0.7 is away' } },
      {
        kind: 'budget',
        stop: {
          scope: 'day',
          day: '2026-11-29',
          capUsd: 10,
          spentUsd: 10.2,
          unpriced: 0,
          raiseByUsd: 1,
          until: minute(50),
        },
      },
      { kind: 'notice', notice: { code: 'undeliverable', where: 'C1', failure: 'is_archived' } },
    ]);
    expect(typesOf(article)).toEqual(['started', 'stuck', 'stuck', 'stuck']);
    expect([1, 2, 3].map((index) => dataOf(article, index)['trouble'])).toEqual([
      { kind: 'failure', step: 'writing', code: 'model-unavailable' },
      { kind: 'budget', scope: 'day', capUsd: 10, spentUsd: 10.2, until: minute(50) },
      { kind: 'thread', code: 'is_archived' },
    ]);
  });

  it('says nothing of an article that was never heard of', () => {
    const { state: _, ...unheard } = told([]);
    expect(eventsOf(unheard)).toEqual([]);
  });

  it('never changes the id of what was there, nor puts anything before it', () => {
    const messages = [draft(1), critique(1), gate('g1', 1), draft(2), critique(2), gate('g2', 2)];
    const decisions = [
      decided('request-changes', 1, '2026-11-29T09:03:30.000Z', { gate: 'g1' }),
      decided('approve', 2, minute(8), { gate: 'g2' }),
    ];
    const whole = eventsOf(told(messages, { decisions })).map(({ id }) => id);
    for (let length = 0; length <= messages.length; length += 1) {
      const made = decisions.slice(0, Math.floor(length / 3));
      const ids = eventsOf(told(messages.slice(0, length), { decisions: made })).map(({ id }) => id);
      expect(whole.slice(0, ids.length)).toEqual(ids);
    }
    expect(new Set(whole).size).toBe(whole.length);
    expect(eventsOf(told(messages, { articleId: 'another0another0' }))[0]?.id).not.toBe(whole[0]);
  });

  it('is dated by when things happened, whenever it is made', () => {
    const article = told([draft(1), critique(1)]);
    expect(eventsOf(article).map(({ at }) => at)).toEqual([minute(0), minute(1)]);
    expect(JSON.parse(eventsOf(article)[0]?.body ?? '')).toMatchObject({
      type: 'article.started',
      timestamp: minute(0),
      data: { format: 1 },
    });
  });
});
