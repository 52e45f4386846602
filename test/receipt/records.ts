import { createHash } from 'node:crypto';
import { draftHash } from '../../src/protocol/draft.ts';
import type { ArticleRecords } from '../../src/receipt/make-receipt.ts';

const ANN = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: ['S1'] };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const FIRST = '# Tides\n\nThe sea rises twice a day, since the Moon pulls at it.\n';
const SECOND = '# Tides\n\nThe sea rises twice a day in most ports, since the Moon pulls at it.\n';

/** An article that a model wrote, and a person changed and approved. */
export const RECORDS: ArticleRecords = {
  articleId: '0123456789abcdef',
  topic: 'How tides work',
  language: 'en',
  sources: ['https://example.com/tides'],
  template: 'explainer',
  notes: [
    { id: 'e1', title: 'Not cited', sha256: sha256('a page') },
    {
      id: 'e2',
      title: 'Tides',
      address: 'https://example.com/tides',
      date: '2025-01-02',
      sha256: sha256('another page'),
    },
  ],
  requester: ANN,
  approval: { gate: 'final', approvers: ['requester'] },
  edition: {
    title: 'Tides',
    fileName: 'tides.md',
    text: SECOND,
    marked: SECOND.replace('a day', 'a day [e2]'),
    number: 1,
    edit: {
      changes: [{ before: 'The sea rise.', after: 'The sea rises.' }],
      proposals: [{ approved: 'In most ports.', wanted: 'In all ports.', reason: 'words' }],
    },
    version: 2,
    finishedAt: '2026-11-29T10:04:00.250Z',
  },
  drafts: [
    {
      version: 1,
      author: 'agent',
      authorName: 'writer',
      sha256: sha256(FIRST),
      text: FIRST,
      writtenAt: '2026-11-29T10:00:00.000Z',
    },
    {
      version: 2,
      author: 'person',
      authorName: 'Ann',
      sha256: sha256(SECOND),
      text: SECOND,
      writtenAt: '2026-11-29T10:02:00.000Z',
    },
  ],
  decisions: [
    {
      kind: 'edit',
      version: 1,
      draftHash: draftHash(sha256(FIRST)),
      gate: 'g1',
      editedVersion: 2,
      by: ANN,
      at: '2026-11-29T10:02:01.000Z',
    },
    {
      kind: 'approve',
      version: 2,
      draftHash: draftHash(sha256(SECOND)),
      gate: 'g2',
      by: ANN,
      at: '2026-11-29T10:03:00.000Z',
    },
  ],
  factReports: [
    {
      version: 1,
      report: {
        provider: 'perplexity',
        verified: true,
        claims: [
          {
            claim: 'The sea rises twice a day.',
            verdict: 'supported',
            note: 'So it is.',
            sources: [{ title: 'Tides', url: 'https://example.org/tides', date: '2025-01-02' }],
          },
          {
            claim: 'In all ports.',
            verdict: 'contradicted',
            note: 'Not in all.',
            sources: [{ title: 'Tides', url: 'https://example.org/tides' }],
          },
        ],
      },
    },
  ],
  models: [
    {
      purpose: 'writer.draft',
      asked: 'writer',
      answered: 'some-model-2026',
      calls: 2,
      cachedCalls: 1,
      inputTokens: 1200,
      outputTokens: 900,
      costUsd: 0.0125,
    },
  ],
};
