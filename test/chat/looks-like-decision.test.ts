import { describe, expect, it } from 'vitest';
import { looksLikeDecision } from '../../src/chat/looks-like-decision.ts';

describe('looksLikeDecision', () => {
  it.each([
    'approve',
    'Approve.',
    ' approved, thanks!',
    '👍 approve',
    'LGTM',
    'changes: shorter',
    'Changes : shorter',
    'change: shorter',
    'Request changes: shorter',
    'reject: off topic',
    'rejected',
    'Одобряю',
    'одобрено!',
    'правки: короче',
    'Изменения: короче',
    'на доработку: мало фактов',
    'отклонить: не по теме',
  ])('takes “%s” for one', (text) => {
    expect(looksLikeDecision(text)).toBe(true);
  });

  it.each([
    '',
    'Who approves this?',
    'approval takes a while',
    'Changes in the tide look wrong to me',
    'I would approve it',
    'rejection letters are worth a mention',
    'одобрения пока нет',
    'Правки внесу вечером',
    'Nice draft',
  ])('does not take “%s” for one', (text) => {
    expect(looksLikeDecision(text)).toBe(false);
  });
});
