import { keysOf } from '../../protocol/actor.ts';
import { type ApprovalRules, isInCharge } from '../../protocol/approvers.ts';
import type { Decision } from '../../protocol/decision.ts';
import type { DecisionRecord, DeskState, JoinedVote, StopReason } from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import type { Gate } from '../../protocol/gate.ts';
import { nextVersion, withDraft } from '../../protocol/drafts.ts';
import { draftOf, subjectOf } from '../../protocol/rules.ts';
import { isVotedOn, carrying, outcomeOf, voteOf, withVote } from '../../protocol/voting.ts';

/** Puts a draft, or an outline, before people. */
export function withGate(state: DeskState, draft: DraftRecord, stopReason: StopReason): DeskState {
  const gates = state.gates + 1;
  const gate: Gate = {
    id: `g${gates}`,
    subject: subjectOf(draft),
    votes: [],
    deadlines: [],
  };
  return { ...state, phase: 'gate', gates, gate, stopReason };
}

/**
 * Lets a decision count that no rule refuses. Where it takes several people it is a vote, and what the votes come to happens; a gate is
 * opened for it where there is none yet. Everything else counts at once, and whatever was said before about another text is void.
 */
export function withDecision(state: DeskState, decision: Decision, at: string, rules: ApprovalRules): DeskState {
  const vote = isVotedOn(rules) && !isInCharge(decision.by, rules) ? voteOf(decision, at, rules) : undefined;
  if (vote === undefined) return withDecided(state, decision, at);
  const draft = draftOf(state, decision.draft.version);
  const isOpen = state.gate?.subject.version === decision.draft.version;
  const asked =
    isOpen || draft === undefined
      ? state
      : withGate(without(state, 'failure', 'failureSeq', 'outage', 'budget'), draft, 'person');
  const votes = withVote(asked.gate?.votes ?? [], vote);
  const voting = { votes, editors: state.editors ?? [] };
  // What was said before may come to something by now, since its speaker turned out to be somebody else: nobody says the opposite by that.
  if (outcomeOf(voting, rules) !== vote.kind) {
    const voted = { ...asked, votes: [...(asked.votes ?? []), decision.id] };
    return asked.gate === undefined ? voted : { ...voted, gate: { ...asked.gate, votes } };
  }
  const others = carrying(vote.kind, voting, rules).filter(({ decisionId }) => decisionId !== decision.id);
  return withDecided(
    state,
    decision,
    at,
    others.map(({ decisionId, byName }) => ({ id: decisionId, name: byName })),
  );
}

function withDecided(state: DeskState, decision: Decision, at: string, joined: readonly JoinedVote[] = []): DeskState {
  const { id, kind, draft, by } = decision;
  const isOutline = draftOf(state, draft.version)?.outline === true;
  const record: DecisionRecord = {
    id,
    kind,
    version: draft.version,
    ...(kind === 'bring-back' && { to: decision.to.version }),
    byName: by.displayName,
    ...(joined.length > 0 && { joined }),
    at,
    ...(isOutline && { subject: 'outline' as const }),
  };
  const decided = without(
    { ...state, decisions: [...state.decisions, record] },
    'failure',
    'failureSeq',
    'outage',
    'budget',
  );
  return withOutcome(without(decided, 'gate'), decision);
}

function withOutcome(state: DeskState, decision: Decision): DeskState {
  const { version } = decision.draft;
  const outline = draftOf(state, version)?.outline;
  switch (decision.kind) {
    case 'approve':
      return outline === true ? withOutline(state, version) : { ...state, phase: 'finishing', approved: version };
    case 'request-changes':
      return without(
        { ...state, phase: 'drafting', roundFrom: nextVersion(state), iteration: 0 },
        'stopReason',
        'anewFrom',
      );
    case 'edit': {
      const edited: DraftRecord = {
        ...decision.edited,
        version: nextVersion(state),
        author: 'person',
        ...(outline === true && { outline }),
      };
      const editors = [...new Set([...(state.editors ?? []), ...keysOf(decision.by)])];
      // People are asked about it at once, or when it was checked.
      return without(
        { ...withDraft(state, edited), editors, phase: 'drafting', roundFrom: edited.version, iteration: 0 },
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

/** Along an outline that was approved the article is written: nothing of it is there yet, so nothing is finished. */
function withOutline(state: DeskState, outline: number): DeskState {
  const begun: DeskState = { ...state, phase: 'drafting', outline, roundFrom: nextVersion(state), iteration: 0 };
  return without(begun, 'stopReason', 'anewFrom');
}

/** Nobody is waited for there now. */
export function withoutClock({ since: _, isPlanned: __, escalatedAt: ___, ...gate }: Gate): Gate {
  return { ...gate, deadlines: [] };
}

/** It is not parked any more: somebody has come back to it. */
export function awake(state: DeskState): DeskState {
  return state.isParked ? { ...without(state, 'isParked'), paused: false } : state;
}

/** What is optional is absent, never undefined: the state is JSON. */
export function without(
  state: DeskState,
  ...keys: readonly (
    | 'failure'
    | 'failureSeq'
    | 'outage'
    | 'budget'
    | 'trouble'
    | 'followings'
    | 'gate'
    | 'stopReason'
    | 'anewFrom'
    | 'isParked'
  )[]
): DeskState {
  const copy: { -readonly [P in keyof DeskState]: DeskState[P] } = { ...state };
  for (const key of keys) delete copy[key];
  return copy;
}
