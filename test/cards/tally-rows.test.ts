import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/cards/card.ts';
import { tallyRows } from '../../src/cards/tally-rows.ts';
import { waitingFor, waitingWords } from '../../src/cards/waiting-for.ts';
import { messages } from '../../src/messages/messages.ts';
import type { ApprovalRules } from '../../src/protocol/approvers.ts';
import type { Vote } from '../../src/protocol/gate.ts';
import type { VotingRules } from '../../src/protocol/settings.ts';
import { tallyOf } from '../../src/protocol/voting.ts';

const NAMES = { 'telegram:1': 'Ann', 'telegram:2': 'Ben', 'telegram:3': 'Cy' };
const THREE = ['telegram:1', 'telegram:2', 'telegram:3'];

const vote = ([key, kind]: readonly [keyof typeof NAMES, Vote['kind']]): Vote => ({
  decisionId: key,
  kind,
  keys: [key],
  groups: [],
  isMember: false,
  byName: NAMES[key],
  at: '2026-11-23T12:00:00.000Z',
});

/** What the cards say of three people’s votes. */
function said(
  voting: VotingRules,
  votes: readonly (readonly [keyof typeof NAMES, Vote['kind']])[],
  language: 'en' | 'ru' = 'en',
): readonly string[] {
  const t = messages(language);
  const requester = { requesterName: 'Eve', names: NAMES };
  const rules: ApprovalRules = { approvers: THREE, requester: 'telegram:9', voting };
  const tally = tallyOf({ votes: votes.map(vote), editors: [] }, rules);
  return [
    ...tallyRows(tally, t).map(({ spans }) => wordsOf(spans)),
    waitingFor(tally.waitingFor, requester, t, waitingWords(tally, requester, t)),
  ];
}

describe('what cards say of votes', () => {
  it('is how far people are, who is left, and whether it takes each of them or some', () => {
    const two = { approvals: 2, rejections: 1 };
    expect(said(two, [])).toEqual(['2 people have to approve. Nobody has yet.', 'Waiting for: Ann, Ben or Cy']);
    expect(said(two, [['telegram:1', 'approve']])).toEqual(['1 of 2 have approved: Ann.', 'Waiting for: Ben or Cy']);
    const all = { approvals: 3, rejections: 1 };
    expect(said(all, [['telegram:1', 'approve']])).toEqual(['1 of 3 have approved: Ann.', 'Waiting for: Ben and Cy']);
    expect(said(all, [['telegram:1', 'approve']], 'ru')).toEqual(['Одобрений: 1 из 3 (Ann).', 'Решают: Ben и Cy']);
  });

  it('is who is against, where one is not enough', () => {
    const majority = { approvals: 2, rejections: 2 };
    expect(said(majority, [['telegram:2', 'reject']])).toEqual([
      '2 people have to approve. Nobody has yet.',
      '1 of 2 have rejected: Ben.',
      'Waiting for: Ann and Cy',
    ]);
  });

  it('is whose turn it is, one after another', () => {
    const inOrder = { approvals: 2, rejections: 1, steps: [['telegram:1'], ['telegram:2', 'telegram:3']] };
    expect(said(inOrder, []).at(-1)).toBe('Waiting for: Ann, then Ben or Cy');
    expect(said(inOrder, [], 'ru').at(-1)).toBe('Решает: Ann, затем Ben или Cy');
    const three = { approvals: 3, rejections: 1, steps: [['telegram:3'], ['telegram:2'], ['telegram:1']] };
    expect(said(three, []).at(-1)).toBe('Waiting for: Cy, then Ben, then Ann');
    expect(said(three, [['telegram:3', 'approve']]).at(-1)).toBe('Waiting for: Ben, then Ann');
    expect(said(inOrder, [['telegram:1', 'approve']])).toEqual([
      '1 of 2 have approved: Ann.',
      'Waiting for: Ben or Cy',
    ]);
  });

  it('is that somebody has to be among them, once the others cannot make it more', () => {
    const withCy = { approvals: 2, rejections: 1, must: ['telegram:3'] };
    const others = [
      ['telegram:1', 'approve'],
      ['telegram:2', 'approve'],
    ] as const;
    expect(said(withCy, others)).toEqual([
      'Ann and Ben have approved, which makes 1 of 2: whoever is waited for has to be among them.',
      'Waiting for: Cy',
    ]);
    expect(said(withCy, others, 'ru')).toEqual([
      'Одобрили Ann и Ben, но засчитано 1 из 2: нужно одобрение того, кого ещё ждём.',
      'Решает: Cy',
    ]);
  });
});
