import { describe, expect, it } from 'vitest';
import { outdatedBy } from '../../../bots/slack/outdated-by.ts';
import { statusOf } from './bench.ts';

describe('outdatedBy', () => {
  const atGate = { kind: 'draft', version: 2, hash: 'abcdef01', gate: 'final-2' } as const;
  const newest = { kind: 'draft', version: 3, hash: '11111111' } as const;

  it('has nothing against what can be decided on, be it at the gate or newer', () => {
    const status = statusOf({ decidable: [atGate, newest] });
    expect(outdatedBy(status, atGate)).toBeUndefined();
    expect(outdatedBy(status, newest)).toBeUndefined();
  });

  it('says which draft is the current one', () => {
    expect(outdatedBy(statusOf({ decidable: [atGate] }), newest)).toEqual({
      code: 'other-draft-is-current',
      asked: 3,
      current: 2,
    });
  });
});
