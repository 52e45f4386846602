import { describe, expect, it } from 'vitest';
import { type Actor, OPERATOR } from '../../src/protocol/actor.ts';
import { mayDecide } from '../../src/protocol/approvers.ts';
import type { ControlKind } from '../../src/protocol/decision.ts';
import type { DraftRecord } from '../../src/protocol/draft.ts';
import { bestOfRound, CONTROL_EFFECTS, controllersOf, mayControl } from '../../src/protocol/rules.ts';

const ANN: Actor = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { platform: 'slack', userId: 'U2', displayName: 'Ben', groups: [] };
const EVE: Actor = { platform: 'slack', userId: 'U3', displayName: 'Eve', groups: [] };
/** Asked for by Ann, decided by Ben. */
const RULES = { approvers: ['slack:U2'], requester: 'slack:U1' };
const kinds = Object.keys(CONTROL_EFFECTS) as ControlKind[];

describe('a control', () => {
  it.each(kinds.filter((kind) => CONTROL_EFFECTS[kind] === 'decides'))('“%s” needs the right to decide', (kind) => {
    expect([ANN, BEN, EVE, OPERATOR].filter((actor) => mayControl(actor, kind, RULES))).toEqual([BEN]);
    expect(controllersOf(kind, RULES)).toEqual(['slack:U2']);
  });

  it.each(kinds.filter((kind) => CONTROL_EFFECTS[kind] === 'steers'))(
    '“%s” is for the requester and operators, too',
    (kind) => {
      expect([ANN, BEN, EVE, OPERATOR].filter((actor) => mayControl(actor, kind, RULES))).toEqual([ANN, BEN, OPERATOR]);
      expect(controllersOf(kind, RULES)).toEqual(['requester', 'slack:U2']);
    },
  );

  it('that finishes is one that decides', () => {
    expect(CONTROL_EFFECTS.finish).toBe('decides');
  });
});

describe('the rule “anyone”', () => {
  it('means whoever is in the thread, so no operator', () => {
    const rules = { ...RULES, approvers: ['anyone'] };
    expect([ANN, EVE, OPERATOR].filter((actor) => mayDecide(actor, rules))).toEqual([ANN, EVE]);
  });
});

describe('the best draft of a round', () => {
  const draft = (version: number, score?: number): DraftRecord => ({
    version,
    hash: '00000000',
    draftId: `d${version}`,
    author: 'agent',
    ...(score !== undefined && { score }),
  });

  it('scores highest, of equals it is the later one, and no score is less than any', () => {
    expect(bestOfRound([draft(1, 7), draft(2, 7), draft(3)], 1)?.version).toBe(2);
  });

  it('is none of an earlier round, whatever it scored', () => {
    expect(bestOfRound([draft(1, 9), draft(2, 3)], 2)?.version).toBe(2);
    expect(bestOfRound([draft(1, 9)], 2)).toBeUndefined();
  });
});
