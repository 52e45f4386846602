import type { Decision } from '../../protocol/decision.ts';
import type { DecisionRecord, DeskState, StopReason } from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import { type Gate, resolve } from '../../protocol/gate.ts';
import { nextVersion, withDraft } from '../../protocol/drafts.ts';
import { draftOf } from '../../protocol/rules.ts';

/** Puts a draft before people. */
export function withGate(state: DeskState, { version, hash }: DraftRecord, stopReason: StopReason): DeskState {
  const gates = state.gates + 1;
  const gate: Gate = {
    id: `g${gates}`,
    subject: { kind: 'draft', version, hash },
    rule: 'any-approver',
    votes: [],
    deadlines: [],
  };
  return { ...state, phase: 'gate', gates, gate, stopReason };
}

/** Lets a decision count that no rule refuses. About the subject of the open gate it is a vote, and what the votes come to happens. */
export function withDecision(state: DeskState, decision: Decision, at: string): DeskState {
  const { id, kind, draft, by } = decision;
  const record: DecisionRecord = {
    id,
    kind,
    version: draft.version,
    ...(kind === 'bring-back' && { to: decision.to.version }),
    byName: by.displayName,
    at,
  };
  const decided = without(
    { ...state, decisions: [...state.decisions, record] },
    'failure',
    'failureSeq',
    'outage',
    'budget',
  );
  const { gate } = decided;
  if (gate !== undefined && gate.subject.version === draft.version) {
    const voted = { ...gate, votes: [...gate.votes, { decisionId: id, kind }] };
    if (resolve(voted, Date.parse(at)).kind !== 'decided') return { ...decided, gate: voted };
  }
  return withOutcome(without(decided, 'gate'), decision);
}

function withOutcome(state: DeskState, decision: Decision): DeskState {
  const { version } = decision.draft;
  switch (decision.kind) {
    case 'approve':
      return { ...state, phase: 'finishing', approved: version };
    case 'request-changes':
      return without(
        { ...state, phase: 'drafting', roundFrom: nextVersion(state), iteration: 0 },
        'stopReason',
        'anewFrom',
      );
    case 'edit': {
      const edited: DraftRecord = { ...decision.edited, version: nextVersion(state), author: 'person' };
      // People are asked about it at once, or when it was checked.
      return without(
        { ...withDraft(state, edited), phase: 'drafting', roundFrom: edited.version, iteration: 0 },
        'stopReason',
      );
    }
    case 'bring-back': {
      // What is known of its text is known of the copy.
      const known = draftOf(state, decision.to.version);
      const copy: DraftRecord = { author: 'agent', ...known, ...decision.edited, version: nextVersion(state) };
      return withGate({ ...withDraft(state, copy), roundFrom: copy.version, iteration: 0 }, copy, 'brought-back');
    }
    case 'reject':
      return { ...state, phase: 'rejected' };
    default:
      return decision satisfies never;
  }
}

/** What is optional is absent, never undefined: the state is JSON. */
export function without(
  state: DeskState,
  ...keys: readonly ('failure' | 'failureSeq' | 'outage' | 'budget' | 'trouble' | 'gate' | 'stopReason' | 'anewFrom')[]
): DeskState {
  const copy: { -readonly [P in keyof DeskState]: DeskState[P] } = { ...state };
  for (const key of keys) delete copy[key];
  return copy;
}
