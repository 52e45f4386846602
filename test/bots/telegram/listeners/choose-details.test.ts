import { describe, expect, it } from 'vitest';
import { readApprovals } from '../../../../bots/telegram/listeners/choose-details.ts';

describe('readApprovals', () => {
  it.each([
    ['2', { approvals: 2 }],
    ['2 people', { approvals: 2 }],
    ['3 человека', { approvals: 3 }],
    ['2, @Ben and Ann Lee', { approvals: 2, approvers: ['@Ben', 'Ann Lee'] }],
    ['2 @Ben', { approvals: 2, approvers: ['@Ben'] }],
    ['Борис и Анна', { approvers: ['Борис', 'Анна'] }],
    ['telegram:123456789; 4', { approvals: 4, approvers: ['telegram:123456789'] }],
    ['Ann\nBen', { approvers: ['Ann', 'Ben'] }],
    ['  ', {}],
  ])('reads “%s”', (typed, read) => {
    expect(readApprovals(typed)).toEqual(read);
  });
});
