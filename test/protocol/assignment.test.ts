import { describe, expect, it } from 'vitest';
import { withAssigned } from '../../src/protocol/assignment.ts';

const RULES = ['slack:T1:U1', 'slack:T1:U2', 'anyone'];
const BEN = { key: 'slack:T1:U2' };

describe('who is waited for where somebody was asked', () => {
  it('is that one, where one is enough', () => {
    expect(withAssigned(RULES, undefined)).toBe(RULES);
    expect(withAssigned(RULES, BEN)).toEqual([BEN.key]);
    expect(withAssigned(RULES, BEN, { approvals: 1, rejections: 1, heard: [] })).toEqual([BEN.key]);
  });

  it('is that one first, where it takes several, until they have spoken', () => {
    const tally = { approvals: 2, rejections: 1, heard: ['slack:T1:U1'] };
    expect(withAssigned(RULES, BEN, tally)).toEqual([BEN.key, 'slack:T1:U1', 'anyone']);
    expect(withAssigned(RULES, BEN, { ...tally, heard: [BEN.key] })).toBe(RULES);
  });
});
