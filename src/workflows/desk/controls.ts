import type { ApprovalRules } from '../../protocol/approvers.ts';
import { actorKey, keysOf } from '../../protocol/actor.ts';
import { withRaise } from '../../protocol/budget.ts';
import type { Control, Decision } from '../../protocol/decision.ts';
import { type DeskState, REMEMBERED_CONTROLS } from '../../protocol/desk-state.ts';
import { nextVersion } from '../../protocol/drafts.ts';
import { type Following, withFollowing, withoutPlace } from '../../protocol/following.ts';
import { draftToFinish } from '../../protocol/rules.ts';
import { withDecision, without } from './gate.ts';

/** Lets a control count that no rule refuses. */
export function withControl(state: DeskState, control: Control, at: string, rules: ApprovalRules): DeskState {
  const noted = { ...state, controls: [...state.controls, control.id].slice(-REMEMBERED_CONTROLS) };
  switch (control.kind) {
    case 'pause':
      return { ...noted, paused: true };
    case 'resume':
      return { ...noted, paused: false };
    case 'cancel':
      return withEnd(noted);
    case 'finish': {
      const approval = approvalBy(control, state);
      const isOverBudget = state.budget !== undefined;
      const unedited = isOverBudget ? ({ unedited: true } as const) : {};
      if (approval !== undefined)
        return { ...withDecision(noted, approval, at, rules), stopReason: 'person', paused: false, ...unedited };
      return isOverBudget ? { ...without(noted, 'budget'), paused: false, ...unedited } : noted;
    }
    case 'another': {
      // Nobody has decided about the draft that stands: until the next one is there, somebody still may.
      const anewFrom = nextVersion(state);
      const again: DeskState = { ...noted, phase: 'drafting', variant: (state.variant ?? 0) + 1, anewFrom };
      return without({ ...again, roundFrom: anewFrom, iteration: 0 }, 'gate', 'stopReason');
    }
    case 'claim':
      return state.gate === undefined
        ? noted
        : {
            ...noted,
            gate: { ...state.gate, claim: { keys: keysOf(control.by), byName: control.by.displayName, at } },
          };
    case 'release': {
      if (state.gate === undefined) return noted;
      const { claim: _, ...gate } = state.gate;
      return { ...noted, gate };
    }
    case 'step-in': {
      const { by } = control;
      // Nobody for whom they decide while they are away has stepped in.
      const keys = by.standsFor === undefined ? keysOf(by) : [actorKey(by)];
      return { ...noted, inCharge: { keys, byName: by.displayName, at } };
    }
    case 'assign': {
      const { to, by } = control;
      return { ...noted, assigned: { key: actorKey(to), name: to.displayName, byName: by.displayName, at } };
    }
    case 'raise':
      return state.budget === undefined
        ? noted
        : { ...without(noted, 'budget'), raises: withRaise(state.raises ?? [], state.budget) };
    case 'retry':
      return without(noted, 'failure', 'failureSeq', 'outage', 'budget', 'trouble');
    case 'language':
      return { ...noted, language: control.language };
    case 'add-source':
      // What stood still is begun again, with it.
      return without(
        { ...noted, files: [...(state.files ?? []), control.file] },
        'failure',
        'failureSeq',
        'outage',
        'budget',
      );
    case 'move':
      return without(
        withFollowings({ ...noted, home: control.thread }, withoutPlace(state.followings ?? [], control.thread)),
        'trouble',
      );
    case 'follow': {
      const { kind: _kind, id: _id, by, ...wanted } = control;
      return withFollowings(noted, withFollowing(state.followings ?? [], { ...wanted, byName: by.displayName }));
    }
    case 'unfollow':
      return withFollowings(noted, withoutPlace(state.followings ?? [], control.thread));
    default:
      return control satisfies never;
  }
}

export function withFollowings(state: DeskState, followings: readonly Following[]): DeskState {
  return followings.length === 0 ? without(state, 'followings') : { ...state, followings };
}

/** Nothing will be delivered. */
export function withEnd(state: DeskState): DeskState {
  return without({ ...state, phase: 'cancelled' }, 'failure', 'failureSeq', 'outage', 'budget', 'gate', 'isParked');
}

/** The approval that `finish` is. Undefined for every other control. */
export function approvalBy(control: Control, state: DeskState): Decision | undefined {
  const draft = control.kind === 'finish' ? draftToFinish(state) : undefined;
  if (draft === undefined) return undefined;
  return {
    kind: 'approve',
    id: control.id,
    draft: { version: draft.version, hash: draft.hash },
    by: control.by,
    ...(state.gate !== undefined && { gate: state.gate.id }),
  };
}
